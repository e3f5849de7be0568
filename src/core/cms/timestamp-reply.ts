/** Asking for a timestamp over SHA-256 (RFC 3161 section 2.4.1) and reading the answer (section 2.4.2). */
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { expect, integer, octets, readInteger, sequence, trueValue, unsigned } from '../certificate/asn1.ts'
import { AppError } from '../errors.ts'
import { childrenOf, oid, parseElement, TAG } from './der.ts'
import { TIMESTAMP_FAILURES } from './timestamp-request.ts'

const SHA256 = '2.16.840.1.101.3.4.2.1'

/** granted, grantedWithMods */
const GRANTED = [0, 1]
const MAX_STATUS = 5

/**
 * A request for a timestamp with the certificate of its signer; DER.
 * @param digest SHA-256
 * @param nonce random bytes, which the token repeats
 */
export const timestampRequest = (digest: Bytes, nonce: Bytes): Bytes => {
  if (digest.length !== 32) throw new RangeError('not a SHA-256 digest')
  const imprint = sequence(sequence(oid(SHA256)), octets(digest))
  return sequence(integer(1), imprint, unsigned(nonce), trueValue)
}

/** The failure that a PKIFailureInfo names; null for none and for one that is not in the list. */
const failureIn = (bits: Uint8Array): string | null => {
  const isSet = (bit: number): boolean => ((bits[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0
  return Object.entries(TIMESTAMP_FAILURES).find(([, bit]) => isSet(bit))?.[0] ?? null
}

const read = (der: Bytes): Bytes => {
  const [info, token, ...more] = childrenOf(expect(parseElement(der), TAG.sequence))
  const [status, ...details] = childrenOf(expect(info, TAG.sequence))
  const number = readInteger(status, MAX_STATUS)
  if (!GRANTED.includes(number)) {
    const failure = details.find(({ tag }) => tag === TAG.bitString)
    const reason = (failure && failureIn(failure.content)) ?? 'refused'
    throw new AppError('timestamp-unavailable', { reason, status: number })
  }
  if (more.length > 0) throw new RangeError('elements after the end')
  return ownBytes(expect(token, TAG.sequence).bytes)
}

/**
 * DER of the token in an answer. Throws `timestamp-unavailable` where the authority refused, with its
 * reason, and `timestamp-invalid` for what is no answer.
 */
export const readTimestampResponse = (der: Bytes): Bytes => {
  try {
    return read(der)
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('timestamp-invalid', { reason: 'answer' }, error)
  }
}
