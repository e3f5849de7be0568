/** Certificate revocation lists (RFC 5280 section 5), written and read in time linear in their length. */
import { ownBytes, equalBytes, toHex, fromHex, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, contextTag, element, parseElement, TAG, type Element } from '../cms/der.ts'
import type { SigningKey } from '../cms/signing-key.ts'
import { AppError } from '../errors.ts'
import {
  bits,
  expect,
  explicit,
  integer,
  join,
  readBits,
  readInteger,
  readUnsigned,
  sequence,
  unsigned,
  VALUE_TAG,
} from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { authorityKeyIdentifier, extension, keyIdentifier, readExtensions, type Extensions } from './extensions.ts'
import { OID } from './oids.ts'
import { ECDSA_SHA256, isSignedBy, signBytes } from './signature.ts'
import { readTime, x509Time } from './time.ts'

/** CRLReason (RFC 5280 section 5.3.1). */
export const REVOCATION_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  caCompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  privilegeWithdrawn: 9,
} as const

export interface Revocation {
  readonly at: Date
  /** A number of CRLReason. */
  readonly reason: number
}

export interface CrlOptions {
  readonly issuer: Certificate
  /** The issuer's ECDSA P-256 key. */
  readonly key: SigningKey
  /** Greater than that of the list before. */
  readonly number: number
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** Serial numbers in hexadecimal. Keep expired certificates: old signatures are judged by this list. */
  readonly revoked: readonly ({ readonly serial: string } & Revocation)[]
}

const serialNumber = (hex: string): Bytes => {
  const bytes = fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)
  if (bytes === null || bytes.length === 0) throw new RangeError('serial number')
  return unsigned(bytes)
}

/** crlEntryExtensions for a reason; `unspecified` is said by leaving them out (RFC 5280 section 5.3.1). */
const reasonExtensions = (reason: number): Bytes => {
  if (reason === REVOCATION_REASONS.unspecified) return new Uint8Array()
  return sequence(extension(OID.reasonCode, false, element(VALUE_TAG.enumerated, Uint8Array.of(reason))))
}

/** Lists repeat a few reasons and days thousands of times: each is spelled once. */
const remembering = <T>(spell: (value: T) => Bytes): ((value: T) => Bytes) => {
  const known = new Map<T, Bytes>()
  return (value) => {
    const spelled = known.get(value) ?? spell(value)
    known.set(value, spelled)
    return spelled
  }
}

const entries = (revoked: CrlOptions['revoked']): Bytes => {
  const timeOf = remembering((at: number) => x509Time(new Date(at)))
  const reasonOf = remembering(reasonExtensions)
  return join(
    revoked.map(({ serial, at, reason }) => sequence(serialNumber(serial), timeOf(at.getTime()), reasonOf(reason))),
  )
}

/** A signed version 2 list with number and authority key identifier; DER. Its PEM label is `X509 CRL`. */
export const makeCrl = async (options: CrlOptions): Promise<Bytes> => {
  const { issuer, key, number, thisUpdate, nextUpdate, revoked } = options
  const keyId = issuer.subjectKey ?? (await keyIdentifier(issuer.spki))
  const extensions = [authorityKeyIdentifier(keyId), extension(OID.crlNumber, false, integer(number))]
  const signed = sequence(
    integer(1),
    ECDSA_SHA256,
    issuer.subjectName,
    x509Time(thisUpdate),
    x509Time(nextUpdate),
    ...(revoked.length === 0 ? [] : [sequence(entries(revoked))]),
    explicit(0, sequence(...extensions)),
  )
  const signature = await signBytes(key, signed)
  if (!(await isSignedBy(issuer.spki, parseElement(ECDSA_SHA256), signed, signature)))
    throw new AppError('key-mismatch')
  return sequence(signed, ECDSA_SHA256, bits(signature))
}

