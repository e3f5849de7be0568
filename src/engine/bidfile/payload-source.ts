import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync, openSync } from 'node:fs'
import type { ManifestEntry } from '#core/bidfile/manifest'
import { objectHead } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { withFileErrorsSync } from '../files/errors.ts'
import { readWhole } from '../files/io.ts'
import { PIECE_LENGTH } from './pieces.ts'

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

/** Something of the payload that is being read: fills a room as far as it can and returns how far. */
interface Part {
  fill(room: Uint8Array): number
  close(): void
}

const bytesPart = (bytes: Uint8Array): Part => {
  let at = 0
  return {
    fill: (room) => {
      const piece = bytes.subarray(at, at + room.length)
      room.set(piece)
      at += piece.length
      return piece.length
    },
    close: () => undefined,
  }
}

/** @param digest of the bytes, where it is wanted */
const filePart = ({ path, name, size }: SourceEntry, digest: Hash | null): Part => {
  const reading = <T>(work: () => T): T => withFileErrorsSync(path, 'read', work)
  const file = reading(() => openSync(path, 'r'))
  let at = 0
  return {
    fill: (room) => {
      const piece = room.subarray(0, Math.min(PIECE_LENGTH, size - at))
      const isWhole = reading(() => readWhole(file, piece, at)) === piece.length
      at += piece.length
      if (!isWhole || (at === size && reading(() => fstatSync(file).size) !== size))
        throw new AppError('document-changed', { name })
      digest?.update(piece)
      return piece.length
    },
    close: () => closeSync(file),
  }
}

/** Reads entries as a payload. Blocks: for a worker thread. */
export class PayloadSource {
  readonly #parts: Iterator<Part, void>
  #part: Part | null = null

  /** @param finish makes the manifest's bytes when all entries have been read */
  constructor(entries: readonly SourceEntry[], finish: (entries: readonly ManifestEntry[]) => Bytes) {
    this.#parts = payloadParts(entries, finish)
  }

  /** Fills the room with the next bytes. Returns how many there were. Throws `document-changed` or fileError. */
  fill(room: Uint8Array): number {
    let filled = 0
    while (filled < room.length) {
      this.#part ??= this.#parts.next().value ?? null
      if (this.#part === null) break
      const got = this.#part.fill(room.subarray(filled))
      filled += got
      if (got === 0) this.close()
    }
    return filled
  }

  /** Closes the file that is being read. */
  close(): void {
    this.#part?.close()
    this.#part = null
  }
}

function* payloadParts(
  entries: readonly SourceEntry[],
  finish: (entries: readonly ManifestEntry[]) => Bytes,
): Generator<Part, void> {
  const listed: ManifestEntry[] = []
  for (const entry of entries) {
    const { name, title, role, size, sha256 } = entry
    const digest = sha256 === null ? createHash('sha256') : null
    yield bytesPart(objectHead('entry', name, size))
    yield filePart(entry, digest)
    listed.push({ name, title, role, size, sha256: sha256 ?? sha256Hex(digest?.digest() ?? new Uint8Array()) })
  }
  const manifest = finish(listed)
  yield bytesPart(objectHead('manifest', '', manifest.length))
  yield bytesPart(manifest)
}
