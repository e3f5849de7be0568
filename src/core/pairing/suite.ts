/**
 * Suite 1: HPKE (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. There is one
 * suite per protocol version and nothing is negotiated.
 */
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'

export const VERSION = 1
export const SUITE = 1
/** An uncompressed P-256 point: public keys and encapsulated keys. */
export const POINT_LENGTH = 65
/** How it begins; libraries take hybrid ones, which begin otherwise, for the same point. */
const UNCOMPRESSED = 4
export const TAG_LENGTH = 16

/** WebCrypto's key, by the name that browser and Node types share. */
export type SubtleKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

/** An ECDH P-256 key pair that lives as long as one pairing. */
export interface KeyPair {
  readonly publicKey: SubtleKey
  readonly privateKey: SubtleKey
}

export interface Psk {
  /** 32 bytes or more. */
  readonly key: Bytes
  readonly id: Bytes
}

/** Derives further secrets of 32 bytes from an HPKE context (RFC 9180 section 5.3). */
export type Exporter = (label: string) => Promise<Bytes>

export interface Sealed {
  readonly enc: Bytes
  readonly ciphertext: Bytes
}

const EXPORTED_LENGTH = 32
const P256 = { name: 'ECDH', namedCurve: 'P-256' } as const

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })

const exporterOf =
  (context: { export(label: Bytes, length: number): Promise<ArrayBuffer> }): Exporter =>
  async (label) =>
    new Uint8Array(await context.export(utf8(label), EXPORTED_LENGTH))

export const generateKeyPair = async (): Promise<KeyPair> => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(P256, false, ['deriveBits'])
  return { publicKey, privateKey }
}

/** The 65 bytes of a public key. */
export const pointOf = async (key: SubtleKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('raw', key))

/** A public key from the 65 bytes of an uncompressed point (SEC 1, 2.3.3), or null where they are none of the curve. */
export const publicKeyOf = async (point: Uint8Array): Promise<SubtleKey | null> => {
  if (point.length !== POINT_LENGTH || point[0] !== UNCOMPRESSED) return null
  try {
    return await crypto.subtle.importKey('raw', ownBytes(point), P256, true, [])
  } catch {
    return null
  }
}

interface Common {
  readonly info: Bytes
  readonly psk: Psk
  readonly aad: Bytes
}

/** Mode PSK: whoever holds the psk speaks to whoever holds the recipient's key. */
export const sealPsk = async (
  recipient: SubtleKey,
  plaintext: Bytes,
  { info, psk, aad }: Common,
): Promise<Sealed & { readonly exporter: Exporter }> => {
  const context = await suite.createSenderContext({ recipientPublicKey: recipient, info, psk })
  const ciphertext = new Uint8Array(await context.seal(plaintext, aad))
  return { enc: new Uint8Array(context.enc), ciphertext, exporter: exporterOf(context) }
}

/** Opens what sealPsk made; null when it was not made for this key and psk, or has been changed. */
export const openPsk = async (
  recipient: KeyPair,
  { enc, ciphertext }: Sealed,
  { info, psk, aad }: Common,
): Promise<{ readonly plaintext: Bytes; readonly exporter: Exporter } | null> => {
  try {
    const context = await suite.createRecipientContext({ recipientKey: { ...recipient }, enc, info, psk })
    return { plaintext: new Uint8Array(await context.open(ciphertext, aad)), exporter: exporterOf(context) }
  } catch {
    return null
  }
}

/** Mode AuthPSK, one message: both sides' keys and the psk are proved. */
export const sealAuthPsk = async (
  sender: KeyPair,
  recipient: SubtleKey,
  plaintext: Bytes,
  { info, psk, aad }: Common,
): Promise<Sealed> => {
  const keys = { recipientPublicKey: recipient, senderKey: { ...sender } }
  const { ct, enc } = await suite.seal({ ...keys, info, psk }, plaintext, aad)
  return { enc: new Uint8Array(enc), ciphertext: new Uint8Array(ct) }
}

/** Opens what sealAuthPsk made; null when it is not from this sender for this recipient, or has been changed. */
export const openAuthPsk = async (
  recipient: KeyPair,
  sender: SubtleKey,
  { enc, ciphertext }: Sealed,
  { info, psk, aad }: Common,
): Promise<Bytes | null> => {
  try {
    const keys = { recipientKey: { ...recipient }, senderPublicKey: sender }
    return new Uint8Array(await suite.open({ ...keys, enc, info, psk }, ciphertext, aad))
  } catch {
    return null
  }
}

/** HKDF with SHA-256 (RFC 5869). */
export const hkdf = async (secret: Bytes, salt: Bytes, info: string, length: number): Promise<Bytes> => {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt, info: utf8(info) }
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, length * 8))
}
