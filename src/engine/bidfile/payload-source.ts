import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { CHUNK_LENGTH } from '#core/bidfile/body'
import type { ManifestEntry } from '#core/bidfile/manifest'
import { objectHead } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { fileError } from '../files/errors.ts'
import { readWhole } from './io.ts'

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

/** Reads entries as a payload, in batches of 1 MiB; the last one is shorter. Blocks: for a worker thread. */
export class PayloadSource {
  readonly #entries: readonly SourceEntry[]
  readonly #finish: (entries: readonly ManifestEntry[]) => Bytes
  readonly #batch = new Uint8Array(BATCH_LENGTH)
  #filled = 0

  /** @param finish makes the manifest's bytes when all entries have been read */
  constructor(entries: readonly SourceEntry[], finish: (entries: readonly ManifestEntry[]) => Bytes) {
    this.#entries = entries
    this.#finish = finish
  }

  /** Each batch is valid until the next is asked for. Throws `document-changed` or fileError. */
  *batches(): Generator<Uint8Array> {
    const listed: ManifestEntry[] = []
    for (const entry of this.#entries) {
      const { name, title, role, size } = entry
      yield* this.#put(objectHead('entry', name, size))
      listed.push({ name, title, role, size, sha256: yield* this.#read(entry) })
    }
    const manifest = this.#finish(listed)
    yield* this.#put(objectHead('manifest', '', manifest.length))
    yield* this.#put(manifest)
    yield this.#take()
  }

  #take(): Uint8Array {
    const full = this.#batch.subarray(0, this.#filled)
    this.#filled = 0
    return full
  }

  *#put(bytes: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + BATCH_LENGTH - this.#filled)
      this.#batch.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled === BATCH_LENGTH) yield this.#take()
    }
  }

  *#read({ path, name, size, sha256 }: SourceEntry): Generator<Uint8Array, Sha256> {
    const hash = sha256 === null ? createHash('sha256') : null
    const file = reading(path, () => openSync(path, 'r'))
    try {
      for (let at = 0; at < size;) {
        const room = this.#batch.subarray(this.#filled, Math.min(BATCH_LENGTH, this.#filled + size - at))
        const position = at
        if (reading(path, () => readWhole(file, room, position)) < room.length)
          throw new AppError('document-changed', { name })
        hash?.update(room)
        this.#filled += room.length
        at += room.length
        if (this.#filled === BATCH_LENGTH) yield this.#take()
      }
      if (reading(path, () => fstatSync(file).size) !== size) throw new AppError('document-changed', { name })
    } finally {
      closeSync(file)
    }
    return sha256 ?? sha256Hex(hash?.digest() ?? new Uint8Array())
  }
}

const reading = <T>(path: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw fileError(error, path, 'read')
  }
}
