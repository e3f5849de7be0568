/** All jobs of the engine: those that run, and the last ones that are over. */
import { randomBytes } from 'node:crypto'
import { AppError } from '#core/errors'
import type { JobKind, JobView } from '#ipc/views'
import { startJob, type Job, type Work } from './job.ts'

/** Jobs that are over and can still be asked about. */
const REMEMBERED = 50
const ID_LENGTH = 12

export interface JobRegistry {
  /**
   * Starts a job and returns its id. A project has one job at a time: an older one that still runs
   * is cancelled, and is over before the new one begins.
   */
  start(kind: JobKind, project: string | null, work: Work): string
  /** Rejects with `job-not-found`, as the others do. */
  read(id: string): JobView
  cancel(id: string): Promise<void>
  showAgain(id: string): void
  /** Cancels everything and waits for it. */
  close(): Promise<void>
}

/** @param now milliseconds since 1970 */
export const openJobs = (now: () => number, onChange: (view: JobView) => void): JobRegistry => {
  const jobs = new Map<string, Job>()
  let closed = false

  const find = (id: string): Job => {
    const job = jobs.get(id)
    if (job === undefined) throw new AppError('job-not-found')
    return job
  }
  const isRunning = (job: Job): boolean => job.view().state === 'running'
  const forget = (): void => {
    const over = [...jobs].filter(([, job]) => !isRunning(job))
    for (const [id] of over.slice(0, Math.max(0, over.length - REMEMBERED))) jobs.delete(id)
  }

  return {
    start: (kind, project, work) => {
      if (closed) throw new AppError('engine-stopped')
      const before = [...jobs.values()].filter((job) => project !== null && job.project === project && isRunning(job))
      const cancelled = Promise.all(before.map((job) => job.cancel()))
      const id = randomBytes(ID_LENGTH).toString('hex')
      const inTurn: Work = async (context) => {
        await cancelled
        context.signal.throwIfAborted()
        await work(context)
      }
      jobs.set(id, startJob({ id, kind, project, work: inTurn, now, onChange }))
      forget()
      return id
    },
    read: (id) => find(id).view(),
    cancel: (id) => find(id).cancel(),
    showAgain: (id) => find(id).showAgain(),
    close: async () => {
      closed = true
      await Promise.all([...jobs.values()].map((job) => job.cancel()))
    },
  }
}
