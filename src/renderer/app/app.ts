/** One object that the acts work on: the host, the state, the page pictures. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { errorShape } from '#core/errors'
import type { Client, Host } from '../client.ts'
import { createPagePictures, type PagePictures } from '../editor/page-pictures.ts'
import type { Shell } from '#ipc/contract'
import { initialState, type AppState, type EditorState } from './state.ts'

export interface App {
  readonly client: Client
  readonly shell: Shell
  readonly store: StoreApi<AppState>
  readonly pictures: PagePictures
  readonly now: () => number
}

export const createApp = ({ client, shell }: Host, now: () => number = Date.now): App => ({
  client,
  shell,
  now,
  store: createStore<AppState>(() => initialState),
  pictures: createPagePictures((page) => client.call('documents.page', page)),
})

export const changeEditor = (app: App, change: Partial<EditorState>): void =>
  app.store.setState(({ editor }) => ({ editor: { ...editor, ...change } }))

interface AttemptOptions {
  readonly retry?: () => void
  readonly subject?: string
  /** Counts as saving until it is answered, and takes away the offer to undo what was done before. */
  readonly changes?: boolean
}

/** Runs an act; what goes wrong is shown in the error dialog, and the result is null. */
export const attempt = async <Result>(
  app: App,
  act: () => Promise<Result>,
  { retry, subject, changes = false }: AttemptOptions = {},
): Promise<Result | null> => {
  const { setState } = app.store
  if (changes) {
    setState(({ saving, toasts }) => ({ saving: saving + 1, toasts: toasts.filter(({ undo }) => undo === null) }))
  }
  try {
    return await act()
  } catch (error) {
    setState({
      failure: {
        error: errorShape(error),
        mismatch: null,
        job: null,
        at: app.now(),
        subject: subject ?? null,
        folder: null,
        retry: retry ?? null,
      },
    })
    return null
  } finally {
    if (changes) setState(({ saving }) => ({ saving: saving - 1 }))
  }
}

const TOAST_MILLISECONDS = 4000
let lastToast = 0

/** One line above the status bar for four seconds, with undo where there is one. */
export const toast = (app: App, text: string, undo: (() => void) | null = null): void => {
  lastToast += 1
  const id = lastToast
  app.store.setState(({ toasts }) => ({ toasts: [...toasts.slice(-1), { id, text, undo }] }))
  setTimeout(() => dismissToast(app, id), TOAST_MILLISECONDS)
}

export const dismissToast = (app: App, id: number): void =>
  app.store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
