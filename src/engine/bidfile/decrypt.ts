/** The part of opening that runs in the worker: decrypts or copies a payload, checks it, writes the entries. */
import { open } from 'node:fs/promises'
import type { MessagePort } from 'node:worker_threads'
import { wholeChunks } from '#core/bidfile/blocks'
import {
  BLOCK_LENGTH,
  BODY_HEAD_LENGTH,
  CHUNK_LENGTH,
  openBodyHead,
  payloadLength,
  SEALED_CHUNK_LENGTH,
  TAG_LENGTH,
} from '#core/bidfile/body'
import { PayloadReader } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { withFileErrors, withFileErrorsSync } from '../files/errors.ts'
import { readWhole } from '../files/io.ts'
import type { BlockResult } from './block-worker.ts'
import { chunkKeys } from './chunks.ts'
import { Crew } from './crew.ts'
import { EntrySink, type FoundEntry } from './entry-sink.ts'
import type { JobContext } from './jobs.ts'
import { blockOpener, cut, readBlock, requireChunk, type OpenWork } from './open-block.ts'
import { pieces } from './pieces.ts'

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
}

export interface DecryptOutput {
  /** The manifest's bytes, not parsed yet. */
  readonly manifest: Bytes
  readonly found: readonly FoundEntry[]
}

/** Blocks at hand: one is taken, the others are being decrypted, wait for that or are through. */
const SLOTS = 4

/** The payload of an encrypted body, piece by piece; each is valid until the next one is asked for. */
async function* openBody(
  input: DecryptInput,
  secret: NonNullable<DecryptInput['secret']>,
  file: number,
  helpers: readonly MessagePort[],
): AsyncGenerator<Uint8Array> {
  const { bodyOffset, bodyLength } = input
  const count = Math.ceil(bodyLength / BLOCK_LENGTH)
  const free = Array.from({ length: Math.min(SLOTS, count) }, () => new Uint8Array(BLOCK_LENGTH))
  const roomFor = (index: number): Bytes => free.pop()!.subarray(0, bodyLength - index * BLOCK_LENGTH)
  // The first block is checked before a key is tried on its first bytes.
  const first = roomFor(0)
  readBlock(input, file, { index: 0, bytes: first })
  const head = first.slice(0, BODY_HEAD_LENGTH)
  free.push(first)
  const work: OpenWork = { ...input, kind: 'open', keys: await openBodyHead(head, secret.fileKey, secret.context) }
  const body = { keys: chunkKeys(work.keys), bodyOffset }
  const crew = new Crew(helpers, work, blockOpener(work, file))
  const opened: Promise<BlockResult>[] = []
  const shared = new Uint8Array(SEALED_CHUNK_LENGTH)
  let kept = 0
  let chunk = 0
  try {
    for (let index = 0; index < count; index++) {
      while (free.length > 0 && opened.length < count) {
        await crew.hear()
        const next = opened.length
        opened.push(crew.give({ index: next, bytes: roomFor(next) }))
      }
      const { bytes } = await opened[index]!
      const whole = wholeChunks(index, bytes.length)
      if (index > 0) {
        shared.set(bytes.subarray(0, whole.start), kept)
        kept += whole.start
      }
      if (kept === SEALED_CHUNK_LENGTH) {
        requireChunk(body, chunk++, shared, shared)
        yield shared.subarray(0, CHUNK_LENGTH)
        kept = 0
      }
      yield bytes.subarray(whole.start, whole.start + whole.count * CHUNK_LENGTH)
      chunk += whole.count
      const rest = bytes.subarray(whole.start + whole.count * SEALED_CHUNK_LENGTH)
      shared.set(rest, kept)
      kept += rest.length
      free.push(bytes)
    }
    requireChunk(body, chunk, shared.subarray(0, kept), shared)
    yield shared.subarray(0, kept - TAG_LENGTH)
  } finally {
    await crew.close()
  }
}

/** The payload of a twin, piece by piece; each is valid until the next one is asked for. */
function* clearBody({ path, bodyOffset, bodyLength }: DecryptInput, file: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(BLOCK_LENGTH, bodyLength))
  for (let at = 0; at < bodyLength; at += buffer.length) {
    const piece = buffer.subarray(0, bodyLength - at)
    const got = withFileErrorsSync(path, 'read', () => readWhole(file, piece, bodyOffset + at))
    if (got < piece.length) throw cut()
    yield piece
  }
}

/**
 * Reads a whole payload and says what is in it. Every block of an encrypted body is checked against
 * its sealed digest before it is decrypted. Entries are written and synced into the folder; the
 * caller judges the manifest and decides whether they may be seen. Rejects with `bid-file-damaged`
 * (what and where), `key-mismatch`, `entry-name-unsafe` or fileError.
 */
export const decrypt = async (input: DecryptInput, { helpers, report }: JobContext): Promise<DecryptOutput> => {
  const { path, secret, folder, bodyLength } = input
  if (secret !== null && payloadLength(bodyLength) === null) throw cut()
  const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
  const sink = new EntrySink(folder)
  try {
    const payload = secret === null ? clearBody(input, handle.fd) : openBody(input, secret, handle.fd, helpers)
    const reader = new PayloadReader()
    let done = 0
    for await (const bytes of payload) {
      for (const piece of pieces(bytes)) for (const event of reader.push(piece)) await sink.take(event)
      done += bytes.length
      report(done)
    }
    reader.close()
    return { found: await sink.finish(), manifest: sink.manifest ?? new Uint8Array() }
  } catch (error) {
    await sink.abandon()
    throw error
  } finally {
    await handle.close()
  }
}
