import { availableParallelism } from 'node:os'
import { MessageChannel, Worker, type TransferListItem } from 'node:worker_threads'
import { BLOCK_LENGTH } from '#core/bidfile/body'
import { AppError } from '#core/errors'
import type { JobData, JobMessage } from './bid-worker.ts'
import { perform, type Job, type Jobs } from './jobs.ts'

export interface JobOptions {
  /** How many bytes there are to work on. */
  readonly size: number
  /** Bytes of payload worked on so far; 0 at once. */
  readonly onDone?: ((bytes: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** The thread of a job feeds or drains those that help it, so that more of them would only wait. */
const MOST_HELPERS = 2

/** A twin is only read, a file only digested: one thread does that as fast as two. */
const helpersFor = ({ kind, input }: Job): number =>
  kind === 'digest' || (kind === 'decrypt' && input.secret === null)
    ? 0
    : Math.min(MOST_HELPERS, availableParallelism() - 1)

const thread = (name: 'bid-worker' | 'block-worker', workerData: object, transferList: TransferListItem[]): Worker =>
  new Worker(new URL(import.meta.url.endsWith('.ts') ? `./${name}.ts` : `./${name}.js`, import.meta.url), {
    workerData,
    transferList,
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  })

/** The thread of a job and those that help it, all started at once. */
const startThreads = (job: Job): readonly [Worker, ...Worker[]] => {
  const channels = Array.from({ length: helpersFor(job) }, () => new MessageChannel())
  const helpers = channels.map(({ port1 }) => port1)
  const data: JobData = { job, helpers }
  return [
    thread('bid-worker', data, helpers),
    ...channels.map(({ port2 }) => thread('block-worker', { port: port2 }, [port2])),
  ]
}

const inThreads = async (job: Job, { onDone, signal }: JobOptions): Promise<unknown> => {
  const threads = startThreads(job)
  let stop = (): void => undefined
  try {
    return await new Promise<unknown>((resolve, reject) => {
      stop = () => reject(new AppError('cancelled'))
      signal?.addEventListener('abort', stop, { once: true })
      threads[0].on('message', (message: JobMessage) => {
        if ('done' in message) onDone?.(message.done)
        else if ('error' in message) reject(new AppError(message.error.code, message.error.details))
        else resolve(message.output)
      })
      for (const worker of threads) worker.on('error', (error) => reject(new AppError('internal', {}, error)))
      threads[0].on('exit', () => reject(new AppError('internal', { reason: 'worker ended' })))
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    await Promise.all(threads.map((worker) => worker.terminate()))
  }
}

/**
 * Runs a job in threads of its own, or here when it is over before a thread would have started.
 * Rejects with the job's error, or `cancelled` as soon as the signal says so; then the threads have
 * ended and their files are closed, so that they can be removed.
 */
export const runJob = async <K extends keyof Jobs>(
  kind: K,
  input: Jobs[K]['input'],
  options: JobOptions,
): Promise<Jobs[K]['output']> => {
  const { size, signal, onDone } = options
  onDone?.(0)
  if (signal?.aborted === true) throw new AppError('cancelled')
  const job = { kind, input } as Job
  const here = (): Promise<unknown> => perform(job, { helpers: [], report: (done) => onDone?.(done) })
  return (await (size <= BLOCK_LENGTH ? here() : inThreads(job, options))) as Jobs[K]['output']
}
