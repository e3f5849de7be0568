import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { chunkNonce, SEALED_CHUNK_LENGTH, TAG_LENGTH, type BodyKeys, type ChunkCipher } from '#core/bidfile/body'
import { concat, ownBytes, type Bytes } from '#core/bytes/bytes'

const CIPHER = 'aes-256-gcm'

/** BodyKeys with the key in the form that costs node:crypto a tenth of the set-up per chunk. */
export interface ChunkKeys {
  readonly key: KeyObject
  readonly baseNonce: Bytes
}

export const chunkKeys = ({ key, baseNonce }: BodyKeys): ChunkKeys => ({ key: createSecretKey(key), baseNonce })

/** Encrypts one chunk and hands on its pieces in order, the tag last. */
export const sealChunk = (
  keys: ChunkKeys,
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
export const openChunk = (keys: ChunkKeys, index: number, sealed: Uint8Array): Uint8Array | null => {
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
export const nodeChunkCipher = (bodyKeys: BodyKeys): ChunkCipher => {
  const keys = chunkKeys(bodyKeys)
  return {
    seal: (index, plaintext) => {
      const pieces: Uint8Array[] = []
      sealChunk(keys, index, plaintext, (piece) => pieces.push(piece))
      return Promise.resolve(concat(...pieces))
    },
    open: (index, sealed) => {
      const opened = openChunk(keys, index, sealed)
      return Promise.resolve(opened === null ? null : ownBytes(opened))
    },
  }
}
