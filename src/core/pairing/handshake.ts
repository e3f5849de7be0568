/**
 * HELLO and WELCOME: from a scanned code to a channel that both sides have proved.
 *
 *     HELLO,   phone to desktop: type 1 | version 1 | suite 1 | enc 65 | ciphertext
 *     WELCOME, desktop to phone: type 1 | version 1 | suite 1 | nonce 32 | ciphertext
 *
 * HELLO is HPKE in mode PSK to the desktop's key. WELCOME is sealed with a key from HELLO's exporter,
 * as RFC 9458 section 4.4 answers a request. The bytes before the ciphertext are associated data,
 * plaintexts are canonical JSON and padded.
 */
import { z } from 'zod'
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { concat, ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { canonicalBytes, parseCanonical, type Json } from '../bytes/canonical-json.ts'
import { sha256 } from '../bytes/digest.ts'
import { lengthPrefixed, readUint } from '../bytes/frames.ts'
import { INTENTS, type Intent } from './messages.ts'
import { pad, unpad } from './padding.ts'
import { POLICY } from './policy.ts'
import { roomBytes, type Qr } from './qr.ts'
import type { RandomBytes } from './ports.ts'
import {
  hkdf,
  openPsk,
  POINT_LENGTH,
  publicKeyOf,
  sealPsk,
  SUITE,
  TAG_LENGTH,
  VERSION,
  type Exporter,
  type KeyPair,
  type SubtleKey,
} from './suite.ts'

export const FRAME_TYPE = { hello: 1, welcome: 2, data: 3 } as const
const HEAD = 3
const NONCE_LENGTH = 32
const SESSION_LENGTH = 16
/** A few padded blocks; both messages are short. */
const MAX_HANDSHAKE = 4096

const bytesOf = (length: number) =>
  z.string().transform((text, context) => {
    const bytes = fromBase64url(text)
    if (bytes?.length === length) return bytes
    context.addIssue('not that many bytes')
    return z.NEVER
  })

const name = z.string().min(1).max(255)
const helloSchema = z.strictObject({
  key: bytesOf(POINT_LENGTH),
  versions: z.array(z.int().positive()).min(1).max(8),
  device: name,
})
const welcomeSchema = z.strictObject({
  key: bytesOf(POINT_LENGTH),
  desktop: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9_-]{16,43}$/), name, version: z.string().max(64) }),
  intent: z.enum(INTENTS),
  session: bytesOf(SESSION_LENGTH),
  /** The desktop's clock, by which all times of this session are meant. Milliseconds since 1970. */
  now: z.int().nonnegative(),
  expiresAt: z.int().nonnegative(),
  /** Milliseconds. */
  idle: z.int().positive(),
})

export interface Desktop {
  /** Random, kept by the desktop, so that a phone knows it again. */
  readonly id: string
  readonly name: string
  readonly version: string
}

/** What a phone says of itself first. */
export interface Hello {
  readonly key: SubtleKey
  readonly device: string
}

export interface Welcome {
  readonly key: SubtleKey
  readonly desktop: Desktop
  readonly intent: Intent
  readonly session: Bytes
  readonly now: number
  readonly expiresAt: number
  readonly idle: number
}

/** What both sides hold after the handshake. */
export interface Secrets {
  /** SHA-256 of code, HELLO and WELCOME. */
  readonly transcript: Bytes
  /** PSK of every later frame. */
  readonly root: Bytes
  /** Four digits that both screens show. */
  readonly code: string
}

const head = (type: number): Bytes => Uint8Array.of(type, VERSION, SUITE)

const startsWith = (frame: Uint8Array, type: number): boolean =>
  frame[0] === type && frame[1] === VERSION && frame[2] === SUITE && frame.length <= MAX_HANDSHAKE

const parse = <T>(schema: z.ZodType<T>, padded: Uint8Array): T | null => {
  const data = unpad(padded)
  if (data === null) return null
  try {
    return schema.parse(parseCanonical(data))
  } catch {
    return null
  }
}

const helloInfo = async (qr: Qr): Promise<Bytes> => concat(utf8('BidSeal v1 pair'), await sha256(qr.bytes))

const deriveSecrets = async (exporter: Exporter, qr: Qr, hello: Bytes, welcome: Bytes): Promise<Secrets> => {
  const transcript = await sha256(lengthPrefixed(qr.bytes, hello, welcome))
  const root = await hkdf(await exporter('BidSeal v1 root'), transcript, 'BidSeal v1 root', 32)
  const number = readUint(await hkdf(root, transcript, 'BidSeal v1 code', 6), 0, 6) % 10_000
  return { transcript, root, code: String(number).padStart(4, '0') }
}

/** The key and nonce of WELCOME (RFC 9458 section 4.4). */
const welcomeKey = async (exporter: Exporter, enc: Bytes, nonce: Bytes) => {
  const secret = await exporter('BidSeal v1 welcome')
  const salt = concat(enc, nonce)
  const key = await hkdf(secret, salt, 'key', 32)
  return {
    key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']),
    iv: await hkdf(secret, salt, 'nonce', 12),
  }
}

