/**
 * Sealing on disk in two phases. Prepare writes a pending file (the original, then the increment
 * with an empty signature) and answers the digest to be signed; embed checks the signature, fills
 * the gap and renames the file to its place. Whoever keeps the `PendingSeal` can go on after a
 * restart. The original is never written to.
 */
import { createHash, type Hash } from 'node:crypto'
import { constants } from 'node:fs'
import { chmod, copyFile, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toHex, type Bytes } from '#core/bytes/bytes'
import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { assembleSignedData, verifySignedAttributes } from '#core/cms/signed-data'
import type { SignedAttributes, Signer } from '#core/cms/signer'
import { AppError } from '#core/errors'
import { openPdf } from '#core/pdf/document'
import { prepareSeal, type SealRequest } from '#core/pdf/seal'
import { spellContents } from '#core/pdf/signature'
import { prefixSource } from '#core/pdf/source'
import { fileError, withFileErrors } from '../files/errors.ts'
import { writeFully } from '../files/io.ts'
import { syncFolder, temporaryFile } from '../files/temporary.ts'
import { fileSource, hashStretch, withPdfFile, type StretchOptions } from './file.ts'

/** Plain values that survive JSON and a restart. */
export interface PendingSeal {
  readonly version: 1
  /** The pending file. */
  readonly path: string
  /** Bytes of the original, which are the beginning of the pending file. */
  readonly originalSize: number
  readonly size: number
  readonly contentsOffset: number
  readonly contentsLength: number
  /** SHA-256 of everything but the gap. */
  readonly digest: Sha256
}

/** An answer of a signer, and a timestamp over its signature where there is one. */
export interface StampedAnswer extends SignedAttributes {
  /** DER, checked by whoever asked for it. */
  readonly timestamp?: Uint8Array | undefined
}

export interface SealedFile {
  readonly path: string
  readonly size: number
  readonly sha256: Sha256
}

/** A pending file in this process. */
export interface PreparedFile {
  readonly pending: PendingSeal
  /** SHA-256 to be signed. */
  readonly digest: Bytes
  /** Checks the answer against the first certificate and says what `embed` makes of the file. Rejects with `signature-invalid`. */
  foresee(answer: StampedAnswer, certificates: readonly Bytes[]): Promise<Omit<SealedFile, 'path'>>
  /**
   * Checks the answer, fills the gap, syncs and renames to `target` in the same file system. Rejects
   * with `signature-invalid` and leaves the pending file as it was.
   */
  embed(answer: StampedAnswer, certificates: readonly Bytes[], target: string): Promise<SealedFile>
  /** Removes the pending file. */
  abandon(): Promise<void>
}

export interface PrepareOptions extends SealRequest, StretchOptions {
  /** The PDF to be sealed. */
  readonly source: string
  /** Where the pending file goes; best in the folder of the final one. Replaced when it exists. */
  readonly pending: string
  /** SHA-256 that the source must have, where it is known: what is signed is what was shown. */
  readonly sha256?: string | undefined
}

/** Hash states from which digests of the finished file follow without reading it again. */
interface HashStates {
  /** Over everything before the gap. */
  readonly beforeGap: Hash
  readonly afterGap: Bytes
}

const readFully = (handle: FileHandle, offset: number, length: number): Promise<Bytes> =>
  fileSource(handle, offset + length).read(offset, length)

