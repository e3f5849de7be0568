/** The thread behind a Digester: digests what it is told in the order it is told. */
import { createHash, type Hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

export interface DigestOrder {
  /** Streams are told apart by number. */
  readonly stream: number
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** Whether these bytes end the running digest: it is answered, and a new one begins. */
  readonly end: boolean
}

/** The digest at an end, null otherwise. */
export type DigestAnswer = Uint8Array<ArrayBuffer> | null

const running = new Map<number, Hash>()

parentPort?.on('message', ({ stream, bytes, end }: DigestOrder) => {
  const hash = (running.get(stream) ?? createHash('sha256')).update(bytes)
  if (end) running.delete(stream)
  else running.set(stream, hash)
  const answer: DigestAnswer = end ? new Uint8Array(hash.digest()) : null
  parentPort?.postMessage(answer)
})
