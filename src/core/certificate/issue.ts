/** Certificates made by the authority, with @peculiar/x509. */
import 'reflect-metadata'
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  CRLDistributionPointsExtension,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type JsonNameParams,
} from '@peculiar/x509'
import { toHex, type Bytes } from '../bytes/bytes.ts'
import type { SubtleKey } from '../cms/auth-enveloped.ts'
import { AppError } from '../errors.ts'
import { printableString } from './asn1.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { keyIdentifier } from './extensions.ts'
import { CREDIT_CODE_SCHEME, type Subject } from './name.ts'
import { OID } from './oids.ts'
import { PROFILES, type Profile, type ProfileName } from './profiles.ts'
import { isP256, isSignedBy } from './signature.ts'

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
  /** Where the issuer's revocation list, certificate and responder are; null for a root. */
  readonly urls: { readonly crl: string; readonly issuer: string; readonly ocsp: string | null } | null
}

/** DER of NULL. */
const NULL = Uint8Array.of(5, 0)

/** Upper bounds of RFC 5280 appendix A.1 for O and CN, taken for the others as well. */
const MAX_LENGTH = 64

const attribute = (type: string, value: string | undefined): JsonNameParams => {
  if (value === undefined || value === '') return []
  if ([...value].length > MAX_LENGTH) throw new AppError('invalid-input', { reason: 'name too long', value })
  return [{ [type]: [{ utf8String: value }] }]
}

const nameOf = ({ company, commonName = company, creditCode, person }: Subject): Name =>
  new Name([
    { [OID.country]: [{ printableString: 'CN' }] },
    ...attribute(OID.organization, company),
    ...attribute(OID.commonName, commonName),
    ...attribute(OID.organizationIdentifier, creditCode && `${CREDIT_CODE_SCHEME}${creditCode}`),
    ...attribute(OID.person, person),
  ])

/** Positive, and of the same length whatever the random bytes are; hexadecimal. */
const serialNumber = (random: Bytes): string => {
  if (random.length < 8 || random.length > 20) throw new RangeError('a serial number takes 8 to 20 bytes')
  const digits = random.slice()
  digits[0] = (digits[0]! & 0x3f) | 0x40
  return toHex(digits)
}

const extensionsOf = async (
  { subject, publicKey, issuer, urls }: IssueOptions,
  { authority, keyUsage, purposes, arePurposesCritical, isNotChecked }: Profile,
): Promise<Extension[]> => {
  const own = await keyIdentifier(publicKey)
  const issuing = issuer === null ? own : (issuer.subjectKey ?? (await keyIdentifier(issuer.spki)))
  const usages = keyUsage.reduce<number>((flags, usage) => flags | KeyUsageFlags[usage], 0)
  return [
    new BasicConstraintsExtension(authority !== null, authority?.pathLength ?? undefined, true),
    new KeyUsagesExtension(usages, true),
    ...(purposes.length > 0 ? [new ExtendedKeyUsageExtension([...purposes], arePurposesCritical)] : []),
    new SubjectKeyIdentifierExtension(toHex(own)),
    new AuthorityKeyIdentifierExtension(toHex(issuing)),
    ...(urls === null
      ? []
      : [
          new CRLDistributionPointsExtension([urls.crl]),
          new AuthorityInfoAccessExtension({
            ...(urls.ocsp !== null && isNotChecked !== true ? { ocsp: urls.ocsp } : {}),
            caIssuers: urls.issuer,
          }),
        ]),
    ...(isNotChecked === true ? [new Extension(OID.ocspNoCheck, false, NULL)] : []),
    ...(subject.creditCode ? [new Extension(OID.organizationCode, false, printableString(subject.creditCode))] : []),
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
  const { rawData } = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(serial),
      subject: name,
      issuer: issuer === null ? name : new Name(issuer.subjectName),
      notBefore,
      notAfter,
      publicKey,
      signingKey,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: await extensionsOf(options, profile),
    },
    crypto,
  )
  const der = new Uint8Array(rawData)
  const { signatureAlgorithm, signed, signature } = parseCertificate(der)
  if (!(await isSignedBy(issuer?.spki ?? publicKey, signatureAlgorithm, signed, signature)))
    throw new AppError('key-mismatch')
  return der
}