const embedInto = (pending: PendingSeal, contents: Bytes, target: string): Promise<void> =>
  withFileErrors(target, 'write', async () => {
    const handle = await open(pending.path, 'r+')
    try {
      await writeFully(handle, contents, pending.contentsOffset)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(pending.path, target)
    await syncFolder(dirname(target))
  })

const prepared = (pending: PendingSeal, states: HashStates): PreparedFile => {
  const digest = new Uint8Array(states.beforeGap.copy().update(states.afterGap).digest())
  const spell = async (answer: StampedAnswer, certificates: readonly Bytes[]): Promise<Bytes> => {
    const [certificate] = certificates
    if (certificate === undefined) throw new AppError('signature-invalid', { reason: 'no certificate' })
    await verifySignedAttributes(answer, digest, certificate)
    return spellContents(assembleSignedData({ ...answer, certificates }))
  }
  const sealedWith = (contents: Bytes): Omit<SealedFile, 'path'> => {
    const whole = states.beforeGap.copy().update(contents).update(states.afterGap)
    return { size: pending.size, sha256: sha256Hex(whole.digest()) }
  }
  return {
    pending,
    digest,
    foresee: async (answer, certificates) => sealedWith(await spell(answer, certificates)),
    embed: async (answer, certificates, target) => {
      const contents = await spell(answer, certificates)
      await embedInto(pending, contents, target)
      return { path: target, ...sealedWith(contents) }
    },
    abandon: () => rm(pending.path, { force: true }),
  }
}

/** Copies with the means of the system, shared blocks where the file system has them. */
const copyTo = async (source: string, pending: string): Promise<void> => {
  await copyFile(source, pending, constants.COPYFILE_FICLONE).catch((error: unknown) => {
    throw fileError(error, pending, 'write')
  })
}

/**
 * First phase. Rejects with what `prepareSeal` throws, `cancelled`, `document-changed` when the
 * source changes meanwhile, or a file error; then nothing is left behind.
 */
export const prepareFile = async (options: PrepareOptions): Promise<PreparedFile> => {
  const { source: path, pending: target, signal } = options
  try {
    return await withPdfFile(path, async (source, handle) => {
      const before = await handle.stat()
      const seal = await prepareSeal(source, options)
      const beforeGap = createHash('sha256')
      const copying = copyTo(path, target)
      const hashing = hashStretch(handle, beforeGap, { offset: 0, length: source.size }, options)
      await Promise.allSettled([copying, hashing])
      await Promise.all([copying, hashing])
      const after = await handle.stat()
      if (after.mtimeMs !== before.mtimeMs || after.size !== before.size) throw new AppError('document-changed')
      if (options.sha256 !== undefined && options.sha256 !== toHex(beforeGap.copy().digest()))
        throw new AppError('document-changed')
      const size = source.size + seal.increment.length
      await withFileErrors(target, 'write', async () => {
        await chmod(target, 0o600)
        const out = await open(target, 'r+')
        try {
          if ((await out.stat()).size !== source.size) throw new AppError('document-changed')
          await writeFully(out, seal.increment, source.size)
          await out.sync()
        } finally {
          await out.close()
        }
      })
      if (signal?.aborted === true) throw new AppError('cancelled')
      const gapAt = seal.contentsOffset - source.size
      beforeGap.update(seal.increment.subarray(0, gapAt))
      const states = { beforeGap, afterGap: seal.increment.slice(gapAt + seal.contentsLength) }
      const digest = sha256Hex(beforeGap.copy().update(states.afterGap).digest())
      const { contentsOffset, contentsLength } = seal
      return prepared(
        { version: 1, path: target, originalSize: source.size, size, contentsOffset, contentsLength, digest },
        states,
      )
    })
  } catch (error) {
    await rm(target, { force: true }).catch(() => undefined)
    throw error
  }
}

/**
 * Takes a pending file up again after a restart: reads and hashes it. Rejects with `file-not-found`,
 * or `document-changed` when it is not what was prepared.
 */
export const resumeFile = (pending: PendingSeal, options: StretchOptions = {}): Promise<PreparedFile> =>
  withPdfFile(pending.path, async ({ size }, handle) => {
    if (size !== pending.size) throw new AppError('document-changed')
    const after = pending.contentsOffset + pending.contentsLength
    const beforeGap = createHash('sha256')
    await hashStretch(handle, beforeGap, { offset: 0, length: pending.contentsOffset }, options)
    const file = prepared(pending, { beforeGap, afterGap: await readFully(handle, after, size - after) })
    if (sha256Hex(file.digest) !== pending.digest) throw new AppError('document-changed')
    return file
  })

export interface SealFileOptions extends Omit<PrepareOptions, 'pending'> {
  readonly target: string
  readonly key: Signer
  /** Gets a timestamp over a signature. When it rejects, nothing is sealed. */
  readonly stamp?: ((signature: Bytes) => Promise<Bytes>) | undefined
}

/** Both phases with a signer at hand. Afterwards there is the old target or the new one. */
export const sealFile = async ({ target, key, stamp, ...options }: SealFileOptions): Promise<SealedFile> => {
  const temporary = await temporaryFile(target)
  try {
    await temporary.release()
    const file = await prepareFile({ ...options, pending: temporary.path })
    const [answer] = await key.sign([file.digest])
    if (answer === undefined) throw new AppError('signature-invalid', { reason: 'no answer' })
    const timestamp = await stamp?.(answer.signature)
    return await file.embed({ ...answer, timestamp }, key.chain, target)
  } finally {
    await temporary.discard()
  }
}

/**
 * Cuts the last seal round off: writes the first `size` bytes of `source` to `target`, which may be
 * the same file. Rejects with `pdf-damaged` when they are not a PDF of their own.
 */
export const undoRound = async (source: string, size: number, target: string): Promise<void> => {
  await withPdfFile(source, async (file) => {
    if (size >= file.size) throw new AppError('invalid-input', { reason: 'size', size })
    await openPdf(prefixSource(file, size))
  })
  const temporary = await temporaryFile(target)
  try {
    await copyTo(source, temporary.path)
    await withFileErrors(target, 'write', () => temporary.handle.truncate(size))
    await temporary.commit()
  } finally {
    await temporary.discard()
  }
}
