/**
 * Making a bid file and its twin. `encryptBid` writes the encrypted body into temporary files and
 * says what is to be signed; `finish` adds the seal, reads everything back and only then gives the
 * files their names.
 */
import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { bodyContext, SALT_LENGTH } from '#core/bidfile/body'
import { boundHash, filePrefix, type BidFileKind, type BidHeader, type HeaderFacts } from '#core/bidfile/header'
import { MAX_ENTRIES, MAX_TOTAL } from '#core/bidfile/limits'
import type { Manifest } from '#core/bidfile/manifest'
import { requireSafeNames } from '#core/bidfile/names'
import { makeSealBody, sealBodyBytes } from '#core/bidfile/seal'
import { FILE_KEY_LENGTH, sealSlot, type Recipient } from '#core/bidfile/slot'
import { trailerBytes } from '#core/bidfile/trailer'
import { concat, ownBytes, toHex, type Bytes } from '#core/bytes/bytes'
import { sha256, sha256Hex, type Sha256 } from '#core/bytes/digest'
import { assembleSignedData, verifySignedAttributes } from '#core/cms/signed-data'
import type { SignedAttributes } from '#core/cms/signer'
import { AppError } from '#core/errors'
import { withFileErrors } from '../files/errors.ts'
import { temporaryFile, type TemporaryFile } from '../files/temporary.ts'
import { checkSeal, readLayout } from './layout.ts'
import { writeFully } from '../files/io.ts'
import { judgePayload } from './judge.ts'
import { runJob } from './job.ts'
import type { EncryptOutput } from './encrypt.ts'
import type { SourceEntry } from './payload-source.ts'
import { progressOf, type Progress } from './progress.ts'

export interface PackEntry {
  /** Where the bytes are. */
  readonly path: string
  /** Name inside the bid, with `/`. */
  readonly name: string
  readonly title: string
  readonly role: string
  /** SHA-256 of the file, where it is known already. A wrong one is found before anything is announced. */
  readonly sha256?: Sha256 | undefined
}

