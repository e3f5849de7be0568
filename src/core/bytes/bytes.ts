/** Bytes that own a plain ArrayBuffer, which is what WebCrypto and structured clone ask for. */
export type Bytes = Uint8Array<ArrayBuffer>

const encoder = new TextEncoder()
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 bytes of a text. */
export const utf8 = (text: string): Bytes => encoder.encode(text)

/** The text of UTF-8 bytes. Throws a TypeError on malformed input. */
export const fromUtf8 = (bytes: Uint8Array): string => strictDecoder.decode(bytes)

/** One array holding all parts in order. */
export const concat = (...parts: readonly Uint8Array[]): Bytes => {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Whether both hold the same bytes. The time taken depends on the lengths only. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

/** A copy that owns its buffer. */
export const ownBytes = (bytes: Uint8Array): Bytes => new Uint8Array(bytes)

/** Lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Bytes of a hexadecimal text, or null when it is not one. */
export const fromHex = (text: string): Bytes | null => {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null
  const out = new Uint8Array(text.length / 2)
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return out
}
