import { Worker } from 'node:worker_threads'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import type { DigestAnswer, DigestOrder } from './digest-worker.ts'

/** Memory that threads share: bytes are digested in place while the owner goes on. */
export type SharedBytes = Uint8Array<SharedArrayBuffer>

export const sharedBytes = (length: number): SharedBytes => new Uint8Array(new SharedArrayBuffer(length))

/** SHA-256 of one run of bytes after another. */
export interface DigestStream {
  /** Adds bytes to the running digest. They must not change before the promise is resolved. */
  update(bytes: SharedBytes): Promise<void>
  /** Adds the last bytes and gives the digest of everything since the one before. */
  end(bytes: SharedBytes): Promise<Bytes>
  /** Does what `end` does and writes these bytes to the file. Rejects with fileError. */
  endAndWrite(bytes: SharedBytes, position: number): Promise<Bytes>
}

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './digest-worker.ts' : './digest-worker.js', import.meta.url)

interface Waiting {
  readonly resolve: (digest: Bytes | null) => void
  readonly reject: (error: unknown) => void
}

/** A thread that digests and, given an existing file, writes to it. */
export class Digester {
  readonly #worker: Worker
  readonly #waiting: Waiting[] = []
  #streams = 0

  constructor(file: string | null = null) {
    this.#worker = new Worker(workerUrl(), { workerData: file, resourceLimits: { maxYoungGenerationSizeMb: 2 } })
    this.#worker.on('message', ({ digest, error }: DigestAnswer) => {
      const waiting = this.#waiting.shift()
      if (error === null) waiting?.resolve(digest)
      else waiting?.reject(new AppError(error.code, error.details))
    })
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  /** A new stream; several may run side by side. */
  stream(): DigestStream {
    const stream = this.#streams++
    const end = async (bytes: SharedBytes, position: number | null): Promise<Bytes> =>
      (await this.#order({ stream, bytes, end: true, position })) ?? new Uint8Array()
    return {
      update: async (bytes) => {
        await this.#order({ stream, bytes, end: false, position: null })
      },
      end: (bytes) => end(bytes, null),
      endAndWrite: end,
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #order(order: DigestOrder): Promise<Bytes | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(order)
    })
  }
}