export interface PackOptions {
  readonly tender: HeaderFacts['tender']
  readonly bidder: HeaderFacts['bidder']
  /** Opening time and time of making, ISO 8601 with offset. */
  readonly openingTime: string
  readonly created: string
  readonly entries: readonly PackEntry[]
  /** Encryption certificates that open the file. */
  readonly recipients: readonly Recipient[]
  /** DER of the certificate that will sign the seal. */
  readonly signer: Bytes
  /** The .ebid to write; an older one is replaced at the very end. */
  readonly target: string
  /** The unencrypted twin, when there shall be one. */
  readonly twin?: string | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface PackedFile {
  readonly path: string
  readonly size: number
  /** SHA-256 of the whole file. */
  readonly sha256: string
}

export interface PackedBid {
  readonly header: BidHeader
  readonly manifest: Manifest
  readonly ebid: PackedFile
  readonly nbid: PackedFile | null
}

/** Knows what has been read back before it has its name. `rename` gives the .ebid its name last. */
export type Publish = (packed: PackedBid, rename: () => Promise<void>) => Promise<unknown>

export interface SealedBid {
  readonly header: BidHeader
  /** What is signed, and its SHA-256: the messageDigest of the signed attributes. */
  readonly sealBody: Bytes
  readonly digest: Bytes
  /** Bytes of the .ebid so far, without its seal. */
  readonly size: number
  /**
   * Adds the seal, syncs, reads both files back and decrypts them in memory against the manifest,
   * then renames. Rejects with `signature-invalid` when the answer is not the announced signer's,
   * and with anything else that can go wrong; then no file has changed and nothing is left behind.
   * @param publish calls `rename` when it is time, and may do something before and after
   */
  finish(signed: SignedAttributes, chain: readonly Bytes[], publish?: Publish): Promise<PackedBid>
  /** Removes the temporary files. Does nothing after `finish`. */
  abort(): Promise<void>
}

const random = (length: number): Bytes => ownBytes(randomBytes(length))
const now = (): number => performance.now()

const measure = async (entries: readonly PackEntry[]): Promise<readonly SourceEntry[]> => {
  if (entries.length === 0 || entries.length > MAX_ENTRIES)
    throw new AppError('invalid-input', { part: 'entries', found: entries.length })
  requireSafeNames(entries.map(({ name }) => name))
  const sources: SourceEntry[] = []
  for (const { path, name, title, role, sha256: known } of entries) {
    const found = await withFileErrors(path, 'read', () => stat(path))
    if (!found.isFile()) throw new AppError('file-unreadable', { name })
    sources.push({ path, name, title, role, size: found.size, sha256: known ?? null })
  }
  const total = sources.reduce((sum, { size }) => sum + size, 0)
  if (total > MAX_TOTAL) throw new AppError('bid-too-large', { limit: MAX_TOTAL, found: total })
  return sources
}

const makeHeader = async (options: PackOptions, fileKey: Bytes): Promise<BidHeader> => {
  if (options.recipients.length === 0) throw new AppError('invalid-input', { part: 'recipients', found: 0 })
  const facts: HeaderFacts = {
    suite: 1,
    build: toHex(random(16)),
    tender: options.tender,
    bidder: options.bidder,
    openingTime: options.openingTime,
    created: options.created,
    crit: [],
  }
  const slots = options.recipients.map((recipient) => sealSlot(fileKey, facts, recipient, random))
  return { ...facts, slots: await Promise.all(slots) }
}

const makeFiles = async ({
  target,
  twin,
}: PackOptions): Promise<{ ebid: TemporaryFile; nbid: TemporaryFile | null }> => {
  const ebid = await temporaryFile(target)
  try {
    return { ebid, nbid: twin === undefined ? null : await temporaryFile(twin) }
  } catch (error) {
    await ebid.discard()
    throw error
  }
}

interface Draft {
  readonly options: PackOptions
  readonly header: BidHeader
  readonly fileKey: Bytes
  readonly prefix: Bytes
  readonly twinPrefix: Bytes
  readonly ebid: TemporaryFile
  readonly nbid: TemporaryFile | null
}

const encryptEntries = async (draft: Draft, entries: readonly SourceEntry[]): Promise<EncryptOutput> => {
  const { options, header, fileKey, ebid, nbid } = draft
  const { onProgress, signal } = options
  const total = entries.reduce((sum, { size }) => sum + size, 0)
  const manifest = {
    format: 'bidseal-manifest/1' as const,
    build: header.build,
    tender: header.tender,
    bidder: header.bidder,
    signer: sha256Hex(await sha256(options.signer)),
    salt: toHex(random(32)),
  }
  const twin = nbid === null ? null : { target: nbid.path, prefix: draft.twinPrefix }
  const input = { entries, manifest, fileKey, salt: random(SALT_LENGTH), target: ebid.path, prefix: draft.prefix, twin }
  const onDone = progressOf('encrypting', total, now, onProgress)
  return runJob('encrypt', input, { size: total, onDone, signal })
}

const appendSeal = async (
  kind: BidFileKind,
  file: TemporaryFile,
  bodyOffset: number,
  bodyLength: number,
  sealBody: Bytes,
  cms: Bytes,
): Promise<void> => {
  const sealOffset = bodyOffset + bodyLength
  const trailer = { sealOffset, sealBodyLength: sealBody.length, cmsLength: cms.length, bodyLength }
  await withFileErrors(file.path, 'write', async () => {
    await writeFully(file.handle, concat(sealBody, cms, trailerBytes(kind, trailer)), sealOffset)
    await file.handle.sync()
  })
}

interface ReadBack {
  readonly manifest: Manifest
  readonly size: number
  readonly sha256: Sha256
}

/** Reads a finished temporary file as anyone who opens it would, with the key at hand. */
const readBack = async (draft: Draft, file: TemporaryFile, total: number): Promise<ReadBack> => {
  const layout = await readLayout(file.handle)
  const certificates = await checkSeal(layout)
  const secret = layout.kind === 'nbid' ? null : { fileKey: draft.fileKey, context: await bodyContext(layout.prefix) }
  const { onProgress, signal } = draft.options
  const { size, trailer, seal, prefix } = layout
  const body = { bodyOffset: prefix.length, bodyLength: trailer.bodyLength, blocks: seal.body.blocks }
  const onDone = progressOf(secret === null ? 'twin' : 'reading-back', total, now, onProgress)
  const reading = runJob('decrypt', { path: file.path, ...body, secret, folder: null }, { size, onDone, signal })
  const digesting = runJob('digest', { path: file.path }, { size, signal })
  // Whichever fails: the file is removed only when nobody reads it any more.
  await Promise.allSettled([reading, digesting])
  return { manifest: await judgePayload(await reading, layout, certificates), size, sha256: await digesting }
}

const finishBid = async (
  draft: Draft,
  body: EncryptOutput,
  sealBody: Bytes,
  cms: Bytes,
  publish: Publish,
): Promise<PackedBid> => {
  const { options, ebid, nbid } = draft
  await appendSeal('ebid', ebid, draft.prefix.length, body.bodyLength, sealBody, cms)
  if (nbid !== null) await appendSeal('nbid', nbid, draft.twinPrefix.length, body.payloadLength, sealBody, cms)
  const sealed = await readBack(draft, ebid, body.payloadLength)
  const clear = nbid === null ? null : await readBack(draft, nbid, body.payloadLength)
  if (options.signal?.aborted === true) throw new AppError('cancelled')
  const packed: PackedBid = {
    header: draft.header,
    manifest: sealed.manifest,
    ebid: { path: options.target, size: sealed.size, sha256: sealed.sha256 },
    nbid:
      clear === null || options.twin === undefined
        ? null
        : { path: options.twin, size: clear.size, sha256: clear.sha256 },
  }
  await publish(packed, async () => {
    await nbid?.commit()
    await ebid.commit()
  })
  return packed
}

/**
 * Encrypts the entries for the recipients. Rejects with `invalid-input`, `entry-name-unsafe`,
 * `bid-too-large`, `document-changed`, `cancelled` or fileError, and leaves nothing behind.
 */
export const encryptBid = async (options: PackOptions): Promise<SealedBid> => {
  const entries = await measure(options.entries)
  const fileKey = random(FILE_KEY_LENGTH)
  const header = await makeHeader(options, fileKey)
  const prefix = filePrefix('ebid', header)
  const twinPrefix = filePrefix('nbid', { ...header, slots: [] })
  const draft: Draft = { options, header, fileKey, prefix, twinPrefix, ...(await makeFiles(options)) }
  const abort = async (): Promise<void> => {
    await Promise.all([draft.ebid.discard(), draft.nbid?.discard()])
  }
  const orAbort = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      await abort()
      throw error
    }
  }
  const body = await orAbort(async () => {
    await withFileErrors(options.target, 'write', () => writeFully(draft.ebid.handle, prefix, 0))
    return encryptEntries(draft, entries)
  })
  const sealBody = sealBodyBytes(
    makeSealBody({
      build: header.build,
      header: await sha256(prefix),
      bound: await boundHash(header),
      bodyLength: body.bodyLength,
      blocks: body.blocks,
      manifest: await sha256(body.manifest),
    }),
  )
  const digest = await sha256(sealBody)
  return {
    header,
    sealBody,
    digest,
    size: prefix.length + body.bodyLength,
    finish: (signed, chain, publish = (_, rename) => rename()) =>
      orAbort(async () => {
        await verifySignedAttributes(signed, digest, options.signer)
        return finishBid(draft, body, sealBody, assembleSignedData({ ...signed, certificates: chain }), publish)
      }),
    abort,
  }
}
