/** Where the parts of a bid file lie, and what can be read of them without a key. */
import type { FileHandle } from 'node:fs/promises'
import { boundHash, filePrefix, parseHeader, parsePrefix, PREFIX_LENGTH } from '#core/bidfile/header'
import type { BidFileKind, BidHeader } from '#core/bidfile/header'
import { isDigest } from '#core/bidfile/blocks'
import { parseSealBody, type SealBody } from '#core/bidfile/seal'
import { parseTrailer, TRAILER_LENGTH, type Trailer } from '#core/bidfile/trailer'
import { concat, equalBytes, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { assembleSignedData, parseSignedData, verifySignedData } from '#core/cms/signed-data'
import { AppError } from '#core/errors'
import { readAt } from '../files/io.ts'

export interface Layout {
  readonly kind: BidFileKind
  readonly size: number
  /** All bytes before the body. */
  readonly prefix: Bytes
  readonly headerBytes: Bytes
  readonly header: BidHeader
  readonly trailer: Trailer
  readonly sealBytes: Bytes
  readonly seal: SealBody
  /** DER of the CMS SignedData. */
  readonly cms: Bytes
}

/**
 * Reads what stands before the body. Throws `not-a-bid-file`, `bid-file-unsupported` or
 * `bid-file-damaged`.
 */
export const readHeader = async (
  handle: FileHandle,
): Promise<Pick<Layout, 'kind' | 'prefix' | 'headerBytes' | 'header'>> => {
  const start = await readAt(handle, 0, PREFIX_LENGTH)
  const { kind, headerLength } = parsePrefix(start)
  const headerBytes = await readAt(handle, PREFIX_LENGTH, headerLength)
  if (headerBytes.length < headerLength) throw new AppError('bid-file-damaged', { part: 'header', reason: 'cut' })
  const header = parseHeader(headerBytes)
  if (kind === 'nbid' && header.slots.length > 0)
    throw new AppError('bid-file-damaged', { part: 'header', reason: 'slots in a twin' })
  return { kind, prefix: concat(start, headerBytes), headerBytes, header }
}

/** Reads everything but the body. Throws what readHeader, parseTrailer and parseSealBody throw. */
export const readLayout = async (handle: FileHandle): Promise<Layout> => {
  const { size } = await handle.stat()
  const head = await readHeader(handle)
  const end = await readAt(handle, Math.max(0, size - TRAILER_LENGTH), TRAILER_LENGTH)
  const trailer = parseTrailer(end, { kind: head.kind, size, bodyOffset: head.prefix.length })
  const sealBytes = await readAt(handle, trailer.sealOffset, trailer.sealBodyLength)
  const cms = await readAt(handle, trailer.sealOffset + trailer.sealBodyLength, trailer.cmsLength)
  return { ...head, size, trailer, sealBytes, seal: parseSealBody(sealBytes), cms }
}

/**
 * Checks the signature over the seal and the seal against header and length; not yet the body's
 * digests, and not the trust in the certificate. Returns DER of the certificates, the signer's
 * first. Throws `signature-invalid`, `bid-header-edited` or `bid-file-damaged`.
 */
export const checkSeal = async (layout: Layout): Promise<readonly Bytes[]> => {
  const { header, seal, cms, kind, trailer } = layout
  const { certificates } = await verifySignedData(cms, await sha256(layout.sealBytes))
  const { attributes, signature } = parseSignedData(cms)
  if (!equalBytes(assembleSignedData({ attributes, signature, certificates }), cms))
    throw new AppError('signature-invalid', { reason: 'not canonical' })
  const sameFacts = seal.build === header.build && isDigest(seal.bound, await boundHash(header))
  const samePrefix = kind === 'nbid' || isDigest(seal.header, await sha256(layout.prefix))
  const samePrefixSpelling = equalBytes(filePrefix(kind, header), layout.prefix)
  if (!sameFacts || !samePrefix || !samePrefixSpelling) throw new AppError('bid-header-edited')
  if (kind === 'ebid' && seal.body.length !== trailer.bodyLength)
    throw new AppError('bid-file-damaged', {
      part: 'body',
      reason: 'length',
      expected: seal.body.length,
      found: trailer.bodyLength,
    })
  return certificates
}
