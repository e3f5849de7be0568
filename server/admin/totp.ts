/**
 * Time-based one-time passwords of authenticator apps: RFC 6238 over the HOTP of RFC 4226, with
 * SHA-1, steps of 30 seconds and six digits, which is what every app takes.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

const STEP = 30_000
const DIGITS = 6
/** Steps by which a phone's clock may be off. */
const DRIFT = 1

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, section 6, without padding. */
export const toBase32 = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** The bytes of a text in base 32; what is not of its alphabet is passed over, bits that fill no byte are dropped. */
export const fromBase32 = (text: string): Uint8Array => {
  const bits = Array.from(text.toUpperCase(), (letter) => ALPHABET.indexOf(letter))
    .filter((value) => value >= 0)
    .map((value) => value.toString(2).padStart(5, '0'))
    .join('')
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

export const stepAt = (time: number): number => Math.floor(time / STEP)

/** The code of a step. */
export const codeOf = (secret: Uint8Array, step: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0xf
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** DIGITS
  return String(number).padStart(DIGITS, '0')
}

/** The step whose code this is, at a time; null when it is none's. A step that was used must not be taken again. */
export const stepOf = (secret: Uint8Array, code: string, time: number): number | null => {
  if (!/^\d{6}$/.test(code)) return null
  const here = stepAt(time)
  let found: number | null = null
  for (let step = here - DRIFT; step <= here + DRIFT; step++)
    if (timingSafeEqual(Buffer.from(codeOf(secret, step)), Buffer.from(code))) found = step
  return found
}

const ISSUER = 'BidSeal'

/** What the QR code for an authenticator app says. */
export const otpauthUri = (name: string, secret: Uint8Array): string =>
  `otpauth://totp/${ISSUER}:${encodeURIComponent(name)}?secret=${toBase32(secret)}&issuer=${ISSUER}&algorithm=SHA1&digits=${DIGITS}&period=${STEP / 1000}`
