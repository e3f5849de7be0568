/** Timestamps (RFC 3161 section 2.4.2), read strictly and checked against what they were made over. */
import { equalBytes, fromUtf8, ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { expect, integer, readInteger, readOid, readUnsigned, unsigned, VALUE_TAG } from '../certificate/asn1.ts'
import { parseCertificate } from '../certificate/certificate.ts'
import { readTime } from '../certificate/time.ts'
import { AppError, asAppError } from '../errors.ts'
import { childrenOf, contextTag, element, parseElement, TAG, type Element } from './der.ts'
import { parseSignedData, requireSigned } from './signed-data.ts'

const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4'

const HASHES: { readonly [algorithm: string]: string } = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
}

/** Milliseconds and microseconds of an accuracy, implicitly tagged. */
const FRACTIONS = [0x80, 0x81]

export interface TimestampInfo {
  /** Object identifier. */
  readonly policy: string
  /** Object identifier of the digest. */
  readonly algorithm: string
  readonly digest: Bytes
  /** DER of an INTEGER. */
  readonly serial: Bytes
  /** The fraction of a second is dropped. */
  readonly at: Date
  /** DER of an INTEGER; null where none was sent. */
  readonly nonce: Bytes | null
}

/** GeneralizedTime in UTC; in DER a fraction does not end in zero. */
const readGenTime = (value: Element | undefined): Date => {
  const text = fromUtf8(expect(value, VALUE_TAG.generalizedTime).content)
  const [, whole, fraction = '1'] = /^(\d{14})(?:\.(\d{1,9}))?Z$/.exec(text) ?? []
  if (whole === undefined || fraction.endsWith('0')) throw new RangeError('time')
  return readTime(parseElement(element(VALUE_TAG.generalizedTime, utf8(`${whole}Z`))))
}

const requireAccuracy = (value: Element): void => {
  const parts = [...childrenOf(value)]
  if (parts[0]?.tag === TAG.integer) readInteger(parts.shift())
  for (const tag of FRACTIONS) if (parts[0]?.tag === tag) parts.shift()
  if (parts.length > 0) throw new RangeError('accuracy')
}

const readInfo = (der: Bytes): TimestampInfo => {
  const [version, policy, imprint, serial, time, ...fields] = childrenOf(expect(parseElement(der), TAG.sequence))
  if (!equalBytes(version?.bytes ?? new Uint8Array(), integer(1))) throw new RangeError('version')
  const [algorithm, digest, ...more] = childrenOf(expect(imprint, TAG.sequence))
  const [name, parameters, ...rest] = childrenOf(expect(algorithm, TAG.sequence))
  if (more.length + rest.length > 0) throw new RangeError('message imprint')
  if (parameters !== undefined) expect(parameters, TAG.null)
  const take = (tag: number): Element | undefined => (fields[0]?.tag === tag ? fields.shift() : undefined)
  const accuracy = take(TAG.sequence)
  if (accuracy !== undefined) requireAccuracy(accuracy)
  take(VALUE_TAG.boolean)
  const nonce = take(TAG.integer)
  take(contextTag(0))
  // A critical extension would change what the time means; nobody uses any.
  if (fields.length > 0) throw new RangeError('unsupported: extensions')
  return {
    policy: readOid(policy),
    algorithm: readOid(name),
    digest: ownBytes(expect(digest, TAG.octetString).content),
    serial: unsigned(readUnsigned(serial)),
    at: readGenTime(time),
    nonce: nonce === undefined ? null : ownBytes(nonce.bytes),
  }
}

const refuse = (reason: string, cause?: unknown): AppError => new AppError('timestamp-invalid', { reason }, cause)

/** Reads TSTInfo. Throws `timestamp-invalid`. */
export const parseTimestampInfo = (der: Bytes): TimestampInfo => {
  try {
    return readInfo(der)
  } catch (cause) {
    throw refuse('information', cause)
  }
}

export interface CheckedTimestamp extends TimestampInfo {
  /** DER, that of the timestamp authority first. Its chain is not judged here. */
  readonly certificates: readonly Bytes[]
}

const check = async (token: Uint8Array, data: Bytes): Promise<CheckedTimestamp> => {
  const signed = parseSignedData(token, TIMESTAMP_INFO)
  if (signed.content === null) throw refuse('content')
  await requireSigned(signed, await sha256(signed.content))
  if (parseCertificate(signed.signer).usage !== 'timestamp') throw refuse('certificate is not for timestamps')
  const info = parseTimestampInfo(signed.content)
  const hash = HASHES[info.algorithm]
  if (hash === undefined) throw refuse('unsupported: digest algorithm')
  if (!equalBytes(info.digest, new Uint8Array(await crypto.subtle.digest(hash, data)))) throw refuse('imprint')
  return { ...info, certificates: signed.certificates }
}

/**
 * Checks a token: it was made over `data`, and is signed, signing certificate named, by a certificate
 * that is for timestamps and nothing else. Whether its chain is to be trusted at its time is the
 * caller's question (`judgeChain` for the usage `timestamp`). Throws `timestamp-invalid` with the reason.
 * @param nonce what was sent along with the request, where this is the answer to one
 */
export const checkTimestamp = async (
  token: Uint8Array,
  data: Bytes,
  nonce: Bytes | null = null,
): Promise<CheckedTimestamp> => {
  const checked = await check(token, data).catch((error: unknown) => {
    const { code, details } = asAppError(error)
    throw code === 'timestamp-invalid' ? error : refuse(String(details['reason'] ?? code), error)
  })
  if (nonce !== null && !equalBytes(checked.nonce ?? new Uint8Array(), unsigned(nonce))) throw refuse('nonce')
  return checked
}
