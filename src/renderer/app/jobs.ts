/** Acts on jobs: everything that needs the phone or takes long. */
import i18next from 'i18next'
import type { ErrorShape } from '#core/errors'
import type { InputOf } from '#ipc/contract'
import type { JobView } from '#ipc/views'
import { attempt, toast, type App } from './app.ts'

export type JobMethod = 'jobs.identify' | 'jobs.seal' | 'jobs.generate' | 'jobs.rehearse' | 'jobs.open'

const UNKNOWN: ErrorShape = { code: 'internal', details: {} }

/** Starts a job and waits for nothing: its events tell how it goes. */
export const startJob = async <Method extends JobMethod>(
  app: App,
  method: Method,
  input: InputOf<Method>,
): Promise<void> => {
  const retry = () => void startJob(app, method, input)
  const started = await attempt(app, () => app.client.call(method, input), { retry })
  if (!started) return
  ours.set(started.job, { retry, folder: 'folder' in input ? input.folder : null })
  app.store.setState({ job: started.job })
  const view =
    app.store.getState().jobs[started.job] ??
    (await attempt(app, () => app.client.call('jobs.read', { job: started.job })))
  if (view) takeJob(app, view)
}

/** What the window remembers of the jobs it has started. */
const ours = new Map<string, { readonly retry: () => void; readonly folder: string | null }>()

/** The window's current job, or null. */
export const currentJob = (state: { job: string | null; jobs: { readonly [job: string]: JobView } }): JobView | null =>
  state.job === null ? null : (state.jobs[state.job] ?? null)

/** Whether a job waits for the phone, so that the QR dialog is up. */
export const asksPhone = (job: JobView): boolean => job.pairing !== null && job.pairing.state !== 'done'

/** What is said when a job is done; generating and opening have a screen for it. */
const DONE_TEXT = {
  identify: 'toast.identified',
  seal: 'toast.signed',
  generate: null,
  rehearse: 'toast.rehearsed',
  open: null,
} as const satisfies Record<JobView['kind'], string | null>

/** Takes in what the engine says about a job, and settles it when it is over. */
export const takeJob = (app: App, view: JobView): void => {
  const { job } = app.store.getState()
  const mine = job === view.id
  if (view.state === 'running' || !mine) {
    app.store.setState(({ jobs }) => ({ jobs: { ...jobs, [view.id]: view } }))
    return
  }
  const { retry = null, folder = null } = ours.get(view.id) ?? {}
  const notice = view.state === 'done' ? view.notice : null
  ours.delete(view.id)
  app.store.setState(({ jobs, bid }) => {
    const { [view.id]: _over, ...others } = jobs
    return {
      jobs: others,
      job: null,
      bid: bid && view.kind === 'open' && view.state === 'done' ? { ...bid, opened: view.target } : bid,
      failure:
        view.state === 'failed'
          ? {
              error: view.error ?? UNKNOWN,
              mismatch: view.mismatch,
              job: view.kind,
              at: app.now(),
              subject: null,
              folder,
              retry,
            }
          : notice && {
              error: notice,
              mismatch: null,
              job: view.kind,
              at: app.now(),
              subject: null,
              folder: null,
              retry: null,
            },
    }
  })
  const text = DONE_TEXT[view.kind]
  if (view.state === 'done' && text) toast(app, i18next.t(text))
  if (view.state === 'cancelled') toast(app, i18next.t('toast.cancelled'))
}

export const cancelJob = (app: App, job: string): Promise<null> =>
  attempt(app, () => app.client.call('jobs.cancel', { job }))

/** A fresh QR code for a job whose code has run out or could not reach the server. */
export const showAgain = (app: App, job: string): Promise<null> =>
  attempt(app, () => app.client.call('jobs.showAgain', { job }))
