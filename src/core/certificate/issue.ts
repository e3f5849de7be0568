/** Certificates made by the authority (RFC 5280 section 4). */
import type { Bytes } from '../bytes/bytes.ts'
import { element, oid, parseElement, retag, setOf, TAG } from '../cms/der.ts'
import type { SigningKey } from '../cms/signing-key.ts'
import { AppError } from '../errors.ts'
import {
  bits,
  explicit,
  ia5String,
  integer,
  nullValue,
  octets,
  printableString,
  sequence,
  trueValue,
  unsigned,
  utf8String,
} from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { authorityKeyIdentifier, extension, KEY_USAGES, keyIdentifier, type KeyUsage } from './extensions.ts'
import { CREDIT_CODE_SCHEME, type Subject } from './name.ts'
import { OID } from './oids.ts'
import { PROFILES, type Profile, type ProfileName } from './profiles.ts'
import { ECDSA_SHA256, isP256, isSignedBy, signBytes } from './signature.ts'
import { x509Time } from './time.ts'

export interface IssueOptions {
  readonly profile: ProfileName
  readonly subject: Subject
  /** DER of SubjectPublicKeyInfo, P-256. */
  readonly publicKey: Bytes
  /** Null makes a self-signed certificate. */
  readonly issuer: Certificate | null
  /** The issuer's ECDSA P-256 key. */
  readonly signingKey: SigningKey
  /** 8 to 20 random bytes. */
  readonly serial: Bytes
  readonly notBefore: Date
  readonly notAfter: Date
  /** Where the issuer's revocation list, certificate and responder are; null for a root. */
  readonly urls: { readonly crl: string; readonly issuer: string; readonly ocsp: string | null } | null
}

/** Upper bounds of RFC 5280 appendix A.1 for O and CN, taken for the others as well. */
const MAX_LENGTH = 64

const relativeName = (type: string, value: Bytes): Bytes => setOf(sequence(oid(type), value))

const attribute = (type: string, value: string | undefined): readonly Bytes[] => {
  if (value === undefined || value === '') return []
  if ([...value].length > MAX_LENGTH) throw new AppError('invalid-input', { reason: 'name too long', value })
  return [relativeName(type, utf8String(value))]
}

const nameOf = ({ company, commonName = company, creditCode, person }: Subject): Bytes =>
  sequence(
    relativeName(OID.country, printableString('CN')),
    ...attribute(OID.organization, company),
    ...attribute(OID.commonName, commonName),
    ...attribute(OID.organizationIdentifier, creditCode && `${CREDIT_CODE_SCHEME}${creditCode}`),
    ...attribute(OID.person, person),
  )

/** Positive, and of the same length whatever the random bytes are. */
const serialNumber = (random: Bytes): Bytes => {
  if (random.length < 8 || random.length > 20) throw new RangeError('a serial number takes 8 to 20 bytes')
  const digits = random.slice()
  digits[0] = (digits[0]! & 0x3f) | 0x40
  return unsigned(digits)
}

/** BIT STRING of named bits: it ends with the last one that is set. */
const usageBits = (usages: readonly KeyUsage[]): Bytes => {
  const set = usages.map((usage) => KEY_USAGES.indexOf(usage))
  const last = Math.max(...set)
  const bytes = new Uint8Array((last >> 3) + 1)
  for (const bit of set) bytes[bit >> 3]! |= 0x80 >> (bit & 7)
  return element(TAG.bitString, Uint8Array.of(7 - (last & 7)), bytes)
}

/** GeneralName: uniformResourceIdentifier. */
const uri = (address: string): Bytes => retag(ia5String(address), 0x86)

const accessTo = ({ ocsp, issuer }: NonNullable<IssueOptions['urls']>, isAsked: boolean): Bytes =>
  sequence(
    ...(ocsp !== null && isAsked ? [sequence(oid(OID.ocsp), uri(ocsp))] : []),
    sequence(oid(OID.caIssuers), uri(issuer)),
  )

const constraints = (authority: Profile['authority']): Bytes => {
  if (authority === null) return sequence()
  const { pathLength } = authority
  return sequence(trueValue, ...(pathLength === null ? [] : [integer(pathLength)]))
}

const extensionsOf = async (
  { subject, publicKey, issuer, urls }: IssueOptions,
  { authority, keyUsage, purposes, arePurposesCritical = false, isNotChecked = false }: Profile,
): Promise<Bytes[]> => {
  const own = await keyIdentifier(publicKey)
  const issuing = issuer === null ? own : (issuer.subjectKey ?? (await keyIdentifier(issuer.spki)))
  return [
    extension(OID.basicConstraints, true, constraints(authority)),
    extension(OID.keyUsage, true, usageBits(keyUsage)),
    ...(purposes.length > 0
      ? [extension(OID.extendedKeyUsage, arePurposesCritical, sequence(...purposes.map(oid)))]
      : []),
    extension(OID.subjectKeyIdentifier, false, octets(own)),
    authorityKeyIdentifier(issuing),
    ...(urls === null
      ? []
      : [
          extension(OID.crlDistributionPoints, false, sequence(sequence(explicit(0, explicit(0, uri(urls.crl)))))),
          extension(OID.authorityInfoAccess, false, accessTo(urls, !isNotChecked)),
        ]),
    ...(isNotChecked ? [extension(OID.ocspNoCheck, false, nullValue)] : []),
    ...(subject.creditCode ? [extension(OID.organizationCode, false, printableString(subject.creditCode))] : []),
  ]
}

/** What PrintableString and the subject can hold; whether the code is genuine was the registration's question. */
const CREDIT_CODE = /^[0-9A-Za-z]{1,32}$/

const requireSensible = ({ subject, publicKey, issuer, notBefore, notAfter }: IssueOptions, profile: Profile): void => {
  if (!isP256(publicKey)) throw new AppError('invalid-input', { reason: 'public key is not P-256' })
  if (notAfter <= notBefore) throw new AppError('invalid-input', { reason: 'validity' })
  if (profile.needsCreditCode && !subject.creditCode) throw new AppError('invalid-input', { reason: 'credit code' })
  if (subject.creditCode && !CREDIT_CODE.test(subject.creditCode)) throw new AppError('credit-code-invalid')
  if (issuer !== null && issuer.usage !== 'authority') throw new AppError('certificate-wrong-usage')
}

/**
 * Makes a certificate by a profile; DER. Names come from `subject` only. Throws `invalid-input` or
 * `credit-code-invalid` for a subject, key or validity that no certificate may have, `certificate-wrong-usage` when the
 * issuer is no authority, and `key-mismatch` when the signing key is not the issuer's.
 */
export const issueCertificate = async (options: IssueOptions): Promise<Bytes> => {
  const { subject, publicKey, issuer, signingKey, serial, notBefore, notAfter } = options
  const profile: Profile = PROFILES[options.profile]
  requireSensible(options, profile)
  const name = nameOf(subject)
  const signed = sequence(
    explicit(0, integer(2)),
    serialNumber(serial),
    ECDSA_SHA256,
    issuer?.subjectName ?? name,
    sequence(x509Time(notBefore), x509Time(notAfter)),
    name,
    publicKey,
    explicit(3, sequence(...(await extensionsOf(options, profile)))),
  )
  const signature = await signBytes(signingKey, signed)
  if (!(await isSignedBy(issuer?.spki ?? publicKey, parseElement(ECDSA_SHA256), signed, signature)))
    throw new AppError('key-mismatch')
  return sequence(signed, ECDSA_SHA256, bits(signature))
}