/** The phone's half until WELCOME arrives. */
export interface PendingHello {
  readonly qr: Qr
  readonly frame: Bytes
  readonly keys: KeyPair
  readonly enc: Bytes
  readonly exporter: Exporter
}

/** HELLO for a scanned code, or null where the code's key is no key. */
export const makeHello = async (qr: Qr, keys: KeyPair, key: Bytes, device: string): Promise<PendingHello | null> => {
  const recipient = await publicKeyOf(qr.desktopKey)
  if (recipient === null) return null
  const plaintext = pad(canonicalBytes({ key: toBase64url(key), versions: [VERSION], device }))
  const psk = { key: qr.secret, id: await roomBytes(qr) }
  const aad = head(FRAME_TYPE.hello)
  const { enc, ciphertext, exporter } = await sealPsk(recipient, plaintext, { info: await helloInfo(qr), psk, aad })
  return { qr, keys, enc, exporter, frame: concat(aad, enc, ciphertext) }
}

/** What the desktop has once a HELLO was valid. */
export interface AcceptedHello {
  readonly hello: Hello
  readonly qr: Qr
  readonly frame: Bytes
  readonly enc: Bytes
  readonly exporter: Exporter
}

/** Opens a HELLO. Null when it was not made for this code, by somebody who has read it. */
export const openHello = async (qr: Qr, keys: KeyPair, frame: Bytes): Promise<AcceptedHello | null> => {
  if (!startsWith(frame, FRAME_TYPE.hello) || frame.length < HEAD + POINT_LENGTH + TAG_LENGTH) return null
  const enc = ownBytes(frame.subarray(HEAD, HEAD + POINT_LENGTH))
  const sealed = { enc, ciphertext: ownBytes(frame.subarray(HEAD + POINT_LENGTH)) }
  const psk = { key: qr.secret, id: await roomBytes(qr) }
  const opened = await openPsk(keys, sealed, { info: await helloInfo(qr), psk, aad: head(FRAME_TYPE.hello) })
  const fields = opened && parse(helloSchema, opened.plaintext)
  const key = fields && (await publicKeyOf(fields.key))
  if (opened === null || fields === null || key === null || !fields.versions.includes(VERSION)) return null
  return { hello: { key, device: fields.device }, qr, frame, enc, exporter: opened.exporter }
}

/** The answer to a HELLO, with the secrets it leads to. */
export const makeWelcome = async (
  accepted: AcceptedHello,
  key: Bytes,
  facts: Omit<Welcome, 'key' | 'idle' | 'expiresAt'>,
  random: RandomBytes,
): Promise<{ readonly frame: Bytes; readonly secrets: Secrets; readonly expiresAt: number }> => {
  const expiresAt = facts.now + POLICY.session.absolute
  const fields: Json = {
    key: toBase64url(key),
    desktop: { id: facts.desktop.id, name: facts.desktop.name, version: facts.desktop.version },
    intent: facts.intent,
    session: toBase64url(facts.session),
    now: facts.now,
    expiresAt,
    idle: POLICY.session.idle,
  }
  const nonce = random(NONCE_LENGTH)
  const aad = concat(head(FRAME_TYPE.welcome), nonce)
  const { key: aead, iv } = await welcomeKey(accepted.exporter, accepted.enc, nonce)
  const algorithm = { name: 'AES-GCM', iv, additionalData: aad }
  const ciphertext = await crypto.subtle.encrypt(algorithm, aead, pad(canonicalBytes(fields)))
  const frame = concat(aad, new Uint8Array(ciphertext))
  const secrets = await deriveSecrets(accepted.exporter, accepted.qr, accepted.frame, frame)
  return { frame, secrets, expiresAt }
}

/** Opens a WELCOME. Null when it is not the answer to this HELLO, or says another intent than the code. */
export const openWelcome = async (
  pending: PendingHello,
  frame: Bytes,
): Promise<{ readonly welcome: Welcome; readonly secrets: Secrets } | null> => {
  if (!startsWith(frame, FRAME_TYPE.welcome) || frame.length < HEAD + NONCE_LENGTH + TAG_LENGTH) return null
  const aad = ownBytes(frame.subarray(0, HEAD + NONCE_LENGTH))
  const { key: aead, iv } = await welcomeKey(pending.exporter, pending.enc, ownBytes(aad.subarray(HEAD)))
  const ciphertext = ownBytes(frame.subarray(HEAD + NONCE_LENGTH))
  const algorithm = { name: 'AES-GCM', iv, additionalData: aad }
  const plaintext = await crypto.subtle.decrypt(algorithm, aead, ciphertext).catch(() => null)
  const fields = plaintext && parse(welcomeSchema, new Uint8Array(plaintext))
  const key = fields && (await publicKeyOf(fields.key))
  if (fields === null || key === null || fields.intent !== pending.qr.intent) return null
  const secrets = await deriveSecrets(pending.exporter, pending.qr, pending.frame, frame)
  return { welcome: { ...fields, key }, secrets }
}
