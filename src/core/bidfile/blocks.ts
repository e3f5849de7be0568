import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { equalBytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { BLOCK_LENGTH, BODY_HEAD_LENGTH, SEALED_CHUNK_LENGTH } from './body.ts'

/** Bytes of a body before the first of its chunks that reaches into a block or behind it, and that chunk's number. */
const firstChunk = (block: number): { number: number; offset: number } => {
  const number = Math.max(0, Math.floor((block * BLOCK_LENGTH - BODY_HEAD_LENGTH) / SEALED_CHUNK_LENGTH))
  return { number, offset: block === 0 ? 0 : BODY_HEAD_LENGTH + number * SEALED_CHUNK_LENGTH }
}

/**
 * The chunks of which a block holds at least a part: the numbers of the first and the last, and how
 * many bytes of the first one stand in the block before.
 */
export const blockChunks = (block: number, bodyLength: number): { first: number; last: number; skip: number } => {
  const end = Math.min((block + 1) * BLOCK_LENGTH, bodyLength)
  const { number, offset } = firstChunk(block)
  const last = Math.ceil((end - BODY_HEAD_LENGTH) / SEALED_CHUNK_LENGTH) - 1
  return { first: number, last, skip: block * BLOCK_LENGTH - offset }
}

/**
 * The chunks of full length that lie wholly in a block: the number of the first, how many, and where
 * in the block they start.
 * @param length bytes of the block
 */
export const wholeChunks = (block: number, length: number): { first: number; count: number; start: number } => {
  const begun = (block * BLOCK_LENGTH - BODY_HEAD_LENGTH) % SEALED_CHUNK_LENGTH
  const before = begun > 0 ? SEALED_CHUNK_LENGTH - begun : 0
  const start = Math.min(block === 0 ? BODY_HEAD_LENGTH : before, length)
  const first = Math.ceil((block * BLOCK_LENGTH - BODY_HEAD_LENGTH) / SEALED_CHUNK_LENGTH)
  return { first: Math.max(0, first), count: Math.floor((length - start) / SEALED_CHUNK_LENGTH), start }
}

/** Whether a digest in base64url, as it stands in a seal, is this one. */
export const isDigest = (text: string, found: Uint8Array): boolean => {
  const expected = fromBase64url(text)
  return expected !== null && equalBytes(expected, found)
}

/**
 * Says what is wrong with a block whose digest is not the sealed one: `reordered` when it is another
 * block of this file, else `changed`. Offsets are in bytes from the beginning of the file.
 * @param blocks the sealed digests of all blocks, base64url
 */
export const blockFault = (
  blocks: readonly string[],
  block: number,
  found: Uint8Array,
  bodyOffset: number,
): AppError => {
  const belongs = blocks.indexOf(toBase64url(found))
  const where = { part: 'body', block, offset: bodyOffset + block * BLOCK_LENGTH }
  return belongs >= 0
    ? new AppError('bid-file-damaged', { ...where, reason: 'reordered', belongs })
    : new AppError('bid-file-damaged', { ...where, reason: 'changed' })
}
