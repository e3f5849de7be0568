/**
 * What is signed during pairing. Each is a label and length-prefixed parts, so that nothing signed
 * here can be taken for anything else; signatures are ECDSA P-256 with SHA-256, r ‖ s (64 bytes).
 */
import { concat, utf8, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { canonicalBytes, type Json } from '../bytes/canonical-json.ts'
import { lengthPrefixed } from '../bytes/frames.ts'
import type { Intent } from './messages.ts'
import type { SubtleKey } from './suite.ts'

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const

const labelled = (label: string, ...parts: readonly Uint8Array[]): Bytes =>
  concat(utf8(label), lengthPrefixed(...parts))

/** By the signing key, once, at enrolment: this device key is mine. `deviceKey` is SPKI. */
export const endorsementBytes = (deviceKey: Bytes): Bytes => labelled('BidSeal v1 device', deviceKey)

export interface PairingContext {
  readonly transcript: Bytes
  /** Origin of the server whose phone app and relay are used, as URL.origin spells it. */
  readonly origin: string
  readonly intent: Intent
}

/** By the device key, in each pairing: the phone at the other end of this channel is this device. */
export const introductionBytes = ({ transcript, origin, intent }: PairingContext): Bytes =>
  labelled('BidSeal v1 introduction', transcript, utf8(origin), utf8(intent))

/** CONFIRM, by the signing key, after the PIN: the holder agrees to exactly this request. */
export const confirmBytes = ({ transcript, origin, intent }: PairingContext, requestHash: Bytes): Bytes =>
  labelled('BidSeal v1 auth', transcript, utf8(origin), utf8(intent), requestHash)

/** SHA-256 of a request's canonical bytes. */
export const requestHashOf = (request: Json): Promise<Bytes> => sha256(canonicalBytes(request))

export const signProof = async (key: SubtleKey, data: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign(ECDSA, key, data))

/** Whether the P-256 key (SPKI) made this signature. False for a key or signature that is none. */
export const isProof = async (spki: Bytes, data: Bytes, signature: Bytes): Promise<boolean> => {
  try {
    const key = await crypto.subtle.importKey('spki', spki, P256, false, ['verify'])
    return await crypto.subtle.verify(ECDSA, key, signature, data)
  } catch {
    return false
  }
}
