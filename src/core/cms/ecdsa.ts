/** ECDSA signatures: WebCrypto speaks r ‖ s (IEEE P1363), certificates and CMS speak DER (RFC 3279 section 2.2.3). */
import { concat, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, element, parseElement, TAG } from './der.ts'

const integer = (unsigned: Uint8Array): Bytes => {
  let start = 0
  while (start < unsigned.length - 1 && unsigned[start] === 0) start++
  const digits = unsigned.subarray(start)
  return element(TAG.integer, Uint8Array.from(digits[0]! >= 0x80 ? [0] : []), digits)
}

/** r ‖ s as the DER sequence of two integers. */
export const ecdsaToDer = (signature: Uint8Array): Bytes => {
  const half = signature.length / 2
  return element(TAG.sequence, integer(signature.subarray(0, half)), integer(signature.subarray(half)))
}

const unsigned = (content: Uint8Array, size: number): Bytes => {
  const isPadded = content[0] === 0 && content.length > 1
  const digits = isPadded ? content.subarray(1) : content
  const isNegative = !isPadded && (content[0] ?? 0x80) >= 0x80
  if (isNegative || digits.length > size || (isPadded && digits[0]! < 0x80)) throw new RangeError('integer')
  return concat(new Uint8Array(size - digits.length), digits)
}

/** The DER sequence as r ‖ s, each `size` bytes. Throws a RangeError when it is not one in its shortest form. */
export const ecdsaFromDer = (signature: Uint8Array, size: number): Bytes => {
  const whole = parseElement(signature)
  const [r, s, ...rest] = childrenOf(whole)
  if (whole.tag !== TAG.sequence || r?.tag !== TAG.integer || s?.tag !== TAG.integer || rest.length > 0)
    throw new RangeError('not an ECDSA signature')
  return concat(unsigned(r.content, size), unsigned(s.content, size))
}
