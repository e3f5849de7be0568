import { open } from 'node:fs/promises'
import { BLOCK_LENGTH } from '#core/bidfile/body'
import type { BidFileKind, BidHeader } from '#core/bidfile/header'
import { blockFault, isDigest } from '#core/bidfile/blocks'
import type { Manifest } from '#core/bidfile/manifest'
import type { Bytes } from '#core/bytes/bytes'
import { AppError, asAppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { readFully } from '../files/io.ts'
import { runJob } from './job.ts'
import { judgePayload } from './judge.ts'
import { checkSeal, readHeader, readLayout, type Layout } from './layout.ts'
import { progressOf, type Progress } from './progress.ts'

export interface InspectOptions {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface BidInspection {
  readonly path: string
  readonly kind: BidFileKind
  readonly size: number
  readonly header: BidHeader
  /** As it stands in the file: what a phone is asked to unwrap. */
  readonly headerBytes: Bytes
  /** What can be said about the seal without a key. Whether its certificate is to be trusted is the caller's question. */
  readonly seal:
    | { readonly state: 'valid'; /** DER, the signer's first. */ readonly certificates: readonly Bytes[] }
    | { readonly state: 'invalid'; readonly error: AppError }
  /** The list of entries: known without a key for the twin only. */
  readonly manifest: Manifest | null
}

/** Checks every digest of an encrypted body. Throws what is wrong and where. */
const checkBlocks = async (path: string, layout: Layout, options: InspectOptions): Promise<void> => {
  const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
  const { prefix, trailer, seal } = layout
  const report = progressOf('checking', trailer.bodyLength, () => performance.now(), options.onProgress)
  const buffer = new Uint8Array(BLOCK_LENGTH)
  try {
    for (const [index, expected] of seal.body.blocks.entries()) {
      if (options.signal?.aborted === true) throw new AppError('cancelled')
      const start = index * BLOCK_LENGTH
      const block = buffer.subarray(0, Math.min(BLOCK_LENGTH, trailer.bodyLength - start))
      const got = await withFileErrors(path, 'read', () => readFully(handle, block, prefix.length + start))
      if (got < block.length) throw new AppError('bid-file-damaged', { part: 'body', reason: 'cut' })
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', block))
      if (!isDigest(expected, digest)) throw blockFault(seal.body.blocks, index, digest, prefix.length)
      report(start + block.length)
    }
  } finally {
    await handle.close()
  }
}

/** Checks the payload of a twin against its manifest and returns it. */
const readTwin = async (
  path: string,
  layout: Layout,
  certificates: readonly Bytes[],
  { onProgress, signal }: InspectOptions,
): Promise<Manifest> => {
  const { prefix, trailer } = layout
  const size = trailer.bodyLength
  const input = { path, bodyOffset: prefix.length, bodyLength: size, blocks: [], secret: null, folder: null }
  const onDone = progressOf('checking', size, () => performance.now(), onProgress)
  return judgePayload(await runJob('decrypt', input, { size, onDone, signal }), layout, certificates)
}

/** Opens a bid file for the time of `work`. Rejects with `file-not-found` or `file-unreadable`. */
export const withLayout = async <T>(path: string, work: (layout: Layout) => Promise<T>): Promise<T> => {
  const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
  try {
    return await work(await withFileErrors(path, 'read', () => readLayout(handle)))
  } finally {
    await handle.close()
  }
}

/** The header of a bid file alone, in no time. Rejects with what readHeader throws. */
export const inspectHeader = async (
  path: string,
): Promise<Pick<BidInspection, 'kind' | 'header' | 'headerBytes' | 'size'>> => {
  const handle = await withFileErrors(path, 'read', () => open(path, 'r'))
  try {
    const { kind, header, headerBytes } = await withFileErrors(path, 'read', () => readHeader(handle))
    return { kind, header, headerBytes, size: (await handle.stat()).size }
  } finally {
    await handle.close()
  }
}

/**
 * Says what a bid file is and whether its seal holds, without a key: signature, header, and every
 * digest of the ciphertext (or, for a twin, its whole content). Damage is a result, not an error,
 * as long as the header can be read. Rejects with `not-a-bid-file`, `bid-file-unsupported`,
 * `bid-file-damaged` (header), `cancelled` or fileError.
 */
export const inspectBid = async (path: string, options: InspectOptions = {}): Promise<BidInspection> => {
  const facts = await inspectHeader(path)
  try {
    const found = await withLayout(path, async (layout) => {
      const certificates = await checkSeal(layout)
      const manifest = layout.kind === 'nbid' ? await readTwin(path, layout, certificates, options) : null
      if (layout.kind === 'ebid') await checkBlocks(path, layout, options)
      return { certificates, manifest }
    })
    return {
      path,
      ...facts,
      manifest: found.manifest,
      seal: { state: 'valid', certificates: found.certificates },
    }
  } catch (cause) {
    const error = asAppError(cause)
    if (!VERDICTS.has(error.code)) throw error
    return { path, ...facts, manifest: null, seal: { state: 'invalid', error } }
  }
}

const VERDICTS: ReadonlySet<string> = new Set([
  'bid-file-damaged',
  'bid-header-edited',
  'signature-invalid',
  'certificate-malformed',
  'manifest-mismatch',
  'entry-name-unsafe',
  'bid-too-large',
])
