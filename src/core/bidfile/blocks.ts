import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { equalBytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { BLOCK_LENGTH } from './body.ts'

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
