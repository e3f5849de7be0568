import { Worker } from 'node:worker_threads'
import type { Bytes } from '#core/bytes/bytes'
import type { DigestAnswer, DigestOrder } from './digest-worker.ts'

/** Memory that threads share: bytes are digested in place while the owner goes on. */
export type SharedBytes = Uint8Array<SharedArrayBuffer>

export const sharedBytes = (length: number): SharedBytes => new Uint8Array(new SharedArrayBuffer(length))

/** SHA-256 of one run of bytes after another. Bytes must not change before the promise is resolved. */
export interface DigestStream {
  /** Adds bytes to the running digest. */
  update(bytes: SharedBytes): Promise<void>
  /** Adds the last bytes and gives the digest of everything since the one before. */
  end(bytes: SharedBytes): Promise<Bytes>
}

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './digest-worker.ts' : './digest-worker.js', import.meta.url)

interface Waiting {
  readonly resolve: (answer: DigestAnswer) => void
  readonly reject: (error: unknown) => void
}

/** A thread that digests. */
export class Digester {
  readonly #worker = new Worker(workerUrl(), { resourceLimits: { maxYoungGenerationSizeMb: 2 } })
  readonly #waiting: Waiting[] = []
  #streams = 0

  constructor() {
    this.#worker.on('message', (answer: DigestAnswer) => this.#waiting.shift()?.resolve(answer))
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  /** A new stream; several may run side by side. */
  stream(): DigestStream {
    const stream = this.#streams++
    return {
      update: async (bytes) => {
        await this.#order({ stream, bytes, end: false })
      },
      end: async (bytes) => (await this.#order({ stream, bytes, end: true })) ?? new Uint8Array(),
    }
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #order(order: DigestOrder): Promise<DigestAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(order)
    })
  }
}
