import { concat, type Bytes } from './bytes.ts'

/** A big-endian unsigned integer of 1 to 6 bytes, or 8 for safe integers. */
export const uint = (value: number, size: number): Bytes => {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** size)
    throw new RangeError(`${value} does not fit ${size} bytes`)
  const out = new Uint8Array(size)
  for (let i = size - 1, rest = value; i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest % 256
  return out
}

/** Reads a big-endian unsigned integer. Throws a RangeError past the end or above 2^53 - 1. */
export const readUint = (bytes: Uint8Array, offset: number, size: number): number => {
  if (offset < 0 || offset + size > bytes.length) throw new RangeError('read past the end')
  let value = 0
  for (let i = 0; i < size; i++) value = value * 256 + bytes[offset + i]!
  if (!Number.isSafeInteger(value)) throw new RangeError('integer too large')
  return value
}

/** Each part after its length in four bytes: no two lists of parts have the same spelling. */
export const lengthPrefixed = (...parts: readonly Uint8Array[]): Bytes =>
  concat(...parts.flatMap((part) => [uint(part.length, 4), part]))
