/** The part of packing that runs in the worker: reads the entries, writes the encrypted body and the twin's. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { bodyContext, bodyLength, CHUNK_LENGTH, deriveBodyKeys, type BodyKeys } from '#core/bidfile/body'
import { manifestBytes, type Manifest, type ManifestEntry } from '#core/bidfile/manifest'
import { objectHead } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { sha256Hex } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { BlockWriter } from './block-writer.ts'
import { sealChunk } from './chunks.ts'
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

/** Collects the payload in batches of 1 MiB, in two buffers by turns. */
async function* batches(
  entries: readonly SourceEntry[],
  finish: (entries: readonly ManifestEntry[]) => Bytes,
): AsyncGenerator<Uint8Array> {
  const buffers = [new Uint8Array(BATCH), new Uint8Array(BATCH)] as const
  let turn: 0 | 1 = 0
  let filled = 0
  const listed: ManifestEntry[] = []

  const rotate = (): Uint8Array => {
    const full = buffers[turn].subarray(0, filled)
    turn = turn === 0 ? 1 : 0
    filled = 0
    return full
  }
  function* put(bytes: Uint8Array): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length;) {
      const piece = bytes.subarray(at, at + BATCH - filled)
      buffers[turn].set(piece, filled)
      filled += piece.length
      at += piece.length
      if (filled === BATCH) yield rotate()
    }
  }

  for (const { path, name, title, role, size } of entries) {
    yield* put(objectHead('entry', name, size))
    const hash = createHash('sha256')
    const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
    try {
      for (let at = 0; at < size;) {
        const room = buffers[turn].subarray(filled, Math.min(BATCH, filled + size - at))
        const got = await withFileErrors(path, 'read', () => readFully(handle, room, at))
        if (got < room.length) throw new AppError('document-changed', { name })
        hash.update(room)
        filled += got
        at += got
        if (filled === BATCH) yield rotate()
      }
      if ((await handle.stat()).size !== size) throw new AppError('document-changed', { name })
    } finally {
      await handle.close()
    }
    listed.push({ name, title, role, size, sha256: sha256Hex(hash.digest()) })
  }
  const manifest = finish(listed)
  yield* put(objectHead('manifest', '', manifest.length))
  yield* put(manifest)
  yield rotate()
}

/** Only the last batch is shorter than 1 MiB; it ends with a chunk that is shorter than others, perhaps empty. */
const sealBatch = (keys: BodyKeys, first: number, batch: Uint8Array, writer: BlockWriter): void => {
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
  const { target, twin } = input
  const handle = await withFileErrors(target, 'write', () => open(target, 'r+'))
  const twinHandle = twin === null ? null : await withFileErrors(twin.target, 'write', () => open(twin.target, 'r+'))
  try {
    await writeFully(handle, input.prefix, 0)
    if (twin !== null && twinHandle !== null) await writeFully(twinHandle, twin.prefix, 0)
    const writer = new BlockWriter(handle, input.prefix.length)
    await writer.ready()
    writer.append(input.salt)
    writer.append(keys.commitment)
    let manifest: Bytes = new Uint8Array()
    let done = 0
    const payload = batches(input.entries, (entries) => {
      manifest = manifestBytes({ ...input.manifest, entries: [...entries] })
      return manifest
    })
    for await (const batch of readAhead(payload)) {
      const copied =
        twin === null || twinHandle === null ? null : writeFully(twinHandle, batch, twin.prefix.length + done)
      copied?.catch(() => undefined)
      await withFileErrors(target, 'write', () => writer.ready())
      sealBatch(keys, done / CHUNK_LENGTH, batch, writer)
      await withFileErrors(twin?.target ?? '', 'write', () => copied ?? Promise.resolve())
      done += batch.length
      report(done)
    }
    const blocks = await withFileErrors(target, 'write', () => writer.close())
    return { manifest, bodyLength: bodyLength(done), payloadLength: done, blocks }
  } finally {
    await handle.close()
    await twinHandle?.close()
  }
}
