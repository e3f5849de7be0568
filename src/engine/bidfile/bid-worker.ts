/** The thread of a job; one job, then it ends. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { errorShape, type ErrorShape } from '#core/errors'
import { perform, type Job } from './jobs.ts'

export interface JobData {
  readonly job: Job
  /** To the threads that help with it. */
  readonly helpers: readonly MessagePort[]
}

export type JobMessage = { readonly done: number } | { readonly output: unknown } | { readonly error: ErrorShape }

const REPORT_EVERY = 50

const post = (message: JobMessage): void => parentPort?.postMessage(message)

let reported = 0
const report = (done: number): void => {
  const now = performance.now()
  if (now - reported < REPORT_EVERY) return
  reported = now
  post({ done })
}

const { job, helpers } = workerData as JobData

perform(job, { helpers, report }).then(
  (output) => post({ output }),
  (error: unknown) => post({ error: errorShape(error) }),
)
