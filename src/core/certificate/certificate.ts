/** X.509 certificates (RFC 5280), read strictly. */
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, ownBytes, toHex, type Bytes } from '../bytes/bytes.ts'
import { sha256Hex, type Sha256 } from '../bytes/digest.ts'
import { childrenOf, contextTag, parseElement, TAG, type Element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { expect, readBits, readInteger, readUnsigned } from './asn1.ts'
import {
  readAuthorityKey,
  readBasicConstraints,
  readExtendedKeyUsage,
  readExtensions,
  readKeyUsage,
  readOrganizationCode,
  readSubjectKey,
  type Extensions,
  type KeyUsage,
} from './extensions.ts'
import { attributeOf, creditCodeOf, nameText, readName } from './name.ts'
import { OID } from './oids.ts'
import { SEAL_MAKER_PURPOSE } from './profiles.ts'
import { readTime } from './time.ts'

const MAX_LENGTH = 64 * 1024

export type CertificateUsage = 'sign' | 'encrypt' | 'authority' | 'crl' | 'seal-maker' | 'timestamp' | 'other'

/** What a certificate says. Nothing of it is proved until its chain has been judged. */
export interface Certificate {
  readonly der: Bytes
  /** For people to read. */
  readonly subject: string
  /** Organization, or the common name where there is none. */
  readonly company: string
  /** Unified social credit code, or ''. */
  readonly creditCode: string
  /** Who holds the key, or ''. */
  readonly person: string
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string
  readonly notBefore: Date
  readonly notAfter: Date
  /** SHA-256 of `der`. */
  readonly fingerprint: Sha256
  readonly usage: CertificateUsage
  /** DER of SubjectPublicKeyInfo. */
  readonly spki: Bytes
  /** Whether issuer and subject are the same name; the signature is not checked here. */
  readonly isSelfSigned: boolean
  /** DER of the names. */
  readonly subjectName: Bytes
  readonly issuerName: Bytes
  readonly extensions: Extensions
  readonly isAuthority: boolean
  readonly pathLength: number | null
  /** Null where the extension is missing. */
  readonly keyUsage: readonly KeyUsage[] | null
  readonly subjectKey: Bytes | null
  readonly authorityKey: Bytes | null
  /** DER of TBSCertificate: what is signed. */
  readonly signed: Bytes
  readonly signatureAlgorithm: Element
  readonly signature: Bytes
}

/** Purposes under which people sign documents; another purpose alone makes a certificate useless here. */
const DOCUMENT_PURPOSES: readonly string[] = [
  OID.clientAuth,
  OID.emailProtection,
  OID.documentSigning,
  OID.microsoftDocumentSigning,
  OID.anyExtendedKeyUsage,
]

/** Timestamps need one purpose and no other, and it must be critical (RFC 3161 section 2.3). */
const isForTimestamps = (extensions: Extensions): boolean => {
  const purposes = readExtendedKeyUsage(extensions)
  const isOnly = purposes?.length === 1 && purposes[0] === OID.timeStamping
  return isOnly && extensions.get(OID.extendedKeyUsage)?.critical === true
}

const usageOf = (
  isAuthority: boolean,
  keyUsage: readonly KeyUsage[] | null,
  extensions: Extensions,
): CertificateUsage => {
  if (isAuthority) return 'authority'
  const purposes = readExtendedKeyUsage(extensions)
  const has = (...usages: KeyUsage[]): boolean => usages.some((usage) => keyUsage?.includes(usage) === true)
  const signs = has('digitalSignature', 'nonRepudiation')
  if (purposes?.includes(SEAL_MAKER_PURPOSE) === true) return signs ? 'seal-maker' : 'other'
  if (signs && isForTimestamps(extensions)) return 'timestamp'
  if (purposes !== null && !purposes.some((purpose) => DOCUMENT_PURPOSES.includes(purpose))) return 'other'
  if (signs) return 'sign'
  if (has('keyAgreement', 'keyEncipherment')) return 'encrypt'
  return has('cRLSign') ? 'crl' : 'other'
}

const VERSION_3 = 2

const read = (der: Bytes): Certificate => {
  if (der.length > MAX_LENGTH) throw new RangeError('too large')
  const [tbs, outerAlgorithm, signature, ...more] = childrenOf(expect(parseElement(der), TAG.sequence))
  const [version, serial, algorithm, issuer, validity, subject, spki, ...optional] = childrenOf(
    expect(tbs, TAG.sequence),
  )
  if (more.length > 0 || readInteger(childrenOf(expect(version, contextTag(0)))[0]) !== VERSION_3)
    throw new RangeError('not a version 3 certificate')
  if (algorithm === undefined || !equalBytes(algorithm.bytes, expect(outerAlgorithm, TAG.sequence).bytes))
    throw new RangeError('two signature algorithms')
  const list = optional.find(({ tag }) => tag === contextTag(3))
  const extensions = list === undefined ? new Map() : readExtensions(onlyChild(list))
  const names = readName(subject)
  readName(issuer)
  const [notBefore, notAfter] = childrenOf(expect(validity, TAG.sequence))
  const { isAuthority, pathLength } = readBasicConstraints(extensions)
  const keyUsage = readKeyUsage(extensions)
  const serialBytes = readUnsigned(serial)
  const subjectName = ownBytes(subject!.bytes)
  const issuerName = ownBytes(issuer!.bytes)
  return {
    der,
    subject: nameText(names),
    company: attributeOf(names, OID.organization) || attributeOf(names, OID.commonName),
    creditCode: creditCodeOf(names) || readOrganizationCode(extensions),
    person: attributeOf(names, OID.person),
    serial: toHex(serialBytes).replace(/^0+(?=.)/, ''),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    fingerprint: sha256Hex(sha256(der)),
    usage: usageOf(isAuthority, keyUsage, extensions),
    spki: ownBytes(expect(spki, TAG.sequence).bytes),
    isSelfSigned: equalBytes(subjectName, issuerName),
    subjectName,
    issuerName,
    extensions,
    isAuthority,
    pathLength,
    keyUsage,
    subjectKey: readSubjectKey(extensions),
    authorityKey: readAuthorityKey(extensions),
    signed: ownBytes(tbs!.bytes),
    signatureAlgorithm: algorithm,
    signature: ownBytes(readBits(signature)),
  }
}

const onlyChild = (value: Element): Element => {
  const [child, ...more] = childrenOf(value)
  if (child === undefined || more.length > 0) throw new RangeError('one element expected')
  return child
}

/** Reads a certificate. Throws `certificate-malformed` for anything but DER of an X.509 v3 certificate. */
export const parseCertificate = (der: Bytes): Certificate => {
  try {
    return read(ownBytes(der))
  } catch (cause) {
    throw new AppError('certificate-malformed', {}, cause)
  }
}
