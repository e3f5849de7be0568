import { BLOCK_LENGTH } from '#core/bidfile/body'
import type { Bytes } from '#core/bytes/bytes'
import { sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'

const BUFFERS = 4

/** Collects a body into blocks of 4 MiB, which another thread digests and writes while the caller goes on. */
export class BlockWriter {
  readonly #offset: number
  readonly #stream: DigestStream
  readonly #free: SharedBytes[] = Array.from({ length: BUFFERS }, () => sharedBytes(BLOCK_LENGTH))
  readonly #digests: Promise<Bytes>[] = []
  readonly #busy = new Set<Promise<void>>()
  #current: SharedBytes | undefined
  #filled = 0
  #failure: unknown = null

  /** @param offset where in the stream's file the body begins */
  constructor(stream: DigestStream, offset: number) {
    this.#stream = stream
    this.#offset = offset
  }

  /** Waits until a whole block can be appended without waiting. Rejects with what a write before has met. */
  async ready(): Promise<void> {
    while (this.#free.length === 0 && this.#busy.size > 0) await Promise.race(this.#busy)
    if (this.#failure !== null) throw this.#failure
  }

  /** Takes bytes, at most one block between two calls of `ready`. */
  append(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      this.#current ??= this.#free.pop()
      if (this.#current === undefined) throw new RangeError('append without ready')
      const room = BLOCK_LENGTH - this.#filled
      const piece = at === 0 && bytes.length <= room ? bytes : bytes.subarray(at, at + room)
      this.#current.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled === BLOCK_LENGTH) this.#flush(this.#current)
    }
  }

  /** Writes what is left and returns the SHA-256 of every block. Nothing is synced. */
  async close(): Promise<readonly Bytes[]> {
    if (this.#current !== undefined && this.#filled > 0) this.#flush(this.#current)
    while (this.#busy.size > 0) await Promise.race(this.#busy)
    if (this.#failure !== null) throw this.#failure
    return Promise.all(this.#digests)
  }

  #flush(buffer: SharedBytes): void {
    const position = this.#offset + this.#digests.length * BLOCK_LENGTH
    const digest = this.#stream.endAndWrite(buffer.subarray(0, this.#filled), position)
    this.#digests.push(digest)
    this.#current = undefined
    this.#filled = 0
    const work: Promise<void> = digest
      .then(() => undefined)
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#free.push(buffer)
        this.#busy.delete(work)
      })
    this.#busy.add(work)
  }
}
