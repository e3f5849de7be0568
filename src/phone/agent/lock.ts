/**
 * The lock on a credential's content key, which encrypts its private keys. The wrapping key is
 * derived from three parts: what only this device can compute, the PIN through Argon2id, and a share
 * that the server releases against a proof of the PIN. The salt stays on the phone, so that the
 * server cannot try PINs.
 */
import { utf8, type Bytes } from '#core/bytes/bytes'
import { sha256 } from '#core/bytes/digest'
import { lengthPrefixed } from '#core/bytes/frames'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import type { RandomBytes } from '#core/pairing/ports'
import { hkdf } from '#core/pairing/suite'
import { deriveOnDevice, type DeviceKeys } from './device.ts'
import { stretchPin, type PinCost } from './pin.ts'
import type { Sealed } from './stored.ts'
import { wipe } from './wipe.ts'

const NO_SALT = new Uint8Array()
const AES = { name: 'AES-GCM', length: 256 } as const
const KEY_USES = ['wrapKey', 'unwrapKey'] as const

/** What a PIN and a salt come to. Overwrite it when it is no longer needed. */
export interface PinSecrets {
  /** Shown to the server. */
  readonly proof: Bytes
  /** The PIN's part of the wrapping key. */
  readonly key: Bytes
}

export const pinSecrets = async (pin: string, salt: Bytes, cost: PinCost): Promise<PinSecrets> => {
  const stretched = await stretchPin(pin, salt, cost)
  try {
    return {
      proof: await hkdf(stretched, NO_SALT, 'BidSeal v1 pin proof', 32),
      key: await hkdf(stretched, NO_SALT, 'BidSeal v1 pin key', 32),
    }
  } finally {
    wipe(stretched)
  }
}

/** What the server checks a proof against. */
export const verifierOf = ({ proof }: PinSecrets): Promise<Bytes> => sha256(proof)

export interface LockParts {
  readonly device: DeviceKeys
  readonly salt: Bytes
  readonly secrets: PinSecrets
  /** 32 bytes. */
  readonly share: Bytes
}

const wrappingKey = async ({ device, salt, secrets, share }: LockParts): Promise<SubtleKey> => {
  const parts = lengthPrefixed(utf8('BidSeal v1 wrapping key'), salt, secrets.key, share)
  const derived = await deriveOnDevice(device, parts)
  const bytes = await hkdf(derived, salt, 'BidSeal v1 wrapping key', 32)
  try {
    return await crypto.subtle.importKey('raw', bytes, AES, false, [...KEY_USES])
  } finally {
    wipe(parts, derived, bytes)
  }
}

/** A fresh content key. It can be locked, and nothing else can be taken out of it. */
export const makeContentKey = (): Promise<SubtleKey> => crypto.subtle.generateKey(AES, true, [...KEY_USES])

export const lockContentKey = async (contentKey: SubtleKey, parts: LockParts, random: RandomBytes): Promise<Sealed> => {
  const nonce = random(12)
  const key = await wrappingKey(parts)
  const ciphertext = await crypto.subtle.wrapKey('raw', contentKey, key, { name: 'AES-GCM', iv: nonce })
  return { nonce, ciphertext: new Uint8Array(ciphertext) }
}

/**
 * The content key, or null when the parts are not those it was locked with.
 * @param isLockable Whether it can be locked again.
 */
export const unlockContentKey = async (
  { nonce, ciphertext }: Sealed,
  parts: LockParts,
  isLockable = false,
): Promise<SubtleKey | null> => {
  const key = await wrappingKey(parts)
  const algorithm = { name: 'AES-GCM', iv: nonce }
  return crypto.subtle.unwrapKey('raw', ciphertext, key, algorithm, AES, isLockable, [...KEY_USES]).catch(() => null)
}
