/** The part of opening that runs in the worker: decrypts or copies a payload, checks it, writes the entries. */
import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { blockFault, isDigest } from '#core/bidfile/blocks'
import {
  BLOCK_LENGTH,
  BODY_HEAD_LENGTH,
  CHUNK_LENGTH,
  openBodyHead,
  payloadLength,
  SEALED_CHUNK_LENGTH,
} from '#core/bidfile/body'
import { PayloadReader } from '#core/bidfile/payload'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { chunkKeys, openChunk, type ChunkKeys } from './chunks.ts'
import { Digester, sharedBytes, type DigestStream, type SharedBytes } from './digester.ts'
import { EntrySink, type FoundEntry } from './entry-sink.ts'
import { readWhole } from '../files/io.ts'

export interface DecryptInput {
  readonly path: string
  readonly bodyOffset: number
  readonly bodyLength: number
  /** The sealed SHA-256 of every 4 MiB of an encrypted body, base64url. */
  readonly blocks: readonly string[]
  /** Null for the unencrypted twin. */
  readonly secret: { readonly fileKey: Bytes; readonly context: Bytes } | null
  /** An existing empty folder for the entries, or null to check without writing. */
  readonly folder: string | null
  /** Whether the SHA-256 of the whole file is wanted; costs time. */
  readonly wantsDigest: boolean
}

export interface DecryptOutput {
  /** The manifest's bytes, not parsed yet. */
  readonly manifest: Bytes
  readonly found: readonly FoundEntry[]
  /** Of the whole file, if wanted. */
  readonly sha256: Sha256 | null
  /** Of the whole file. */
  readonly size: number
}

/** Room for the rest of a chunk before the block that completes it. */
const SPARE = SEALED_CHUNK_LENGTH

const cut = (): AppError => new AppError('bid-file-damaged', { part: 'body', reason: 'cut' })

interface Block {
  /** SPARE free bytes, then the block. */
  readonly buffer: SharedBytes
  /** Null in a twin, which has no digests of blocks. */
  readonly digest: Promise<Bytes> | null
}

/** One block is read ahead, one is decrypted in place, one is still being written. */
const BUFFERS = 3

/** Blocks of the body, each checked against its sealed digest first; the next one is digested meanwhile. */
async function* readBlocks(
  file: number,
  input: DecryptInput,
  stream: DigestStream,
  whole: Hash | null,
): AsyncGenerator<SharedBytes> {
  const buffers = Array.from({ length: BUFFERS }, () => sharedBytes(SPARE + BLOCK_LENGTH))
  const read = (index: number): Block | null => {
    const start = index * BLOCK_LENGTH
    if (start >= input.bodyLength) return null
    const length = Math.min(BLOCK_LENGTH, input.bodyLength - start)
    const buffer = buffers[index % BUFFERS]!.subarray(0, SPARE + length)
    const block = buffer.subarray(SPARE)
    if (readWhole(file, block, input.bodyOffset + start) < length) throw cut()
    const digest = input.secret === null ? null : stream.end(block)
    digest?.catch(() => undefined)
    whole?.update(block)
    return { buffer, digest }
  }
  let index = 0
  for (let block = read(0); block !== null; index++) {
    const next = read(index + 1)
    const digest = await block.digest
    if (digest !== null && !isDigest(input.blocks[index] ?? '', digest))
      throw blockFault(input.blocks, index, digest, input.bodyOffset)
    yield block.buffer
    block = next
  }
}

/** Turns blocks into payload bytes, in place. */
async function* decrypted(
  source: AsyncGenerator<SharedBytes>,
  { fileKey, context }: NonNullable<DecryptInput['secret']>,
  bodyOffset: number,
): AsyncGenerator<SharedBytes> {
  const rest = new Uint8Array(SEALED_CHUNK_LENGTH)
  let kept = 0
  let index = 0
  let keys: ChunkKeys | null = null
  const openNext = (chunks: ChunkKeys, sealed: Uint8Array): Uint8Array => {
    const opened = openChunk(chunks, index, sealed)
    if (opened === null) {
      const offset = bodyOffset + BODY_HEAD_LENGTH + index * SEALED_CHUNK_LENGTH
      throw new AppError('bid-file-damaged', { part: 'body', reason: 'not authentic', chunk: index, offset })
    }
    index++
    return opened
  }
  for await (const buffer of source) {
    let at = SPARE - kept
    buffer.set(rest.subarray(0, kept), at)
    if (keys === null) {
      keys = chunkKeys(await openBodyHead(ownBytes(buffer.subarray(at, at + BODY_HEAD_LENGTH)), fileKey, context))
      at += BODY_HEAD_LENGTH
    }
    let filled = 0
    for (; at + SEALED_CHUNK_LENGTH <= buffer.length; at += SEALED_CHUNK_LENGTH) {
      buffer.set(openNext(keys, buffer.subarray(at, at + SEALED_CHUNK_LENGTH)), filled)
      filled += CHUNK_LENGTH
    }
    kept = buffer.length - at
    rest.set(buffer.subarray(at))
    yield buffer.subarray(0, filled)
  }
  if (keys === null) throw cut()
  const last = openNext(keys, rest.subarray(0, kept))
  const plain = sharedBytes(last.length)
  plain.set(last)
  yield plain
}

async function* clear(source: AsyncGenerator<SharedBytes>): AsyncGenerator<SharedBytes> {
  for await (const buffer of source) yield buffer.subarray(SPARE)
}

/** Adds what stands between two positions of a file to a digest. */
const digestPart = (file: number, from: number, to: number, whole: Hash): void => {
  const bytes = new Uint8Array(to - from)
  if (readWhole(file, bytes, from) < bytes.length) throw cut()
  whole.update(bytes)
}

/**
 * Reads a whole payload and says what is in it. Every block of an encrypted body is checked against
 * its sealed digest before it is decrypted. Entries are written and synced into the folder; the
 * caller judges the manifest and decides whether they may be seen. Rejects with `bid-file-damaged`
 * (what and where), `key-mismatch`, `entry-name-unsafe` or fileError.
 */
export const decrypt = async (input: DecryptInput, report: (done: number) => void): Promise<DecryptOutput> => {
  if (input.secret !== null && payloadLength(input.bodyLength) === null) throw cut()
  const handle = await withFileErrors(input.path, 'read', () => open(input.path, 'r'))
  const digester = new Digester()
  const sink = new EntrySink(input.folder, digester.stream())
  try {
    const whole = input.wantsDigest ? createHash('sha256') : null
    const { size } = await handle.stat()
    if (whole !== null) digestPart(handle.fd, 0, input.bodyOffset, whole)
    const blocks = readBlocks(handle.fd, input, digester.stream(), whole)
    const payload = input.secret === null ? clear(blocks) : decrypted(blocks, input.secret, input.bodyOffset)
    const reader = new PayloadReader()
    let done = 0
    let before: Promise<unknown> = Promise.resolve()
    for await (const bytes of payload) {
      const busy: Promise<void>[] = []
      for (const event of reader.push(bytes)) await sink.take(event, busy)
      await before
      before = Promise.all(busy)
      before.catch(() => undefined)
      done += bytes.length
      report(done)
    }
    await before
    reader.close()
    const found = await sink.finish()
    if (whole !== null) digestPart(handle.fd, input.bodyOffset + input.bodyLength, size, whole)
    const sha256 = whole === null ? null : sha256Hex(whole.digest())
    return { manifest: sink.manifest ?? new Uint8Array(), found, sha256, size }
  } catch (error) {
    await sink.abandon()
    throw error
  } finally {
    await digester.close()
    await handle.close()
  }
}
