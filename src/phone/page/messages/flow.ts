/** A person's messages in the page. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ApplicationsApi } from '#agent/applications'
import type { ErrorShape } from '#core/errors'
import { attemptWith, isRefused } from '../app/attempt.ts'
import type { Screen } from '../app/screen.ts'
import type { Listed } from '../orders/flow.ts'
import { wayOf, type Message } from './way.ts'

export interface MessagesState {
  readonly unread: number
  /** The newest first; null until they are known. */
  readonly messages: Listed<Message> | null
  readonly isBusy: boolean
  readonly error: ErrorShape | null
}

export interface MessagesFlow {
  readonly store: StoreApi<MessagesState>
  /** Shows again what was shown before the page was loaded again. */
  start(leftAt: Screen): void
  arrive(): Promise<void>
  /** Looks for new ones, without a word when that fails. */
  look(): Promise<void>
  more(): Promise<void>
  /** Opens what a message is about; it has been read then. */
  read(message: Message): void
  /** All of them have been read, those that are not on the list yet as well. */
  readAll(): Promise<void>
  /** Another person may be the next to use the page. */
  forget(): void
}

export interface MessagesMoves {
  open(screen: Screen): void
  /** Leads to log-in, and back to this screen. */
  lead(screen: Screen): void
}

const NOTHING: MessagesState = { unread: 0, messages: null, isBusy: false, error: null }
const HERE: Screen = { at: 'messages' }

export const createMessagesFlow = (
  api: Pick<ApplicationsApi, 'messages' | 'readMessage' | 'readMessages'>,
  { open, lead }: MessagesMoves,
): MessagesFlow => {
  const store = createStore<MessagesState>(() => NOTHING)
  const set = store.setState
  const get = store.getState

  const load = async (): Promise<void> => {
    const { unread, messages: items, next } = await api.messages(null)
    set({ unread, messages: { items, next } })
  }

  const attempt = attemptWith(store, (error) => {
    const isLoggedOut = isRefused(error, 'login')
    if (isLoggedOut) lead(HERE)
    return isLoggedOut
  })

  const mark = (id: string): void =>
    set(({ messages, unread }) => ({
      unread: Math.max(0, unread - 1),
      messages: messages && {
        ...messages,
        items: messages.items.map((each) => (each.id === id ? { ...each, isRead: true } : each)),
      },
    }))

  return {
    store,
    start: (leftAt) => {
      if (leftAt.at === 'messages') open(leftAt)
    },
    arrive: () => attempt(load),
    look: async () => {
      if (!get().isBusy) await load().catch(() => undefined)
    },
    more: () =>
      attempt(async () => {
        const { messages } = get()
        if (!messages?.next) return
        const { messages: items, next, unread } = await api.messages(messages.next)
        set({ unread, messages: { items: [...messages.items, ...items], next } })
      }),
    read: (message) => {
      const { id, isRead } = message
      open(wayOf(message))
      if (isRead) return
      mark(id)
      // one that stays unread is only shown as new once more
      void api.readMessage(id).catch(() => undefined)
    },
    readAll: () =>
      attempt(async () => {
        const [newest] = get().messages?.items ?? []
        if (newest === undefined) return
        await api.readMessages(newest.at)
        set(({ messages }) => ({
          unread: 0,
          messages: messages && { ...messages, items: messages.items.map((each) => ({ ...each, isRead: true })) },
        }))
      }),
    forget: () => set(NOTHING),
  }
}