export interface Crl {
  /** DER of the issuer's name. */
  readonly issuer: Bytes
  readonly number: bigint | null
  readonly thisUpdate: Date
  readonly nextUpdate: Date
  /** By serial number: lower-case hexadecimal without leading zeros. */
  readonly revoked: ReadonlyMap<string, Revocation>
  /** DER of TBSCertList: what is signed. */
  readonly signed: Bytes
  readonly signatureAlgorithm: Element
  readonly signature: Bytes
}

/** Extensions that may be critical. A delta or partial list (its extensions are critical) is refused. */
const KNOWN: readonly string[] = [OID.crlNumber, OID.authorityKeyIdentifier, OID.reasonCode, OID.invalidityDate]

const requireKnown = (extensions: Extensions): Extensions => {
  for (const [type, { critical }] of extensions)
    if (critical && !KNOWN.includes(type)) throw new RangeError(`unknown critical extension ${type}`)
  return extensions
}

const readReason = (extensions: Extensions): number => {
  const found = extensions.get(OID.reasonCode)
  if (found === undefined) return REVOCATION_REASONS.unspecified
  const { content } = expect(parseElement(found.value), VALUE_TAG.enumerated)
  if (content.length !== 1 || content[0]! > 10) throw new RangeError('reason')
  return content[0]!
}

const hexSerial = (value: Element | undefined): string => toHex(readUnsigned(value)).replace(/^0+(?=.)/, '')

const readEntry = (value: Element): [string, Revocation] => {
  const [serial, at, extensions, ...more] = childrenOf(expect(value, TAG.sequence))
  if (more.length > 0) throw new RangeError('entry')
  const known = extensions === undefined ? new Map() : requireKnown(readExtensions(extensions))
  return [hexSerial(serial), { at: readTime(at), reason: readReason(known) }]
}

const isTime = (value: Element | undefined): boolean =>
  value?.tag === VALUE_TAG.utcTime || value?.tag === VALUE_TAG.generalizedTime

const read = (der: Bytes): Crl => {
  const [tbs, outerAlgorithm, signature, ...more] = childrenOf(expect(parseElement(der), TAG.sequence))
  const [version, algorithm, issuer, thisUpdate, ...rest] = childrenOf(expect(tbs, TAG.sequence))
  if (more.length > 0 || readInteger(version) !== 1) throw new RangeError('not a version 2 list')
  if (algorithm === undefined || !equalBytes(algorithm.bytes, expect(outerAlgorithm, TAG.sequence).bytes))
    throw new RangeError('two signature algorithms')
  if (!isTime(rest[0])) throw new RangeError('no next update')
  const nextUpdate = rest.shift()
  const entries = rest[0]?.tag === TAG.sequence ? childrenOf(rest.shift()) : []
  const list = rest.shift()
  if (rest.length > 0) throw new RangeError('elements after the end')
  const extensions = list === undefined ? null : readExtensions(childrenOf(expect(list, contextTag(0)))[0]!)
  if (extensions !== null) requireKnown(extensions)
  const number = extensions?.get(OID.crlNumber)
  return {
    issuer: ownBytes(expect(issuer, TAG.sequence).bytes),
    number: number === undefined ? null : BigInt(`0x${toHex(readUnsigned(parseElement(number.value)))}`),
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(nextUpdate),
    revoked: new Map(entries.map(readEntry)),
    signed: ownBytes(tbs!.bytes),
    signatureAlgorithm: algorithm,
    signature: ownBytes(readBits(signature)),
  }
}

/** Reads a complete list. Throws `certificate-malformed` for anything else, delta and partial lists included. */
export const parseCrl = (der: Bytes): Crl => {
  try {
    return read(ownBytes(der))
  } catch (cause) {
    throw new AppError('certificate-malformed', { part: 'crl' }, cause)
  }
}

/** Whether a list comes from this authority: its name, its right to sign lists, its signature. */
export const verifyCrl = async (crl: Crl, issuer: Certificate): Promise<boolean> =>
  equalBytes(crl.issuer, issuer.subjectName) &&
  issuer.keyUsage?.includes('cRLSign') !== false &&
  isSignedBy(issuer.spki, crl.signatureAlgorithm, crl.signed, crl.signature)
