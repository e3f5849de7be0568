/** Values of DER (X.690) on top of the elements of `core/cms/der`. Readers throw a RangeError. */
import { fromUtf8, utf8, type Bytes } from '../bytes/bytes.ts'
import { contextTag, element, TAG, type Element } from '../cms/der.ts'

export const VALUE_TAG = {
  boolean: 0x01,
  utf8String: 0x0c,
  enumerated: 0x0a,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
} as const

/** Parts one after the other: unlike `concat`, for any number of them. */
export const join = (parts: readonly Uint8Array[]): Bytes => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => element(TAG.sequence, ...parts)
export const octets = (content: Uint8Array): Bytes => element(TAG.octetString, content)
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Bytes =>
  element(contextTag(number), ...parts)
export const trueValue: Bytes = element(VALUE_TAG.boolean, Uint8Array.of(0xff))
export const nullValue: Bytes = element(TAG.null)

/** BIT STRING whose last byte is whole. */
export const bits = (content: Uint8Array): Bytes => element(TAG.bitString, Uint8Array.of(0), content)

/** INTEGER from big-endian unsigned bytes. */
export const unsigned = (bytes: Uint8Array): Bytes => {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const digits = bytes.subarray(start)
  const padding = digits.length === 0 || digits[0]! >= 0x80 ? [0] : []
  return element(TAG.integer, Uint8Array.from(padding), digits)
}

/** INTEGER from a number that is not negative. */
export const integer = (value: number): Bytes => {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not an unsigned integer`)
  const digits: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256)
  return unsigned(Uint8Array.from(digits))
}

const ascii = (tag: number, text: string): Bytes => {
  if (!/^[\x20-\x7e]*$/.test(text)) throw new RangeError('not ASCII')
  return element(tag, utf8(text))
}

export const ia5String = (text: string): Bytes => ascii(VALUE_TAG.ia5String, text)
export const printableString = (text: string): Bytes => ascii(VALUE_TAG.printableString, text)
export const utf8String = (text: string): Bytes => element(VALUE_TAG.utf8String, utf8(text))

/** The element, provided that it is there and has the tag. */
export const expect = (value: Element | undefined, tag: number): Element => {
  if (value?.tag !== tag) throw new RangeError(`element ${tag.toString(16)} expected`)
  return value
}

/** Content of an INTEGER that is not negative, in its shortest form, without the sign byte. */
export const readUnsigned = (value: Element | undefined): Uint8Array => {
  const { content } = expect(value, TAG.integer)
  const [first, second] = content
  if (first === undefined || first >= 0x80) throw new RangeError('not an unsigned integer')
  if (first === 0 && second !== undefined && second < 0x80) throw new RangeError('not the shortest integer')
  return first === 0 && content.length > 1 ? content.subarray(1) : content
}

/** An INTEGER between 0 and `limit`. */
export const readInteger = (value: Element | undefined, limit = Number.MAX_SAFE_INTEGER): number => {
  const digits = readUnsigned(value)
  const number = digits.length > 7 ? Infinity : digits.reduce((sum, digit) => sum * 256 + digit, 0)
  if (number > limit) throw new RangeError('integer too large')
  return number
}

/** Content of a BIT STRING of whole bytes. */
export const readBits = (value: Element | undefined): Uint8Array => {
  const { content } = expect(value, TAG.bitString)
  if (content[0] !== 0) throw new RangeError('not whole bytes')
  return content.subarray(1)
}

const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

const wide = (bytes: Uint8Array, size: 2 | 4): string => {
  if (bytes.length % size !== 0) throw new RangeError('half a character')
  let text = ''
  for (let at = 0; at < bytes.length; at += size) {
    const code = bytes.subarray(at, at + size).reduce((sum, byte) => sum * 256 + byte, 0)
    text += size === 2 ? String.fromCharCode(code) : String.fromCodePoint(code)
  }
  return text
}

/** Any of the string types that names use (RFC 5280 section 4.1.2.4), IA5String included. */
export const readString = (value: Element | undefined): string => {
  switch (value?.tag) {
    case VALUE_TAG.utf8String:
      return fromUtf8(value.content)
    case VALUE_TAG.printableString:
    case VALUE_TAG.ia5String:
      if (value.content.some((byte) => byte >= 0x80)) throw new RangeError('not ASCII')
      return latin1(value.content)
    case VALUE_TAG.teletexString:
      return latin1(value.content)
    case VALUE_TAG.bmpString:
      return wide(value.content, 2)
    case VALUE_TAG.universalString:
      return wide(value.content, 4)
    default:
      throw new RangeError('not a string')
  }
}

/** The dotted spelling of an OBJECT IDENTIFIER. */
export const readOid = (value: Element | undefined): string => {
  const { content } = expect(value, TAG.oid)
  const arcs: bigint[] = []
  let arc = 0n
  let isFresh = true
  for (const byte of content) {
    if (isFresh && byte === 0x80) throw new RangeError('not the shortest arc')
    arc = arc * 128n + BigInt(byte & 0x7f)
    isFresh = byte < 0x80
    if (isFresh) {
      arcs.push(arc)
      arc = 0n
    }
  }
  const [first] = arcs
  if (first === undefined || !isFresh || content.length > 64) throw new RangeError('not an object identifier')
  const root = first < 80n ? first / 40n : 2n
  return [root, first - root * 40n, ...arcs.slice(1)].join('.')
}
