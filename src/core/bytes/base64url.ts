import type { Bytes } from './bytes.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]))

/** RFC 4648 section 5, without padding. */
export const toBase64url = (bytes: Uint8Array): string => {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
    const group = (a << 16) | (b << 8) | c
    const letters = Math.min(bytes.length - i, 3) + 1
    for (let j = 0; j < letters; j++) text += ALPHABET[(group >> (18 - 6 * j)) & 63]
  }
  return text
}

/**
 * RFC 4648 section 5, without padding. Returns null for anything but the one canonical
 * spelling: wrong letters, padding, an impossible length or spare bits that are not zero.
 */
export const fromBase64url = (text: string): Bytes | null => {
  if (text.length % 4 === 1) return null
  const out = new Uint8Array(Math.floor((text.length * 3) / 4))
  let at = 0
  let bits = 0
  let pending = 0
  for (const letter of text) {
    const value = VALUES.get(letter)
    if (value === undefined) return null
    pending = (pending << 6) | value
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out[at++] = pending >> bits
      pending &= (1 << bits) - 1
    }
  }
  return pending === 0 ? out : null
}

/** The bytes of a text that a schema has found to be base64url; none where it is not. */
export const decoded = (text: string): Bytes => fromBase64url(text) ?? new Uint8Array()
