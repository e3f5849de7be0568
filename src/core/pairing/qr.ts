/**
 * The content of the QR code: `https://<server>/p/#` and, in base64url,
 *
 *     version 1 | suite 1 | intent 1 | desktop public key 65 | secret 32
 *
 * Browsers do not send what stands behind `#`, so the server never sees it.
 */
import { fromBase64url, toBase64url } from '../bytes/base64url.ts'
import { concat, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { INTENTS, type Intent } from './messages.ts'
import { handleText } from './relay-frames.ts'
import { hkdf, POINT_LENGTH, SUITE, VERSION } from './suite.ts'

export const SECRET_LENGTH = 32
const QR_LENGTH = 3 + POINT_LENGTH + SECRET_LENGTH
const MAX_TEXT = 512
const ROOM_LENGTH = 16

export interface Qr {
  readonly intent: Intent
  /** The desktop's public key, 65 bytes. */
  readonly desktopKey: Bytes
  readonly secret: Bytes
  /** The 100 bytes as they stand in the code; part of the transcript. */
  readonly bytes: Bytes
}

/** Intents are numbered from 1 in the order of INTENTS; new ones are only ever added at the end. */
const intentNumber = (intent: Intent): number => INTENTS.indexOf(intent) + 1

/** A code from its parts. */
export const makeQr = (intent: Intent, desktopKey: Bytes, secret: Bytes): Qr => {
  if (desktopKey.length !== POINT_LENGTH || secret.length !== SECRET_LENGTH) throw new RangeError('key or secret')
  const head = Uint8Array.of(VERSION, SUITE, intentNumber(intent))
  return { intent, desktopKey, secret, bytes: concat(head, desktopKey, secret) }
}

/** The text to show. `server` is the http address of the server whose phone app and relay are used. */
export const qrText = (qr: Qr, server: string): string => `${new URL('/p/', server).href}#${toBase64url(qr.bytes)}`

/**
 * Reads a scanned or pasted code: the whole address, or what stands behind `#`. The address before
 * `#` is not looked at: the phone talks to the server it comes from, never to one that a code names.
 * Throws `protocol-unsupported` for another version or suite and `qr-malformed` for anything else.
 */
export const parseQr = (text: string): Qr => {
  if (text.length > MAX_TEXT) throw new AppError('qr-malformed', { reason: 'too long' })
  const bytes = fromBase64url(text.trim().replace(/^.*#/s, ''))
  if (bytes === null || bytes.length < 3) throw new AppError('qr-malformed', { reason: 'not a pairing code' })
  const [version, suite, intentByte = 0] = bytes
  if (bytes.length !== QR_LENGTH) throw new AppError('qr-malformed', { reason: 'length' })
  if (version !== VERSION || suite !== SUITE) throw new AppError('protocol-unsupported', { version, suite })
  const intent = INTENTS[intentByte - 1]
  if (intent === undefined) throw new AppError('protocol-unsupported', { intent: intentByte })
  const desktopKey = bytes.slice(3, 3 + POINT_LENGTH)
  if (desktopKey[0] !== 4) throw new AppError('qr-malformed', { reason: 'key' })
  return { intent, desktopKey, secret: bytes.slice(3 + POINT_LENGTH), bytes }
}

/** The 16 bytes that name the room of a code. */
export const roomBytes = (qr: Qr): Promise<Bytes> => hkdf(qr.secret, new Uint8Array(), 'BidSeal v1 room', ROOM_LENGTH)

/** The room as relay frames spell it. */
export const roomOf = async (qr: Qr): Promise<string> => handleText(await roomBytes(qr))
