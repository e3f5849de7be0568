import { createHash } from 'node:crypto'
import {
  BLOCK_LENGTH,
  CHUNK_LENGTH,
  payloadLength,
  SEALED_CHUNK_LENGTH,
  TAG_LENGTH,
  type BodyKeys,
} from '#core/bidfile/body'
import { blockChunks } from '#core/bidfile/blocks'
import { concat, ownBytes, type Bytes } from '#core/bytes/bytes'
import { withFileErrorsSync } from '../files/errors.ts'
import { writeWhole } from '../files/io.ts'
import type { BlockOrder } from './block-worker.ts'
import { chunkKeys, sealChunk } from './chunks.ts'
import { PIECE_LENGTH } from './pieces.ts'

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

/** Chunks that are encrypted, written and digested together. */
const TOGETHER = Math.floor(PIECE_LENGTH / SEALED_CHUNK_LENGTH)

/**
 * Encrypts the chunks of a block, writes the block to where it belongs and gives its SHA-256. A
 * chunk that lies in two blocks is encrypted for both, of the same bytes. Blocks: for a worker
 * thread. Throws fileError.
 * @param file open for writing
 */
export const blockSealer = (work: SealWork, file: number): ((order: BlockOrder) => Bytes) => {
  const { path, bodyOffset, bodyLength, salt, keys } = work
  const head = concat(salt, keys.commitment)
  const chunks = chunkKeys(keys)
  const sealed = new Uint8Array(TOGETHER * SEALED_CHUNK_LENGTH)
  const payload = payloadLength(bodyLength) ?? 0
  return ({ index, bytes }) => {
    const { first, last, skip } = blockChunks(index, bodyLength)
    const start = index * BLOCK_LENGTH
    const length = Math.min(BLOCK_LENGTH, bodyLength - start)
    const hash = createHash('sha256')
    let done = 0
    const put = (piece: Uint8Array): void => {
      withFileErrorsSync(path, 'write', () => writeWhole(file, piece, bodyOffset + start + done))
      hash.update(piece)
      done += piece.length
    }
    if (index === 0) put(head)
    for (let from = first; from <= last; from += TOGETHER) {
      let filled = 0
      for (let chunk = from; chunk <= Math.min(last, from + TOGETHER - 1); chunk++) {
        const at = (chunk - first) * CHUNK_LENGTH
        const plaintext = bytes.subarray(at, at + Math.min(CHUNK_LENGTH, payload - chunk * CHUNK_LENGTH))
        sealChunk(chunks, chunk, plaintext, sealed.subarray(filled))
        filled += plaintext.length + TAG_LENGTH
      }
      const piece = sealed.subarray(from === first ? skip : 0, filled)
      put(piece.subarray(0, length - done))
    }
    return ownBytes(hash.digest())
  }
}
