/** The engine as its windows use it: typed calls, and jobs that are followed by their events. */
import { AppError } from '#core/errors'
import { createEngine } from '#engine/engine'
import type { EngineStart } from '#ipc/bridge'
import type { InputOf, MethodName, OutputOf } from '#ipc/contract'
import type { JobView } from '#ipc/views'

export type JobMethod = Extract<
  MethodName,
  'jobs.identify' | 'jobs.seal' | 'jobs.generate' | 'jobs.rehearse' | 'jobs.open'
>

export interface DemoEngine {
  call<Name extends MethodName>(method: Name, input: InputOf<Name>): Promise<OutputOf<Name>>
  /** Runs a job to its end and tells about every change. Rejects with what the job failed with, or `cancelled`. */
  run<Name extends JobMethod>(method: Name, input: InputOf<Name>, onChange: (job: JobView) => void): Promise<JobView>
  close(): Promise<void>
}

/** @param signal cancels the job that runs */
export const openDemoEngine = async (start: EngineStart, signal: AbortSignal): Promise<DemoEngine> => {
  const engine = await createEngine(start)
  const call: DemoEngine['call'] = (method, input) => engine.call(method, input) as Promise<OutputOf<typeof method>>

  const follow = (id: string, onChange: (job: JobView) => void): Promise<JobView> =>
    new Promise((resolve, reject) => {
      const take = (view: JobView): void => {
        if (view.state === 'running') return onChange(view)
        stop()
        signal.removeEventListener('abort', cancel)
        if (view.state === 'done') resolve(view)
        else if (view.error === null) reject(new AppError('cancelled'))
        else reject(new AppError(view.error.code, view.error.details))
      }
      const stop = engine.onEvent((name, value) => {
        const view = value as JobView
        if (name === 'job' && view.id === id) take(view)
      })
      const cancel = (): void => void call('jobs.cancel', { job: id }).catch(reject)
      signal.addEventListener('abort', cancel, { once: true })
      // It may have moved on before anybody listened.
      call('jobs.read', { job: id }).then(take, reject)
    })

  return {
    call,
    run: async (method, input, onChange) => {
      if (signal.aborted) throw new AppError('cancelled')
      const { job } = (await call(method, input)) as { job: string }
      return follow(job, onChange)
    },
    close: () => engine.close(),
  }
}
