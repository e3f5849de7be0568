import { closeSync, fstatSync, openSync } from 'node:fs'
import { CHUNK_LENGTH } from '#core/bidfile/body'
import type { ManifestEntry } from '#core/bidfile/manifest'
import { objectHead } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { fileError } from '../files/errors.ts'
import { sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'
import { readWhole } from '../files/io.ts'

/** 1 MiB: a whole number of chunks. */
export const BATCH_LENGTH = 64 * CHUNK_LENGTH

export interface SourceEntry {
  /** Where the bytes are. */
  readonly path: string
  readonly name: string
  readonly title: string
  readonly role: string
  /** Bytes; the file must have exactly these when it is read. */
  readonly size: number
  /** Where it is known already, it is not computed again here; reading back checks it. */
  readonly sha256: Sha256 | null
}

interface Buffer {
  readonly bytes: SharedBytes
  /** What has to be over before it may be filled again. */
  readonly busy: Promise<void>[]
}

const BUFFERS = 4
const NOTHING = sharedBytes(0)

/** Reads entries as a payload, in batches of 1 MiB, while another thread digests them. Blocks: for a worker thread. */
export class PayloadSource {
  readonly #entries: readonly SourceEntry[]
  readonly #stream: DigestStream
  readonly #finish: (entries: readonly ManifestEntry[]) => Bytes
  readonly #buffers = Array.from({ length: BUFFERS }, (): Buffer => ({ bytes: sharedBytes(BATCH_LENGTH), busy: [] }))
  #turn = 0
  #filled = 0

  /** @param finish makes the manifest's bytes when all entries have been read */
  constructor(
    entries: readonly SourceEntry[],
    stream: DigestStream,
    finish: (entries: readonly ManifestEntry[]) => Bytes,
  ) {
    this.#entries = entries
    this.#stream = stream
    this.#finish = finish
  }

  /**
   * Each batch is valid until the next is asked for; the last one is shorter than 1 MiB. Throws
   * `document-changed` or fileError.
   */
  async *batches(): AsyncGenerator<Uint8Array> {
    const digests: (Sha256 | Promise<Bytes>)[] = []
    for (const entry of this.#entries) {
      yield* this.#put(objectHead('entry', entry.name, entry.size))
      yield* this.#read(entry)
      digests.push(entry.sha256 ?? this.#stream.end(NOTHING))
    }
    const found = await Promise.all(digests)
    const manifest = this.#finish(
      this.#entries.map(({ name, title, role, size }, index) => {
        const digest = found[index] ?? NOTHING
        return { name, title, role, size, sha256: typeof digest === 'string' ? digest : sha256Hex(digest) }
      }),
    )
    yield* this.#put(objectHead('manifest', '', manifest.length))
    yield* this.#put(manifest)
    yield this.#take()
  }

  get #current(): Buffer {
    return this.#buffers[this.#turn % BUFFERS]!
  }

  #take(): Uint8Array {
    const full = this.#current.bytes.subarray(0, this.#filled)
    this.#turn++
    this.#filled = 0
    return full
  }

  /** Waits until nobody reads the current buffer any more, when it is about to be filled anew. */
  async #free(): Promise<void> {
    if (this.#filled === 0) await Promise.all(this.#current.busy.splice(0))
  }

  async *#put(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length;) {
      await this.#free()
      const piece = bytes.subarray(at, at + BATCH_LENGTH - this.#filled)
      this.#current.bytes.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled === BATCH_LENGTH) yield this.#take()
    }
  }

  async *#read({ path, name, size, sha256 }: SourceEntry): AsyncGenerator<Uint8Array> {
    const file = reading(path, () => openSync(path, 'r'))
    try {
      for (let at = 0; at < size;) {
        await this.#free()
        const { bytes, busy } = this.#current
        const room = bytes.subarray(this.#filled, Math.min(BATCH_LENGTH, this.#filled + size - at))
        const position = at
        if (reading(path, () => readWhole(file, room, position)) < room.length)
          throw new AppError('document-changed', { name })
        if (sha256 === null) busy.push(this.#stream.update(room))
        this.#filled += room.length
        at += room.length
        if (this.#filled === BATCH_LENGTH) yield this.#take()
      }
      if (reading(path, () => fstatSync(file).size) !== size) throw new AppError('document-changed', { name })
    } finally {
      closeSync(file)
    }
  }
}

const reading = <T>(path: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}
