/** The part of packing that runs in the worker: reads the entries, writes the encrypted body and the twin's. */
import { open, type FileHandle } from 'node:fs/promises'
import { blockChunks } from '#core/bidfile/blocks'
import { BLOCK_LENGTH, bodyContext, bodyLength, CHUNK_LENGTH, deriveBodyKeys } from '#core/bidfile/body'
import type { Manifest, ManifestEntry } from '#core/bidfile/manifest'
import { payloadSize } from '#core/bidfile/payload'
import type { Bytes } from '#core/bytes/bytes'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { sha256Hex } from '#core/bytes/digest'
import { BackgroundSync } from '../files/background-sync.ts'
import { withFileErrors, withFileErrorsSync } from '../files/errors.ts'
import { writeWhole } from '../files/io.ts'
import type { BlockResult } from './block-worker.ts'
import { Crew } from './crew.ts'
import type { JobContext } from './jobs.ts'
import { PayloadSource, type SourceEntry } from './payload-source.ts'
import { blockSealer, type SealWork } from './seal-block.ts'

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

/** Blocks of payload at hand: one is filled, the others are encrypted or wait for that. */
const SLOTS = 4
/** A block holds a part of one chunk more at either end. */
const SLOT_LENGTH = BLOCK_LENGTH + 2 * CHUNK_LENGTH
/** As long as every digest, so that the manifest's length is known before them. */
const UNKNOWN = sha256Hex(new Uint8Array(32))

interface Clear {
  /** Writes bytes of the payload. */
  write(bytes: Uint8Array, position: number): void
  close(): Promise<void>
}

const openTwin = async (twin: EncryptInput['twin']): Promise<Clear> => {
  if (twin === null) return { write: () => undefined, close: () => Promise.resolve() }
  const { target, prefix } = twin
  const handle = await withFileErrors(target, 'write', () => open(target, 'r+'))
  const put = (bytes: Uint8Array, position: number): void =>
    withFileErrorsSync(target, 'write', () => writeWhole(handle.fd, bytes, position))
  put(prefix, 0)
  return { write: (bytes, position) => put(bytes, prefix.length + position), close: () => handle.close() }
}

/** Fills slots with the payload of one block after another and lets the crew encrypt them. */
const sealBlocks = async (
  work: SealWork,
  file: FileHandle,
  source: PayloadSource,
  twin: Clear,
  { helpers, report }: JobContext,
): Promise<readonly Bytes[]> => {
  const count = Math.ceil(work.bodyLength / BLOCK_LENGTH)
  const crew = new Crew(helpers, work, blockSealer(work, file.fd))
  const sync = new BackgroundSync(file, work.path)
  const free = Array.from({ length: Math.min(SLOTS, count) }, () => new Uint8Array(SLOT_LENGTH))
  const busy = new Set<Promise<unknown>>()
  const results: Promise<BlockResult>[] = []
  const shared = new Uint8Array(CHUNK_LENGTH)
  let kept = 0
  let done = 0
  try {
    for (let index = 0; index < count; index++) {
      const { first, last } = blockChunks(index, work.bodyLength)
      while (free.length === 0) await Promise.race(busy)
      const slot = free.pop()!
      slot.set(shared.subarray(0, kept))
      const end = (last + 1 - first) * CHUNK_LENGTH
      const filled = kept + source.fill(slot.subarray(kept, end))
      twin.write(slot.subarray(kept, filled), done)
      done += filled - kept
      const isLastShared = index + 1 < count && blockChunks(index + 1, work.bodyLength).skip > 0
      kept = isLastShared ? filled - (last - first) * CHUNK_LENGTH : 0
      shared.set(slot.subarray(filled - kept, filled))
      await crew.hear()
      const result = crew.give({ index, bytes: slot })
      results.push(result)
      const sealed: Promise<unknown> = result.then(({ bytes }) => {
        free.push(bytes)
        busy.delete(sealed)
      })
      // Met by whoever waits for a free slot, or with the results at the end.
      sealed.catch(() => undefined)
      busy.add(sealed)
      sync.wrote(BLOCK_LENGTH)
      report(done)
    }
    return (await Promise.all(results)).map(({ digest }) => digest)
  } finally {
    await crew.close()
    await sync.settle()
  }
}

/**
 * Encrypts entries into the target and, in the same pass, writes them in clear into the twin.
 * Rejects with `document-changed` when a file is not as long as announced, or with fileError.
 * Neither file is synced or finished here.
 */
export const encrypt = async (input: EncryptInput, context: JobContext): Promise<EncryptOutput> => {
  const { entries, prefix, salt, target } = input
  const manifestOf = (listed: readonly ManifestEntry[]): Bytes => canonicalBytes({ ...input.manifest, entries: listed })
  const unknown = entries.map(({ name, title, role, size }) => ({ name, title, role, size, sha256: UNKNOWN }))
  const payloadLength = payloadSize(entries, manifestOf(unknown).length)
  const work: SealWork = {
    kind: 'seal',
    path: target,
    bodyOffset: prefix.length,
    bodyLength: bodyLength(payloadLength),
    salt,
    keys: await deriveBodyKeys(input.fileKey, salt, await bodyContext(prefix)),
  }
  let manifest: Bytes = new Uint8Array()
  const source = new PayloadSource(entries, (listed) => (manifest = manifestOf(listed)))
  const file = await withFileErrors(target, 'write', () => open(target, 'r+'))
  const twin = await openTwin(input.twin)
  try {
    const blocks = await sealBlocks(work, file, source, twin, context)
    return { manifest, bodyLength: work.bodyLength, payloadLength, blocks }
  } finally {
    source.close()
    await file.close()
    await twin.close()
  }
}
