/** Hides lengths: data after its length in four bytes, filled up with zeros to a multiple of 256. */
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { readUint, uint } from '../bytes/frames.ts'
import { POLICY } from './policy.ts'

const HEAD = 4

export const pad = (data: Uint8Array): Bytes => {
  const step = POLICY.message.padding
  const out = new Uint8Array(Math.ceil((HEAD + data.length) / step) * step)
  out.set(uint(data.length, HEAD))
  out.set(data, HEAD)
  return out
}

/** The data, or null when it is not padded in exactly this way. */
export const unpad = (padded: Uint8Array): Bytes | null => {
  const step = POLICY.message.padding
  if (padded.length < HEAD) return null
  const length = readUint(padded, 0, HEAD)
  if (padded.length !== Math.ceil((HEAD + length) / step) * step) return null
  const hasOnlyZeros = padded.subarray(HEAD + length).every((byte) => byte === 0)
  return hasOnlyZeros ? ownBytes(padded.subarray(HEAD, HEAD + length)) : null
}
