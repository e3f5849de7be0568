/** The last signature of a PDF, found by looking for its words: not by the code under test. */
import { ownBytes, type Bytes } from '#core/bytes/bytes'

const rangesOf = (pdf: Uint8Array): readonly [number, number, number, number] => {
  const text = Buffer.from(pdf).toString('latin1')
  const numbers = [...text.matchAll(/\/ByteRange ?\[([\d ]+)\]/g)].at(-1)?.[1]?.trim().split(/ +/).map(Number)
  const [start = NaN, before = NaN, after = NaN, rest = NaN] = numbers ?? []
  return [start, before, after, rest]
}

/** What it signs. */
export const signedRanges = (pdf: Uint8Array): Bytes => {
  const [start, before, after, rest] = rangesOf(pdf)
  return ownBytes(Buffer.concat([pdf.subarray(start, start + before), pdf.subarray(after, after + rest)]))
}

/** The DER of its CMS, without the zeros behind it. */
export const cmsOf = (pdf: Uint8Array): Bytes => {
  const [start, before, after] = rangesOf(pdf)
  const hex = Buffer.from(pdf.subarray(start + before + 1, after - 1)).toString('latin1')
  const padded = Buffer.from(hex, 'hex')
  // SEQUENCE, length in two bytes
  return ownBytes(padded.subarray(0, 4 + padded.readUInt16BE(2)))
}
