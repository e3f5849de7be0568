import { Worker } from 'node:worker_threads'
import type { Bytes } from '#core/bytes/bytes'
import type { DigestOrder } from './digest-worker.ts'

/** Memory that threads share: bytes are digested in place while the owner goes on. */
export type SharedBytes = Uint8Array<SharedArrayBuffer>

export const sharedBytes = (length: number): SharedBytes => new Uint8Array(new SharedArrayBuffer(length))

/** SHA-256 of one run of bytes after another. */
export interface DigestStream {
  /** Adds bytes to the running digest. They must not change before the promise is resolved. */
  update(bytes: SharedBytes): Promise<void>
  /** The digest of everything since the one before. */
  digest(): Promise<Bytes>
}

const workerUrl = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './digest-worker.ts' : './digest-worker.js', import.meta.url)

interface Waiting {
  readonly resolve: (answer: Bytes | null) => void
  readonly reject: (error: unknown) => void
}

/** A thread that digests. */
export class Digester {
  readonly #worker = new Worker(workerUrl(), { resourceLimits: { maxYoungGenerationSizeMb: 2 } })
  readonly #waiting: Waiting[] = []
  #streams = 0

  constructor() {
    this.#worker.on('message', (answer: Bytes | null) => this.#waiting.shift()?.resolve(answer))
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  /** A new stream; several may run side by side. */
  stream(): DigestStream {
    const stream = this.#streams++
    return {
      update: async (bytes) => {
        await this.#order({ stream, bytes })
      },
      digest: async () => (await this.#order({ stream, bytes: null })) ?? new Uint8Array(),
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
