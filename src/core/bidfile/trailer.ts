/**
 * The last 32 bytes of a bid file, which say where its parts lie:
 *
 *     sealOffset u64 | sealBodyLength u32 | cmsLength u32 | bodyLength u64 | magic 8
 */
import { concat, equalBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { readUint, uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'
import type { BidFileKind } from './header.ts'
import { MAX_SEAL_BODY } from './seal.ts'

export const TRAILER_LENGTH = 32
const MAX_CMS = 64 * 1024

const END: Readonly<Record<BidFileKind, Bytes>> = { ebid: utf8('EBIDEND\n'), nbid: utf8('NBIDEND\n') }

export interface Trailer {
  /** Where the seal body begins: the end of the body. */
  readonly sealOffset: number
  readonly sealBodyLength: number
  readonly cmsLength: number
  readonly bodyLength: number
}

export const trailerBytes = (kind: BidFileKind, trailer: Trailer): Bytes =>
  concat(
    uint(trailer.sealOffset, 8),
    uint(trailer.sealBodyLength, 4),
    uint(trailer.cmsLength, 4),
    uint(trailer.bodyLength, 8),
    END[kind],
  )

const damaged = (reason: string, details = {}): AppError =>
  new AppError('bid-file-damaged', { part: 'trailer', reason, ...details })

const field = (bytes: Uint8Array, offset: number, size: number): number => {
  try {
    return readUint(bytes, offset, size)
  } catch {
    throw damaged('length')
  }
}

/**
 * Reads a trailer and checks that the parts it names fill the file exactly. Throws
 * `bid-file-damaged`: `cut` when the end of the file is not a trailer, `length` when the parts do
 * not add up to the file, with what was expected and found in bytes.
 */
export const parseTrailer = (
  bytes: Uint8Array,
  file: { readonly kind: BidFileKind; readonly size: number; readonly bodyOffset: number },
): Trailer => {
  if (bytes.length !== TRAILER_LENGTH || !equalBytes(bytes.subarray(24), END[file.kind]))
    throw damaged('cut', { size: file.size })
  const trailer: Trailer = {
    sealOffset: field(bytes, 0, 8),
    sealBodyLength: field(bytes, 8, 4),
    cmsLength: field(bytes, 12, 4),
    bodyLength: field(bytes, 16, 8),
  }
  if (trailer.sealBodyLength > MAX_SEAL_BODY || trailer.cmsLength > MAX_CMS) throw damaged('length')
  const size = trailer.sealOffset + trailer.sealBodyLength + trailer.cmsLength + TRAILER_LENGTH
  if (size !== file.size) throw damaged('length', { expected: size, found: file.size })
  const sealOffset = file.bodyOffset + trailer.bodyLength
  if (sealOffset !== trailer.sealOffset) throw damaged('length', { expected: trailer.sealOffset, found: sealOffset })
  return trailer
}
