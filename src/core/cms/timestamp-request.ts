/** Requests for timestamps (RFC 3161 section 2.4.1), read strictly. */
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { expect, readInteger, readOid, VALUE_TAG } from '../certificate/asn1.ts'
import { AppError } from '../errors.ts'
import { childrenOf, contextTag, parseElement, TAG, type Element } from './der.ts'

/** Digests that get a timestamp, and their lengths in bytes. */
const DIGEST_LENGTHS: { readonly [algorithm: string]: number } = {
  '2.16.840.1.101.3.4.2.1': 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
}

const MAX_NONCE = 64

/** PKIFailureInfo (RFC 3161 section 2.4.2): the numbers of its bits. */
export const TIMESTAMP_FAILURES = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  systemFailure: 25,
} as const
export type TimestampFailure = keyof typeof TIMESTAMP_FAILURES

export interface TimestampRequest {
  readonly version: number
  /** DER of MessageImprint: a token repeats it. */
  readonly imprint: Bytes
  /** Object identifier of the digest. */
  readonly algorithm: string
  readonly digest: Bytes
  /** Object identifier of the policy that is wished; null for any. */
  readonly policy: string | null
  /** DER of an INTEGER, which a token repeats; null where none was sent. */
  readonly nonce: Bytes | null
  /** Whether the token is to carry the certificate of its signer. */
  readonly wantsCertificate: boolean
  readonly hasExtensions: boolean
}

const readNonce = (value: Element | undefined): Bytes | null => {
  if (value === undefined) return null
  const [first, second] = value.content
  const isLong = second !== undefined && first === (second < 0x80 ? 0 : 0xff)
  if (first === undefined || isLong || value.content.length > MAX_NONCE) throw new RangeError('nonce')
  return ownBytes(value.bytes)
}

const readFlag = (value: Element | undefined): boolean => {
  if (value === undefined) return false
  const [flag, ...more] = value.content
  if (more.length > 0 || (flag !== 0 && flag !== 0xff)) throw new RangeError('not a boolean')
  return flag === 0xff
}

const read = (der: Bytes): TimestampRequest => {
  const [version, imprint, ...fields] = childrenOf(expect(parseElement(der), TAG.sequence))
  const [algorithm, digest, ...more] = childrenOf(expect(imprint, TAG.sequence))
  const [name, parameters, ...rest] = childrenOf(expect(algorithm, TAG.sequence))
  if (more.length + rest.length > 0) throw new RangeError('message imprint')
  if (parameters !== undefined) expect(parameters, TAG.null)
  const take = (tag: number): Element | undefined => (fields[0]?.tag === tag ? fields.shift() : undefined)
  const policy = take(TAG.oid)
  const nonce = readNonce(take(TAG.integer))
  const wantsCertificate = readFlag(take(VALUE_TAG.boolean))
  const extensions = take(contextTag(0))
  if (fields.length > 0) throw new RangeError('elements after the end')
  return {
    version: readInteger(version),
    imprint: ownBytes(imprint!.bytes),
    algorithm: readOid(name),
    digest: ownBytes(expect(digest, TAG.octetString).content),
    policy: policy === undefined ? null : readOid(policy),
    nonce,
    wantsCertificate,
    hasExtensions: extensions !== undefined,
  }
}

/** Reads a request. Throws `invalid-input` for anything else. */
export const parseTimestampRequest = (der: Bytes): TimestampRequest => {
  try {
    return read(ownBytes(der))
  } catch (cause) {
    throw new AppError('invalid-input', { part: 'timestamp-request' }, cause)
  }
}

/** Why a request cannot be granted under the only policy there is; null when it can. */
export const failureOf = (request: TimestampRequest, policy: string): TimestampFailure | null => {
  const length = DIGEST_LENGTHS[request.algorithm]
  if (request.version !== 1) return 'badRequest'
  if (length === undefined) return 'badAlg'
  if (request.digest.length !== length) return 'badDataFormat'
  if (request.policy !== null && request.policy !== policy) return 'unacceptedPolicy'
  return request.hasExtensions ? 'unacceptedExtension' : null
}
