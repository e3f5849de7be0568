import { createCipheriv, createDecipheriv } from 'node:crypto'
import { chunkNonce, SEALED_CHUNK_LENGTH, TAG_LENGTH, type BodyKeys, type ChunkCipher } from '#core/bidfile/body'
import { ownBytes } from '#core/bytes/bytes'

const CIPHER = 'aes-256-gcm'

/** Encrypts one chunk and hands on its pieces in order, the tag last. */
export const sealChunk = (
  keys: BodyKeys,
  index: number,
  plaintext: Uint8Array,
  write: (piece: Uint8Array) => void,
): void => {
  const cipher = createCipheriv(CIPHER, keys.key, chunkNonce(keys.baseNonce, index))
  write(cipher.update(plaintext))
  cipher.final()
  write(cipher.getAuthTag())
}

/** Decrypts one chunk. Returns null when it is not authentic. */
export const openChunk = (keys: BodyKeys, index: number, sealed: Uint8Array): Uint8Array | null => {
  if (sealed.length < TAG_LENGTH || sealed.length > SEALED_CHUNK_LENGTH) return null
  const decipher = createDecipheriv(CIPHER, keys.key, chunkNonce(keys.baseNonce, index))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_LENGTH))
  const plaintext = decipher.update(sealed.subarray(0, sealed.length - TAG_LENGTH))
  try {
    decipher.final()
    return plaintext
  } catch {
    return null
  }
}

/** ChunkCipher over node:crypto. */
export const nodeChunkCipher = (keys: BodyKeys): ChunkCipher => ({
  seal: (index, plaintext) => {
    const pieces: Uint8Array[] = []
    sealChunk(keys, index, plaintext, (piece) => pieces.push(piece))
    return Promise.resolve(ownBytes(Buffer.concat(pieces)))
  },
  open: (index, sealed) => {
    const opened = openChunk(keys, index, sealed)
    return Promise.resolve(opened === null ? null : ownBytes(opened))
  },
})
