/**
 * A credential's private keys at rest: PKCS#8 under the content key, AES-256-GCM, bound to the
 * certificate and to the key's use. They are unwrapped inside WebCrypto and cannot be exported.
 */
import { utf8, type Bytes } from '#core/bytes/bytes'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { RandomBytes } from '#core/pairing/ports'
import type { Sealed } from './stored.ts'

export const KEY_USES = {
  sign: { algorithm: { name: 'ECDSA', namedCurve: 'P-256' }, usages: ['sign'] },
  encrypt: { algorithm: { name: 'ECDH', namedCurve: 'P-256' }, usages: ['deriveBits'] },
} as const
export type KeyUse = keyof typeof KEY_USES

const algorithmOf = (nonce: Bytes, credential: string, use: KeyUse) => ({
  name: 'AES-GCM',
  iv: nonce,
  additionalData: utf8(`BidSeal v1 key/${use}/${credential}`),
})

/** What an older encryption key is bound to. */
export const olderName = (credential: string, fingerprint: string): string => `${credential}/${fingerprint}`

/** A key from its PKCS#8 bytes. Throws `key-mismatch` when they are no P-256 key. */
export const importPrivateKey = async (pkcs8: Bytes, use: KeyUse, isExtractable: boolean): Promise<SubtleKey> => {
  const { algorithm, usages } = KEY_USES[use]
  try {
    return await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, isExtractable, [...usages])
  } catch (cause) {
    throw new AppError('key-mismatch', { use }, cause)
  }
}

export const wrapPrivateKey = async (
  key: SubtleKey,
  contentKey: SubtleKey,
  credential: string,
  use: KeyUse,
  random: RandomBytes,
): Promise<Sealed> => {
  const nonce = random(12)
  const ciphertext = await crypto.subtle.wrapKey('pkcs8', key, contentKey, algorithmOf(nonce, credential, use))
  return { nonce, ciphertext: new Uint8Array(ciphertext) }
}

/** Throws `storage-unavailable` when what was stored has been changed. */
export const unwrapPrivateKey = async (
  { nonce, ciphertext }: Sealed,
  contentKey: SubtleKey,
  credential: string,
  use: KeyUse,
  isExtractable = false,
): Promise<SubtleKey> => {
  const { algorithm, usages } = KEY_USES[use]
  const sealing = algorithmOf(nonce, credential, use)
  try {
    return await crypto.subtle.unwrapKey('pkcs8', ciphertext, contentKey, sealing, algorithm, isExtractable, [
      ...usages,
    ])
  } catch (cause) {
    throw new AppError('storage-unavailable', { reason: 'key damaged' }, cause)
  }
}
