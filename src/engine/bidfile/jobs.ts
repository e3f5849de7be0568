/** The work on whole bid files that keeps a thread busy. */
import type { MessagePort } from 'node:worker_threads'
import type { Sha256 } from '#core/bytes/digest'
import { decrypt, type DecryptInput, type DecryptOutput } from './decrypt.ts'
import { digestFile, type DigestInput } from './digest-file.ts'
import { encrypt, type EncryptInput, type EncryptOutput } from './encrypt.ts'

export interface Jobs {
  readonly encrypt: { readonly input: EncryptInput; readonly output: EncryptOutput }
  readonly decrypt: { readonly input: DecryptInput; readonly output: DecryptOutput }
  readonly digest: { readonly input: DigestInput; readonly output: Sha256 }
}

export type Job = { [K in keyof Jobs]: { readonly kind: K; readonly input: Jobs[K]['input'] } }[keyof Jobs]

export interface JobContext {
  /** Ports to threads of `block-worker`; there may be none. */
  readonly helpers: readonly MessagePort[]
  /** Takes the bytes of payload worked on so far. */
  readonly report: (done: number) => void
}

/** Does a job in this thread and blocks it. */
export const perform = (job: Job, context: JobContext): Promise<Jobs[keyof Jobs]['output']> => {
  if (job.kind === 'encrypt') return encrypt(job.input, context)
  return job.kind === 'decrypt' ? decrypt(job.input, context) : digestFile(job.input)
}
