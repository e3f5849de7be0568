/** The part of packing that runs in the worker: reads the entries, writes the encrypted body and the twin's. */
import { open } from 'node:fs/promises'
import { bodyContext, bodyLength, CHUNK_LENGTH, deriveBodyKeys } from '#core/bidfile/body'
import type { Manifest, ManifestEntry } from '#core/bidfile/manifest'
import { objectHead } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { sha256Hex } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { BlockWriter } from './block-writer.ts'
import { chunkKeys, sealChunk, type ChunkKeys } from './chunks.ts'
import { Digester, sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'
import { readAhead, readFully, writeFully } from './io.ts'

const BATCH = 64 * CHUNK_LENGTH

export interface SourceEntry {
  /** Where the bytes are. */
  readonly path: string
  readonly name: string
  readonly title: string
  readonly role: string
  /** Bytes; the file must have exactly these when it is read. */
  readonly size: number
}

export interface EncryptInput {
  readonly entries: readonly SourceEntry[]
  /** The manifest without its entries. */
  readonly manifest: Omit<Manifest, 'entries'>
  readonly fileKey: Bytes
  readonly salt: Bytes
  /** An existing empty file, and what stands before the body. */
  readonly target: string
  readonly prefix: Bytes
  readonly twin: { readonly target: string; readonly prefix: Bytes } | null
}

export interface EncryptOutput {
  readonly manifest: Bytes
  readonly bodyLength: number
  readonly payloadLength: number
  /** SHA-256 of every 4 MiB of the body. */
  readonly blocks: readonly Bytes[]
}

const BUFFERS = 4

/** Collects the payload in batches of 1 MiB, in buffers by turns; a digester reads them meanwhile. */
class PayloadSource {
  readonly #digester: DigestStream
  readonly #buffers = Array.from({ length: BUFFERS }, () => ({
    bytes: sharedBytes(BATCH),
    digested: [] as Promise<void>[],
  }))
  #turn = 0
  #filled = 0

  constructor(digester: DigestStream) {
    this.#digester = digester
  }

  /** Batches stay valid until the next but one is asked for. The last one is shorter than 1 MiB. */
  async *batches(
    entries: readonly SourceEntry[],
    finish: (entries: readonly ManifestEntry[]) => Bytes,
  ): AsyncGenerator<SharedBytes> {
    const digests: Promise<Bytes>[] = []
    for (const entry of entries) {
      yield* this.#put(objectHead('entry', entry.name, entry.size))
      yield* this.#read(entry)
      digests.push(this.#digester.digest())
    }
    const listed = await Promise.all(digests)
    const manifest = finish(
      entries.map(({ name, title, role, size }, index) => {
        return { name, title, role, size, sha256: sha256Hex(listed[index] ?? new Uint8Array()) }
      }),
    )
    yield* this.#put(objectHead('manifest', '', manifest.length))
    yield* this.#put(manifest)
    yield this.#rotate()
  }

  get #current(): { readonly bytes: SharedBytes; digested: Promise<void>[] } {
    return this.#buffers[this.#turn % BUFFERS]!
  }

  #rotate(): SharedBytes {
    const full = this.#current.bytes.subarray(0, this.#filled)
    this.#turn++
    this.#filled = 0
    return full
  }

  async *#put(bytes: Uint8Array): AsyncGenerator<SharedBytes> {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + BATCH - this.#filled)
      await this.#free()
      this.#current.bytes.set(piece, this.#filled)
      this.#filled += piece.length
      at += piece.length
      if (this.#filled === BATCH) yield this.#rotate()
    }
  }

  async *#read({ path, name, size }: SourceEntry): AsyncGenerator<SharedBytes> {
    const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
    try {
      for (let at = 0; at < size;) {
        await this.#free()
        const room = this.#current.bytes.subarray(this.#filled, Math.min(BATCH, this.#filled + size - at))
        const got = await withFileErrors(path, 'read', () => readFully(handle, room, at))
        if (got < room.length) throw new AppError('document-changed', { name })
        this.#current.digested.push(this.#digester.update(room))
        this.#filled += got
        at += got
        if (this.#filled === BATCH) yield this.#rotate()
      }
      if ((await handle.stat()).size !== size) throw new AppError('document-changed', { name })
    } finally {
      await handle.close()
    }
  }

  /** Waits until nobody reads the current buffer any more, when it is about to be filled from the start. */
  async #free(): Promise<void> {
    if (this.#filled > 0) return
    await Promise.all(this.#current.digested)
    this.#current.digested = []
  }
}

/** Only the last batch is shorter than 1 MiB; it ends with a chunk that is shorter than others, perhaps empty. */
const sealBatch = (keys: ChunkKeys, first: number, batch: Uint8Array, writer: BlockWriter): void => {
  const end = batch.length < BATCH ? batch.length + 1 : batch.length
  for (let at = 0, index = first; at < end; at += CHUNK_LENGTH, index++)
    sealChunk(keys, index, batch.subarray(at, at + CHUNK_LENGTH), (piece) => writer.append(piece))
}

/**
 * Encrypts entries into the target and, in the same pass, writes them in clear into the twin.
 * Rejects with `document-changed` when a file is not as long as announced, or with fileError.
 * Neither file is synced or finished here.
 */
export const encrypt = async (input: EncryptInput, report: (done: number) => void): Promise<EncryptOutput> => {
  const keys = await deriveBodyKeys(input.fileKey, input.salt, await bodyContext(input.prefix))
  const chunks = chunkKeys(keys)
  const { target, twin } = input
  const handle = await withFileErrors(target, 'write', () => open(target, 'r+'))
  const twinHandle = twin === null ? null : await withFileErrors(twin.target, 'write', () => open(twin.target, 'r+'))
  const digester = new Digester()
  try {
    await writeFully(handle, input.prefix, 0)
    if (twin !== null && twinHandle !== null) await writeFully(twinHandle, twin.prefix, 0)
    const writer = new BlockWriter(handle, input.prefix.length, digester.stream())
    await writer.ready()
    writer.append(input.salt)
    writer.append(keys.commitment)
    let manifest: Bytes = new Uint8Array()
    let done = 0
    const payload = new PayloadSource(digester.stream()).batches(input.entries, (entries) => {
      manifest = canonicalBytes({ ...input.manifest, entries })
      return manifest
    })
    for await (const batch of readAhead(payload)) {
      const copied =
        twin === null || twinHandle === null ? null : writeFully(twinHandle, batch, twin.prefix.length + done)
      copied?.catch(() => undefined)
      await withFileErrors(target, 'write', () => writer.ready())
      sealBatch(chunks, done / CHUNK_LENGTH, batch, writer)
      await withFileErrors(twin?.target ?? '', 'write', () => copied ?? Promise.resolve())
      done += batch.length
      report(done)
    }
    const blocks = await withFileErrors(target, 'write', () => writer.close())
    return { manifest, bodyLength: bodyLength(done), payloadLength: done, blocks }
  } finally {
    await digester.close()
    await handle.close()
    await twinHandle?.close()
  }
}
