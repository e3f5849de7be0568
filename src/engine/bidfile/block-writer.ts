import type { FileHandle } from 'node:fs/promises'
import { BLOCK_LENGTH } from '#core/bidfile/body'
import type { Bytes } from '#core/bytes/bytes'
import { sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'
import { writeFully } from './io.ts'

const BUFFERS = 3
/** Bytes after which the file is synced in the background, so that the last fsync has little left to do. */
const SYNC_EVERY = 64 * 1024 * 1024

/** Writes a body in blocks of 4 MiB; other threads digest and write them while the caller goes on. */
export class BlockWriter {
  readonly #handle: FileHandle
  readonly #offset: number
  readonly #digester: DigestStream
  readonly #free: SharedBytes[] = Array.from({ length: BUFFERS }, () => sharedBytes(BLOCK_LENGTH))
  readonly #digests: Promise<Bytes>[] = []
  readonly #busy = new Set<Promise<void>>()
  #current: SharedBytes | undefined
  #filled = 0
  #failure: unknown = null
  #unsynced = 0
  #syncing: Promise<void> = Promise.resolve()

  /** @param offset where in the file the body begins */
  constructor(handle: FileHandle, offset: number, digester: DigestStream) {
    this.#handle = handle
    this.#offset = offset
    this.#digester = digester
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
      const piece = bytes.subarray(at, at + BLOCK_LENGTH - this.#filled)
      this.#current.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled === BLOCK_LENGTH) this.#flush(this.#current)
    }
  }

  /** Writes what is left and returns the SHA-256 of every block. */
  async close(): Promise<readonly Bytes[]> {
    if (this.#current !== undefined && this.#filled > 0) this.#flush(this.#current)
    while (this.#busy.size > 0) await Promise.race(this.#busy)
    await this.#syncing
    if (this.#failure !== null) throw this.#failure
    return Promise.all(this.#digests)
  }

  #flush(buffer: SharedBytes): void {
    const block = buffer.subarray(0, this.#filled)
    const position = this.#offset + this.#digests.length * BLOCK_LENGTH
    const digest = Promise.all([this.#digester.update(block), this.#digester.digest()]).then(([, value]) => value)
    this.#digests.push(digest)
    this.#current = undefined
    this.#filled = 0
    const work: Promise<void> = Promise.all([digest, writeFully(this.#handle, block, position)])
      .then(() => this.#sync(block.length))
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#free.push(buffer)
        this.#busy.delete(work)
      })
    this.#busy.add(work)
  }

  #sync(written: number): void {
    this.#unsynced += written
    if (this.#unsynced < SYNC_EVERY) return
    this.#unsynced = 0
    this.#syncing = this.#syncing
      .then(() => this.#handle.datasync())
      .catch((error: unknown) => {
        this.#failure ??= error
      })
  }
}
