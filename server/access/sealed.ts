/** What is kept encrypted: AES-256-GCM under a key of its own for each purpose, bound to what it belongs to. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { concat, ownBytes, utf8, type Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'

const CIPHER = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** A key for one purpose. @param key 32 bytes */
export const deriveKey = (key: Bytes, purpose: string): Bytes =>
  ownBytes(new Uint8Array(hkdfSync('sha256', key, '', purpose, 32)))

/** @param owner what it belongs to; it opens for nothing else */
export const sealFor = (key: Bytes, owner: string, plain: Bytes, random: RandomBytes): Bytes => {
  const nonce = random(NONCE)
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(utf8(owner))
  return concat(nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag())
}

/** Throws when it was sealed for something else, or changed. */
export const openFor = (key: Bytes, owner: string, sealed: Uint8Array): Bytes => {
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE), { authTagLength: TAG }).setAAD(utf8(owner))
  decipher.setAuthTag(sealed.subarray(-TAG))
  return concat(decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final())
}

/** HMAC-SHA-256 of texts, which is equal for equal ones and says nothing without the key. */
export const indexOf = (key: Bytes, ...texts: readonly string[]): string =>
  createHmac('sha256', key).update(JSON.stringify(texts)).digest('hex')
