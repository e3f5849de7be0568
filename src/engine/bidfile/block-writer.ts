import type { FileHandle } from 'node:fs/promises'
import { BLOCK_LENGTH } from '#core/bidfile/body'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'
import { writeWhole } from '../files/io.ts'

const BUFFERS = 3
/** Bytes after which the file is synced in the background, so that the last fsync has little left to do. */
const SYNC_EVERY = 64 * 1024 * 1024

/** Writes a body in blocks of 4 MiB, which another thread digests while the caller goes on. Blocks: for a worker thread. */
export class BlockWriter {
  readonly #handle: FileHandle
  readonly #offset: number
  readonly #stream: DigestStream
  readonly #free: SharedBytes[] = Array.from({ length: BUFFERS }, () => sharedBytes(BLOCK_LENGTH))
  readonly #digests: Promise<Bytes>[] = []
  readonly #busy = new Set<Promise<unknown>>()
  #current: SharedBytes | undefined
  #filled = 0
  #unsynced = 0
  #syncing: Promise<void> = Promise.resolve()
  #failure: Error | null = null

  /** @param offset where in the file the body begins */
  constructor(handle: FileHandle, offset: number, stream: DigestStream) {
    this.#handle = handle
    this.#offset = offset
    this.#stream = stream
  }

  /** Waits until a whole block can be appended without waiting. Rejects with what a background sync has met. */
  async ready(): Promise<void> {
    while (this.#free.length === 0 && this.#busy.size > 0) await Promise.race(this.#busy)
    if (this.#failure !== null) throw this.#failure
  }

  /** Takes bytes, at most one block between two calls of `ready`. Throws what writing meets. */
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

  /** Writes what is left and returns the SHA-256 of every block. The file's end is not synced. */
  async close(): Promise<readonly Bytes[]> {
    if (this.#current !== undefined && this.#filled > 0) this.#flush(this.#current)
    await this.#syncing
    if (this.#failure !== null) throw this.#failure
    return Promise.all(this.#digests)
  }

  /** Waits for what still uses the file. */
  async abandon(): Promise<void> {
    await this.#syncing
  }

  #flush(buffer: SharedBytes): void {
    const block = buffer.subarray(0, this.#filled)
    const position = this.#offset + this.#digests.length * BLOCK_LENGTH
    const digest = this.#stream.end(block)
    const busy: Promise<unknown> = digest
      .catch(() => undefined)
      .then(() => {
        this.#free.push(buffer)
        this.#busy.delete(busy)
      })
    this.#busy.add(busy)
    this.#digests.push(digest)
    this.#current = undefined
    this.#filled = 0
    writeWhole(this.#handle.fd, block, position)
    this.#sync(block.length)
  }

  #sync(written: number): void {
    this.#unsynced += written
    if (this.#unsynced < SYNC_EVERY) return
    this.#unsynced = 0
    this.#syncing = this.#syncing
      .then(() => this.#handle.datasync())
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new AppError('internal', {}, error)
      })
  }
}
