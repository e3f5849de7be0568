import { createHash } from 'node:crypto'
import { BLOCK_LENGTH, CHUNK_LENGTH, payloadLength, SEALED_CHUNK_LENGTH, type BodyKeys } from '#core/bidfile/body'
import { blockChunks } from '#core/bidfile/blocks'
import { concat, ownBytes, type Bytes } from '#core/bytes/bytes'
import { withFileErrorsSync } from '../files/errors.ts'
import { writeWhole } from '../files/io.ts'
import type { BlockOrder } from './block-worker.ts'
import { chunkKeys, sealChunk } from './chunks.ts'

/** What all blocks of a body that is being made have in common. */
export interface SealWork {
  readonly kind: 'seal'
  /** The file, and where in it the body begins. */
  readonly path: string
  readonly bodyOffset: number
  readonly bodyLength: number
  readonly salt: Bytes
  readonly keys: BodyKeys
}

/**
 * Encrypts the chunks of a block in place, writes the block to where it belongs and gives its
 * SHA-256. A chunk that lies in two blocks is encrypted for both, of the same bytes. Blocks: for a
 * worker thread. Throws fileError.
 * @param file open for writing
 */
export const blockSealer = (work: SealWork, file: number): ((order: BlockOrder) => Bytes) => {
  const { path, bodyOffset, bodyLength, salt, keys } = work
  const head = concat(salt, keys.commitment)
  const chunks = chunkKeys(keys)
  const payload = payloadLength(bodyLength) ?? 0
  return ({ index, bytes }) => {
    const { first, last, skip } = blockChunks(index, bodyLength)
    const headLength = index === 0 ? head.length : 0
    // From the last to the first: what is written lies behind what is still to be read.
    for (let chunk = last; chunk >= first; chunk--) {
      const at = (chunk - first) * CHUNK_LENGTH
      const plaintext = bytes.subarray(at, at + Math.min(CHUNK_LENGTH, payload - chunk * CHUNK_LENGTH))
      sealChunk(chunks, chunk, plaintext, bytes.subarray(headLength + (chunk - first) * SEALED_CHUNK_LENGTH))
    }
    bytes.set(head.subarray(0, headLength))
    const block = bytes.subarray(skip, skip + Math.min(BLOCK_LENGTH, bodyLength - index * BLOCK_LENGTH))
    withFileErrorsSync(path, 'write', () => writeWhole(file, block, bodyOffset + index * BLOCK_LENGTH))
    return ownBytes(createHash('sha256').update(block).digest())
  }
}
