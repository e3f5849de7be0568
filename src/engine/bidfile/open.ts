/** Opening a bid file: plaintext appears under its name only when everything has passed. */
import { lstat, readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { bodyContext } from '#core/bidfile/body'
import type { BidHeader } from '#core/bidfile/header'
import type { Manifest } from '#core/bidfile/manifest'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { temporaryFolder } from '../files/temporary.ts'
import { withLayout } from './inspect.ts'
import { judgePayload } from './judge.ts'
import { runJob } from './job.ts'
import { checkSeal, type Layout } from './layout.ts'
import { progressOf, type Progress } from './progress.ts'

export interface RehearseOptions {
  readonly path: string
  /**
   * Gives the 32-byte file key for a header, or null when none of its slots is for the certificate
   * at hand. Not asked for a twin.
   */
  readonly fileKeyFor: (header: BidHeader, headerBytes: Bytes) => Promise<Bytes | null>
  /** Judges the signer's certificates (DER, the signer's first); rejects when they are not to be trusted. */
  readonly verify: (certificates: readonly Bytes[], header: BidHeader) => Promise<void>
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface OpenOptions extends RehearseOptions {
  /** The folder to make. It must not exist yet, or be empty. */
  readonly folder: string
}

export interface OpenedBid {
  readonly header: BidHeader
  readonly manifest: Manifest
  /** DER, the signer's first. */
  readonly certificates: readonly Bytes[]
}

const openInto = async (layout: Layout, options: RehearseOptions, folder: string | null): Promise<OpenedBid> => {
  const { header, headerBytes, prefix, trailer, seal, kind } = layout
  const certificates = await checkSeal(layout)
  await options.verify(certificates, header)
  if (options.signal?.aborted === true) throw new AppError('cancelled')
  const fileKey = kind === 'nbid' ? null : await options.fileKeyFor(header, headerBytes)
  if (kind === 'ebid' && fileKey === null)
    throw new AppError('wrong-certificate', { needed: header.slots[0]?.fingerprint, company: header.slots[0]?.company })
  const secret = fileKey === null ? null : { fileKey, context: await bodyContext(prefix) }
  const { path, signal, onProgress } = options
  const output = await runJob(
    'decrypt',
    {
      path,
      bodyOffset: prefix.length,
      bodyLength: trailer.bodyLength,
      blocks: seal.body.blocks,
      secret,
      folder,
    },
    {
      size: trailer.bodyLength,
      onDone: progressOf('decrypting', trailer.bodyLength, () => performance.now(), onProgress),
      signal,
    },
  )
  const manifest = await judgePayload(output, layout, certificates)
  return { header, manifest, certificates }
}

/**
 * Does everything that opening does, and writes nothing (模拟解密). Rejects like openBid.
 */
export const rehearse = (options: RehearseOptions): Promise<OpenedBid> =>
  withLayout(options.path, (layout) => openInto(layout, options, null))

/** Throws `target-exists` when something that is not an empty folder stands in the way. */
const requireFree = async (folder: string): Promise<void> => {
  const isThere = await lstat(folder).then(
    () => true,
    () => false,
  )
  if (!isThere) return
  const names = await readdir(folder).catch(() => null)
  if (names === null || names.length > 0) throw new AppError('target-exists', { name: basename(folder) })
}

/**
 * Decrypts a bid file into a new folder. Rejects with `not-a-bid-file`, `bid-file-unsupported`,
 * `bid-file-damaged` (what and where), `bid-header-edited`, `signature-invalid`,
 * `wrong-certificate`, `key-mismatch`, `manifest-mismatch`, `entry-name-unsafe`, `target-exists`,
 * `cancelled`, fileError, and with what `fileKeyFor` and `verify` reject with; then there is no
 * folder, and nothing of the plaintext is left.
 */
export const openBid = (options: OpenOptions): Promise<OpenedBid> =>
  withLayout(options.path, async (layout) => {
    await requireFree(options.folder)
    const folder = await temporaryFolder(options.folder)
    try {
      const opened = await openInto(layout, options, folder.path)
      if (options.signal?.aborted === true) throw new AppError('cancelled')
      await folder.commit()
      return opened
    } finally {
      await folder.discard()
    }
  })
