/**
 * The encrypted body: C2SP chunked encryption (c2sp.org/chunked-encryption@v1), instance
 * Cobblestone-256.
 *
 *     salt 24 | commitment 32 | chunks of 16,384 + 16 bytes, the last one shorter
 *
 * key ‖ base nonce ‖ commitment = HKDF-Expand-SHA-512(file key, label ‖ 00 ‖ salt ‖ context), nonce =
 * base nonce XOR chunk number, no additional data. The commitment is checked before any chunk.
 */
import { concat, equalBytes, ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { uint } from '../bytes/frames.ts'
import { AppError } from '../errors.ts'

export const SALT_LENGTH = 24
export const COMMITMENT_LENGTH = 32
export const BODY_HEAD_LENGTH = SALT_LENGTH + COMMITMENT_LENGTH
export const CHUNK_LENGTH = 16_384
export const TAG_LENGTH = 16
export const SEALED_CHUNK_LENGTH = CHUNK_LENGTH + TAG_LENGTH
/** Bodies are digested in blocks of 4 MiB; the first block starts at the salt. */
export const BLOCK_LENGTH = 4 * 1024 * 1024

const FILE_KEY_LENGTH = 32
const KEY_LENGTH = 32
const NONCE_LENGTH = 12
const LABEL = concat(utf8('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'), uint(0, 1))
const CONTEXT_LABEL = utf8('ebid/1')

/** What encrypts the chunks of one body. */
export interface BodyKeys {
  readonly key: Bytes
  readonly baseNonce: Bytes
  readonly commitment: Bytes
}

/** The context of a body: SHA-256("ebid/1" ‖ all bytes before the body), so that an edited header fails first. */
export const bodyContext = (prefix: Bytes): Promise<Bytes> => sha256(concat(CONTEXT_LABEL, prefix))

/** RFC 5869 section 2.3 with SHA-512, for the 76 bytes that are needed: two blocks. */
const expand = async (key: Bytes, info: Bytes): Promise<Bytes> => {
  const mac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign'])
  const block = async (input: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.sign('HMAC', mac, input))
  const first = await block(concat(info, uint(1, 1)))
  const second = await block(concat(first, info, uint(2, 1)))
  return concat(first, second)
}

/** Keys of a body. Throws `key-mismatch` when the file key or the salt has the wrong length. */
export const deriveBodyKeys = async (fileKey: Bytes, salt: Bytes, context: Bytes): Promise<BodyKeys> => {
  if (fileKey.length !== FILE_KEY_LENGTH || salt.length !== SALT_LENGTH)
    throw new AppError('key-mismatch', { reason: 'length' })
  const stream = await expand(fileKey, concat(LABEL, salt, context))
  const nonceEnd = KEY_LENGTH + NONCE_LENGTH
  return {
    key: stream.slice(0, KEY_LENGTH),
    baseNonce: stream.slice(KEY_LENGTH, nonceEnd),
    commitment: stream.slice(nonceEnd, nonceEnd + COMMITMENT_LENGTH),
  }
}

/**
 * Keys of the body whose first 56 bytes are given. Throws `key-mismatch` when the commitment is not
 * that of this file key and context: another file's key, or an edited header.
 */
export const openBodyHead = async (head: Bytes, fileKey: Bytes, context: Bytes): Promise<BodyKeys> => {
  if (head.length < BODY_HEAD_LENGTH) throw new AppError('bid-file-damaged', { part: 'body', reason: 'cut' })
  const keys = await deriveBodyKeys(fileKey, head.slice(0, SALT_LENGTH), context)
  if (!equalBytes(keys.commitment, head.subarray(SALT_LENGTH, BODY_HEAD_LENGTH)))
    throw new AppError('key-mismatch', { reason: 'commitment' })
  return keys
}

/** The nonce of a chunk, numbered from 0. */
export const chunkNonce = (baseNonce: Bytes, index: number): Bytes => {
  const nonce = ownBytes(baseNonce)
  uint(index, 8).forEach((byte, at) => {
    nonce[NONCE_LENGTH - 8 + at]! ^= byte
  })
  return nonce
}

/** Bytes of a body that holds a payload of this length. */
export const bodyLength = (payloadLength: number): number =>
  BODY_HEAD_LENGTH + payloadLength + TAG_LENGTH * (Math.floor(payloadLength / CHUNK_LENGTH) + 1)

/** Bytes of the payload in a body of this length, or null when no body has it. */
export const payloadLength = (length: number): number | null => {
  const sealed = length - BODY_HEAD_LENGTH
  const last = sealed % SEALED_CHUNK_LENGTH
  if (sealed < TAG_LENGTH || last < TAG_LENGTH) return null
  return Math.floor(sealed / SEALED_CHUNK_LENGTH) * CHUNK_LENGTH + last - TAG_LENGTH
}

/** AES-256-GCM of one chunk: WebCrypto here, node:crypto in the engine. */
export interface ChunkCipher {
  seal(index: number, plaintext: Bytes): Promise<Bytes>
  /** Returns null when the chunk is not authentic. */
  open(index: number, sealed: Bytes): Promise<Bytes | null>
}

/** ChunkCipher with WebCrypto. */
export const subtleChunkCipher = async ({ key, baseNonce }: BodyKeys): Promise<ChunkCipher> => {
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const parameters = (index: number) => ({ name: 'AES-GCM', iv: chunkNonce(baseNonce, index) })
  return {
    seal: async (index, plaintext) => new Uint8Array(await crypto.subtle.encrypt(parameters(index), aes, plaintext)),
    open: async (index, sealed) => {
      try {
        return new Uint8Array(await crypto.subtle.decrypt(parameters(index), aes, sealed))
      } catch {
        return null
      }
    },
  }
}

/** Encrypts a payload at hand. Large ones are streamed by the engine. */
export const sealBody = async (payload: Bytes, fileKey: Bytes, salt: Bytes, context: Bytes): Promise<Bytes> => {
  const keys = await deriveBodyKeys(fileKey, salt, context)
  const cipher = await subtleChunkCipher(keys)
  const parts: Bytes[] = [salt, keys.commitment]
  for (let index = 0; index * CHUNK_LENGTH <= payload.length; index++)
    parts.push(await cipher.seal(index, payload.slice(index * CHUNK_LENGTH, (index + 1) * CHUNK_LENGTH)))
  return concat(...parts)
}

/**
 * Decrypts a body at hand. Throws `key-mismatch` before any chunk is touched and `bid-file-damaged`
 * with the number of the first chunk that is not authentic.
 */
export const openBody = async (body: Bytes, fileKey: Bytes, context: Bytes): Promise<Bytes> => {
  if (payloadLength(body.length) === null) throw new AppError('bid-file-damaged', { part: 'body', reason: 'cut' })
  const keys = await openBodyHead(body.slice(0, BODY_HEAD_LENGTH), fileKey, context)
  const cipher = await subtleChunkCipher(keys)
  const parts: Bytes[] = []
  for (let at = BODY_HEAD_LENGTH; at < body.length; at += SEALED_CHUNK_LENGTH) {
    const opened = await cipher.open(parts.length, body.slice(at, at + SEALED_CHUNK_LENGTH))
    if (opened === null)
      throw new AppError('bid-file-damaged', { part: 'body', reason: 'changed', chunk: parts.length, offset: at })
    parts.push(opened)
  }
  return concat(...parts)
}
