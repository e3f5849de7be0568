/** The thread behind a Digester: digests what it is told in the order it is told. */
import { createHash, type Hash } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

export interface DigestOrder {
  /** Streams are told apart by number. */
  readonly stream: number
  /** More bytes of the running digest, or null: answer with the digest and begin anew. */
  readonly bytes: Uint8Array<SharedArrayBuffer> | null
}

const running = new Map<number, Hash>()

parentPort?.on('message', ({ stream, bytes }: DigestOrder) => {
  const hash = running.get(stream) ?? createHash('sha256')
  if (bytes === null) running.delete(stream)
  else running.set(stream, hash.update(bytes))
  parentPort?.postMessage(bytes === null ? new Uint8Array(hash.digest()) : null)
})
