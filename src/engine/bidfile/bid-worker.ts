/** The thread that encrypts or decrypts; one job, then it ends. */
import { parentPort, workerData } from 'node:worker_threads'
import { errorShape, type ErrorShape } from '#core/errors'
import { decrypt, type DecryptInput, type DecryptOutput } from './decrypt.ts'
import { encrypt, type EncryptInput, type EncryptOutput } from './encrypt.ts'

/** What the worker can do. */
export interface Jobs {
  readonly encrypt: { readonly input: EncryptInput; readonly output: EncryptOutput }
  readonly decrypt: { readonly input: DecryptInput; readonly output: DecryptOutput }
}

export type Job = { [K in keyof Jobs]: { readonly kind: K; readonly input: Jobs[K]['input'] } }[keyof Jobs]
export type JobMessage = { readonly done: number } | { readonly output: unknown } | { readonly error: ErrorShape }

const REPORT_EVERY = 50

const run = (job: Job, report: (done: number) => void): Promise<unknown> =>
  job.kind === 'encrypt' ? encrypt(job.input, report) : decrypt(job.input, report)

const post = (message: JobMessage): void => parentPort?.postMessage(message)

let reported = 0
const report = (done: number): void => {
  const now = performance.now()
  if (now - reported < REPORT_EVERY) return
  reported = now
  post({ done })
}

run(workerData as Job, report).then(
  (output) => post({ output }),
  (error: unknown) => post({ error: errorShape(error) }),
)
