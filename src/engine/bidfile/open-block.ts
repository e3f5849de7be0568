import { createHash } from 'node:crypto'
import { BLOCK_LENGTH, BODY_HEAD_LENGTH, CHUNK_LENGTH, SEALED_CHUNK_LENGTH, type BodyKeys } from '#core/bidfile/body'
import { blockFault, isDigest, wholeChunks } from '#core/bidfile/blocks'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { withFileErrorsSync } from '../files/errors.ts'
import { readWhole } from '../files/io.ts'
import type { BlockOrder } from './block-worker.ts'
import { chunkKeys, openChunk, type ChunkKeys } from './chunks.ts'
import { pieces } from './pieces.ts'

/** What all blocks of a body that is being read have in common. */
export interface OpenWork {
  readonly kind: 'open'
  /** The file, and where in it the body begins. */
  readonly path: string
  readonly bodyOffset: number
  readonly bodyLength: number
  /** The sealed SHA-256 of every block, base64url. */
  readonly blocks: readonly string[]
  readonly keys: BodyKeys
}

export const cut = (): AppError => new AppError('bid-file-damaged', { part: 'body', reason: 'cut' })

/** Opens the chunk of this number into its place, or says that it is not authentic. */
export const requireChunk = (
  { keys, bodyOffset }: { readonly keys: ChunkKeys; readonly bodyOffset: number },
  chunk: number,
  sealed: Uint8Array,
  into: Uint8Array,
): void => {
  if (openChunk(keys, chunk, sealed, into)) return
  const offset = bodyOffset + BODY_HEAD_LENGTH + chunk * SEALED_CHUNK_LENGTH
  throw new AppError('bid-file-damaged', { part: 'body', reason: 'not authentic', chunk, offset })
}

/** Reads a block and checks it against its sealed digest. Returns the digest. */
export const readBlock = (
  { path, bodyOffset, blocks }: Omit<OpenWork, 'kind' | 'keys'>,
  file: number,
  { index, bytes }: BlockOrder,
): Bytes => {
  const hash = createHash('sha256')
  let position = bodyOffset + index * BLOCK_LENGTH
  for (const piece of pieces(bytes)) {
    if (withFileErrorsSync(path, 'read', () => readWhole(file, piece, position)) < piece.length) throw cut()
    hash.update(piece)
    position += piece.length
  }
  const digest = ownBytes(hash.digest())
  if (!isDigest(blocks[index] ?? '', digest)) throw blockFault(blocks, index, digest, bodyOffset)
  return digest
}

/**
 * Reads a block, checks it against its sealed digest and only then decrypts the chunks that lie
 * wholly in it, in place: their plaintext stands together from where the first of them began. What
 * the block holds of other chunks stays as it is. Blocks: for a worker thread. Throws
 * `bid-file-damaged` (what and where) or fileError.
 * @param file open for reading
 */
export const blockOpener = (work: OpenWork, file: number): ((order: BlockOrder) => Bytes) => {
  const body = { keys: chunkKeys(work.keys), bodyOffset: work.bodyOffset }
  return (order) => {
    const { index, bytes } = order
    const digest = readBlock(work, file, order)
    const { first, count, start } = wholeChunks(index, bytes.length)
    for (let done = 0; done < count; done++) {
      const at = start + done * SEALED_CHUNK_LENGTH
      const into = bytes.subarray(start + done * CHUNK_LENGTH)
      requireChunk(body, first + done, bytes.subarray(at, at + SEALED_CHUNK_LENGTH), into)
    }
    return digest
  }
}
