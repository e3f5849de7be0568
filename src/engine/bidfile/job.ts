import { Worker } from 'node:worker_threads'
import { BLOCK_LENGTH } from '#core/bidfile/body'
import { AppError } from '#core/errors'
import type { JobMessage } from './bid-worker.ts'
import { perform, type Job, type Jobs } from './jobs.ts'

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './bid-worker.ts' : './bid-worker.js', import.meta.url)

export interface JobOptions {
  /** How many bytes there are to work on. */
  readonly size: number
  /** Bytes of payload worked on so far. */
  readonly onDone?: ((bytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const inThread = async (job: Job, { onDone, signal }: JobOptions): Promise<unknown> => {
  // Every chunk leaves 16 KiB outside the heap: a small young generation lets go of them early.
  const worker = new Worker(workerUrl(), { workerData: job, resourceLimits: { maxYoungGenerationSizeMb: 2 } })
  let stop = (): void => undefined
  try {
    return await new Promise<unknown>((resolve, reject) => {
      stop = () => reject(new AppError('cancelled'))
      signal?.addEventListener('abort', stop, { once: true })
      worker.on('message', (message: JobMessage) => {
        if ('done' in message) onDone?.(message.done)
        else if ('error' in message) reject(new AppError(message.error.code, message.error.details))
        else resolve(message.output)
      })
      worker.on('error', (error) => reject(new AppError('internal', {}, error)))
      worker.on('exit', () => reject(new AppError('internal', { reason: 'worker ended' })))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

/**
 * Runs a job in a thread of its own, or here when it is over before a thread would have started.
 * Rejects with the job's error, or `cancelled` as soon as the signal says so; then the thread has
 * ended and its files are closed, so that they can be removed.
 */
export const runJob = async <K extends keyof Jobs>(
  kind: K,
  input: Jobs[K]['input'],
  options: JobOptions,
): Promise<Jobs[K]['output']> => {
  if (options.signal?.aborted === true) throw new AppError('cancelled')
  const job = { kind, input } as Job
  const here = (): Promise<unknown> => perform(job, (done) => options.onDone?.(done))
  return (await (options.size <= BLOCK_LENGTH ? here() : inThread(job, options))) as Jobs[K]['output']
}
