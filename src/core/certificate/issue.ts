/** Certificates made by the authority. */
import type { Bytes } from '../bytes/bytes.ts'
import type { SubtleKey } from '../cms/auth-enveloped.ts'
import { parseElement } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { bits, explicit, integer, sequence, unsigned } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  crlDistributionPoints,
  extendedKeyUsage,
  keyIdentifier,
  keyUsage,
  organizationCode,
  subjectKeyIdentifier,
} from './extensions.ts'
import { encodeName, type Subject } from './name.ts'
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
  readonly signingKey: SubtleKey
  /** 8 to 20 random bytes. */
  readonly serial: Bytes
  readonly notBefore: Date
  readonly notAfter: Date
  /** Where the issuer's revocation list and certificate are; null for a root. */
  readonly urls: { readonly crl: string; readonly issuer: string } | null
}

/** Positive, and of the same length whatever the random bytes are. */
const serialNumber = (random: Bytes): Bytes => {
  if (random.length < 8 || random.length > 20) throw new RangeError('a serial number takes 8 to 20 bytes')
  const digits = random.slice()
  digits[0] = (digits[0]! & 0x3f) | 0x40
  return unsigned(digits)
}

const extensionsOf = async ({ subject, publicKey, issuer, urls }: IssueOptions, profile: Profile): Promise<Bytes[]> => {
  const own = await keyIdentifier(publicKey)
  return [
    basicConstraints(profile.authority),
    keyUsage(profile.keyUsage),
    ...(profile.purposes.length > 0 ? [extendedKeyUsage(profile.purposes)] : []),
    subjectKeyIdentifier(own),
    authorityKeyIdentifier(issuer === null ? own : (issuer.subjectKey ?? (await keyIdentifier(issuer.spki)))),
    ...(urls === null ? [] : [crlDistributionPoints(urls.crl), authorityInfoAccess(urls.issuer)]),
    ...(subject.creditCode ? [organizationCode(subject.creditCode)] : []),
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
  const name = encodeName(subject)
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
