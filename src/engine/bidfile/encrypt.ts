/** The part of packing that runs in the worker: reads the entries, writes the encrypted body and the twin's. */
import { open } from 'node:fs/promises'
import { bodyContext, bodyLength, CHUNK_LENGTH, deriveBodyKeys } from '#core/bidfile/body'
import type { Manifest } from '#core/bidfile/manifest'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { withFileErrors } from '../files/errors.ts'
import { BlockWriter } from './block-writer.ts'
import { chunkKeys, sealChunk, type ChunkKeys } from './chunks.ts'
import { Digester } from './digester.ts'
import { writeFully } from '../files/io.ts'
import { BATCH_LENGTH, PayloadSource, type SourceEntry } from './payload-source.ts'

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

/** Only the last batch is shorter than 1 MiB; it ends with a chunk that is shorter than others, perhaps empty. */
const sealBatch = (keys: ChunkKeys, first: number, batch: Uint8Array, writer: BlockWriter): void => {
  const end = batch.length < BATCH_LENGTH ? batch.length + 1 : batch.length
  for (let at = 0, index = first; at < end; at += CHUNK_LENGTH, index++)
    sealChunk(keys, index, batch.subarray(at, at + CHUNK_LENGTH), (piece) => writer.append(piece))
}

interface Clear {
  /** Writes the next bytes of the payload. */
  write(bytes: Uint8Array, done: number): Promise<void>
  close(): Promise<void>
}

const openTwin = async (twin: EncryptInput['twin']): Promise<Clear> => {
  if (twin === null) return { write: () => Promise.resolve(), close: () => Promise.resolve() }
  const { target, prefix } = twin
  const handle = await withFileErrors(target, 'write', () => open(target, 'r+'))
  const put = (bytes: Uint8Array, position: number): Promise<void> =>
    withFileErrors(target, 'write', () => writeFully(handle, bytes, position))
  await put(prefix, 0)
  return { write: (bytes, done) => put(bytes, prefix.length + done), close: () => handle.close() }
}

/**
 * Encrypts entries into the target and, in the same pass, writes them in clear into the twin.
 * Rejects with `document-changed` when a file is not as long as announced, or with fileError.
 * Neither file is synced or finished here.
 */
export const encrypt = async (input: EncryptInput, report: (done: number) => void): Promise<EncryptOutput> => {
  const { prefix, salt, target } = input
  const bodyKeys = await deriveBodyKeys(input.fileKey, salt, await bodyContext(prefix))
  const keys = chunkKeys(bodyKeys)
  const digester = new Digester()
  const handle = await withFileErrors(target, 'write', () => open(target, 'r+'))
  const twin = await openTwin(input.twin)
  const writer = new BlockWriter(handle, prefix.length, digester.stream())
  try {
    writer.append(salt)
    writer.append(bodyKeys.commitment)
    let manifest: Bytes = new Uint8Array()
    let done = 0
    const source = new PayloadSource(input.entries, digester.stream(), (entries) => {
      manifest = canonicalBytes({ ...input.manifest, entries })
      return manifest
    })
    for await (const batch of source.batches()) {
      const copied = twin.write(batch, done)
      copied.catch(() => undefined)
      await withFileErrors(target, 'write', async () => {
        await writer.ready()
        sealBatch(keys, done / CHUNK_LENGTH, batch, writer)
      })
      await copied
      done += batch.length
      report(done)
    }
    const blocks = await withFileErrors(target, 'write', () => writer.close())
    return { manifest, bodyLength: bodyLength(done), payloadLength: done, blocks }
  } finally {
    await writer.abandon()
    await digester.close()
    await handle.close()
    await twin.close()
  }
}
