/** The thread behind a Digester: digests, and writes, what it is told in the order it is told. */
import { createHash, type Hash } from 'node:crypto'
import { openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { errorShape, type ErrorShape } from '#core/errors'
import { fileError } from '../files/errors.ts'
import { writeWhole } from './io.ts'

export interface DigestOrder {
  /** Streams are told apart by number. */
  readonly stream: number
  readonly bytes: Uint8Array<SharedArrayBuffer>
  /** Whether these bytes end the running digest: it is answered, and a new one begins. */
  readonly end: boolean
  /** Where in the file the bytes are written to, too. */
  readonly position: number | null
}

export interface DigestAnswer {
  readonly digest: Uint8Array<ArrayBuffer> | null
  readonly error: ErrorShape | null
}

const running = new Map<number, Hash>()
const path = typeof workerData === 'string' ? workerData : null
let file: number | null = null

const write = (bytes: Uint8Array, position: number): void => {
  if (path === null) return
  try {
    file ??= openSync(path, 'r+')
    writeWhole(file, bytes, position)
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

const obey = ({ stream, bytes, end, position }: DigestOrder): DigestAnswer => {
  const hash = running.get(stream) ?? createHash('sha256')
  hash.update(bytes)
  if (position !== null) write(bytes, position)
  if (end) running.delete(stream)
  else running.set(stream, hash)
  return { digest: end ? new Uint8Array(hash.digest()) : null, error: null }
}

parentPort?.on('message', (order: DigestOrder) => {
  try {
    parentPort?.postMessage(obey(order))
  } catch (error) {
    parentPort?.postMessage({ digest: null, error: errorShape(error) })
  }
})
