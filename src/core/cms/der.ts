/** The few forms of DER (X.690) that signed data needs: definite lengths, one-byte tags, nothing else. */
import { concat, equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const

/** The explicit or implicit context tag `[number]` of a constructed value. */
export const contextTag = (number: number): number => 0xa0 | number

export interface Element {
  readonly tag: number
  /** The whole element, header included. */
  readonly bytes: Uint8Array
  readonly content: Uint8Array
}

const lengthOf = (size: number): number[] => {
  if (size < 0x80) return [size]
  const digits: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return [0x80 | digits.length, ...digits]
}

/** One element: tag, shortest length, the parts one after the other. */
export const element = (tag: number, ...parts: readonly Uint8Array[]): Bytes => {
  const size = parts.reduce((sum, part) => sum + part.length, 0)
  return concat(Uint8Array.from([tag, ...lengthOf(size)]), ...parts)
}

const compare = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** SET OF: members in the order of their encodings (X.690 section 11.6). */
export const setOf = (...members: readonly Uint8Array[]): Bytes => element(TAG.set, ...[...members].sort(compare))

/** An object identifier from its dotted spelling; arcs may be longer than a number holds (ITU-T X.667). */
export const oid = (dotted: string): Bytes => {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  const septets = (arc: bigint): number[] => {
    const out = [Number(arc & 0x7fn)]
    for (let left = arc >> 7n; left > 0n; left >>= 7n) out.unshift(0x80 | Number(left & 0x7fn))
    return out
  }
  return element(TAG.oid, Uint8Array.from([first * 40n + second, ...rest].flatMap(septets)))
}

/** Whether an element is this object identifier. */
export const isOid = (value: Element | undefined, dotted: string): boolean =>
  value !== undefined && equalBytes(value.bytes, oid(dotted))

/** The element that begins at `offset`. Throws a RangeError unless it is complete and its length is the shortest. */
export const readElement = (bytes: Uint8Array, offset = 0): Element => {
  const tag = bytes[offset]
  let size = bytes[offset + 1]
  if (tag === undefined || size === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('not DER')
  let start = offset + 2
  if (size >= 0x80) {
    const digits = size & 0x7f
    if (digits === 0 || digits > 4 || start + digits > bytes.length) throw new RangeError('not DER')
    size = 0
    for (let i = 0; i < digits; i++) size = size * 256 + bytes[start + i]!
    if (lengthOf(size).length !== digits + 1) throw new RangeError('not DER')
    start += digits
  }
  if (start + size > bytes.length) throw new RangeError('cut')
  return { tag, bytes: bytes.subarray(offset, start + size), content: bytes.subarray(start, start + size) }
}

/** The elements inside a constructed element. Throws a RangeError when they do not fill it. */
export const childrenOf = (value: Element | undefined): readonly Element[] => {
  if (value === undefined || (value.tag & 0x20) === 0) throw new RangeError('not constructed')
  const out: Element[] = []
  for (let at = 0; at < value.content.length;) {
    const child = readElement(value.content, at)
    out.push(child)
    at += child.bytes.length
  }
  return out
}

/** The one element that fills the bytes. Throws a RangeError otherwise. */
export const parseElement = (bytes: Uint8Array): Element => {
  const value = readElement(bytes)
  if (value.bytes.length !== bytes.length) throw new RangeError('bytes after the end')
  return value
}

/** The same element under another tag: IMPLICIT tagging and back. */
export const retag = (value: Uint8Array, tag: number): Bytes => {
  const out = ownBytes(value)
  out[0] = tag
  return out
}
