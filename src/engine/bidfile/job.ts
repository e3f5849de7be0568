import { Worker } from 'node:worker_threads'
import { AppError } from '#core/errors'
import type { Job, JobMessage, Jobs } from './bid-worker.ts'

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './bid-worker.ts' : './bid-worker.js', import.meta.url)

export interface JobOptions {
  /** Bytes of payload worked on so far. */
  readonly onDone?: ((bytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs a job in a thread of its own. Rejects with the job's error, or `cancelled` as soon as the
 * signal says so; then the thread has ended and its files are closed, so that they can be removed.
 */
export const runJob = async <K extends keyof Jobs>(
  kind: K,
  input: Jobs[K]['input'],
  { onDone, signal }: JobOptions = {},
): Promise<Jobs[K]['output']> => {
  if (signal?.aborted === true) throw new AppError('cancelled')
  const workerData = { kind, input } as Job
  // Every chunk leaves 16 KiB outside the heap: a small young generation lets go of them early.
  const worker = new Worker(workerUrl(), { workerData, resourceLimits: { maxYoungGenerationSizeMb: 2 } })
  let stop = (): void => undefined
  try {
    return await new Promise<Jobs[K]['output']>((resolve, reject) => {
      stop = () => reject(new AppError('cancelled'))
      signal?.addEventListener('abort', stop, { once: true })
      worker.on('message', (message: JobMessage) => {
        if ('done' in message) onDone?.(message.done)
        else if ('error' in message) reject(new AppError(message.error.code, message.error.details))
        else resolve(message.output as Jobs[K]['output'])
      })
      worker.on('error', (error) => reject(new AppError('internal', {}, error)))
      worker.on('exit', () => reject(new AppError('internal', { reason: 'worker ended' })))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
