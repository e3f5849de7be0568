/** What RFC 5280 and our own profiles ask of a certificate, checked on the finished bytes before they leave the authority. */
import { sha256 } from '@noble/hashes/sha2.js'
import { equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, parseElement, type Element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { readBits, readOid, VALUE_TAG } from './asn1.ts'
import { parseCertificate, type Certificate } from './certificate.ts'
import { readExtendedKeyUsage, readOrganizationCode } from './extensions.ts'
import { creditCodeOf, readName } from './name.ts'
import { OID } from './oids.ts'
import { PROFILES, endOfProfile, type Profile, type ProfileName } from './profiles.ts'
import { judgeRules } from './rules.ts'
import { isP256 } from './signature.ts'

type Finding = string | false

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((member) => b.includes(member))

/** Fields of TBSCertificate after the version. */
const fieldsOf = ({ signed }: Certificate): readonly Element[] => childrenOf(parseElement(signed)).slice(1)

const lintSerial = (serial: Element | undefined): Finding[] => {
  const length = serial?.content.length ?? 0
  return [length < 8 && 'serial number below 64 bits', length > 20 && 'serial number above 20 octets']
}

const lintTime = (time: Element, value: Date): Finding => {
  const isShort = time.tag === VALUE_TAG.utcTime
  return isShort !== value.getUTCFullYear() < 2050 && 'UTCTime through 2049, GeneralizedTime after it'
}

const lintValidity = (validity: Element | undefined, found: Certificate, name: ProfileName): Finding[] => {
  const [notBefore, notAfter] = childrenOf(validity)
  return [
    lintTime(notBefore!, found.notBefore),
    lintTime(notAfter!, found.notAfter),
    found.notAfter <= found.notBefore && 'validity ends before it begins',
    found.notAfter > endOfProfile(name, found.notBefore) && 'validity longer than the profile allows',
  ]
}

const TEXT_TAGS: readonly number[] = [VALUE_TAG.utf8String, VALUE_TAG.printableString]

const lintName = (label: string, name: Element | undefined): Finding[] => {
  const values = childrenOf(name).flatMap((relative) => childrenOf(relative).map((pair) => childrenOf(pair)[1]!))
  const attributes = readName(name)
  const types = attributes.map(({ type }) => type)
  return [
    values.some(({ tag }) => !TEXT_TAGS.includes(tag)) && `${label}: string type`,
    attributes.some(({ value }) => value === '' || [...value].length > 64) && `${label}: length of an attribute`,
    attributes.some(({ type, value }) => type === OID.country && !/^[A-Z]{2}$/.test(value)) && `${label}: country`,
    new Set(types).size !== types.length && `${label}: attribute repeated`,
    !types.includes(OID.commonName) && `${label}: no common name`,
    !types.includes(OID.organization) && `${label}: no organization`,
  ]
}

const CRITICAL: readonly string[] = [OID.basicConstraints, OID.keyUsage]

const expectedExtensions = (profile: Profile, found: Certificate): string[] => [
  OID.basicConstraints,
  OID.keyUsage,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  ...(profile.purposes.length > 0 ? [OID.extendedKeyUsage] : []),
  ...(profile.isNotChecked === true ? [OID.ocspNoCheck] : []),
  ...(found.isSelfSigned ? [] : [OID.crlDistributionPoints, OID.authorityInfoAccess]),
  ...(creditCodeOf(readName(parseElement(found.subjectName))) === '' ? [] : [OID.organizationCode]),
]

const lintExtensions = (profile: Profile, found: Certificate): Finding[] => {
  const expected = expectedExtensions(profile, found)
  const critical = profile.arePurposesCritical === true ? [...CRITICAL, OID.extendedKeyUsage] : CRITICAL
  return [
    ...expected.map((type) => !found.extensions.has(type) && `extension ${type} missing`),
    ...[...found.extensions].flatMap(([type, extension]) => [
      !expected.includes(type) && `extension ${type} unexpected`,
      extension.critical !== critical.includes(type) && `extension ${type}: criticality`,
    ]),
  ]
}

/** Nobody is asked about an authority, whose issuer is offline, or about a responder itself. */
const lintAccess = (profile: Profile, { isSelfSigned, extensions }: Certificate, hasResponder: boolean): Finding[] => {
  const access = extensions.get(OID.authorityInfoAccess)
  if (isSelfSigned || access === undefined) return []
  const methods = childrenOf(parseElement(access.value)).map((description) => readOid(childrenOf(description)[0]))
  const isAsked = hasResponder && profile.authority === null && profile.isNotChecked !== true
  return [
    !methods.includes(OID.caIssuers) && 'address of the issuer',
    methods.includes(OID.ocsp) !== isAsked && 'address of the OCSP responder',
  ]
}

const lintUsage = (profile: Profile, found: Certificate): Finding[] => {
  const { isAuthority, pathLength, keyUsage, extensions } = found
  const samePath = pathLength === (profile.authority?.pathLength ?? null)
  return [
    (isAuthority !== (profile.authority !== null) || !samePath) && 'basic constraints',
    !sameMembers(keyUsage ?? [], profile.keyUsage) && 'key usage',
    !sameMembers(readExtendedKeyUsage(extensions) ?? [], profile.purposes) && 'extended key usage',
  ]
}

const lintKeys = (found: Certificate, algorithm: Element | undefined): Finding[] => {
  const key = readBits(childrenOf(parseElement(found.spki))[1])
  const isOwnId = found.subjectKey !== null && equalBytes(found.subjectKey, ownBytes(sha256(key)).slice(0, 20))
  const [name, parameters] = childrenOf(algorithm)
  return [
    !isP256(found.spki) && 'key is not P-256',
    (key.length !== 65 || key[0] !== 4) && 'public key is not an uncompressed point',
    !isOwnId && 'subject key identifier is not that of the key',
    found.isSelfSigned && !equalBytes(found.subjectKey ?? key, found.authorityKey ?? key) && 'key identifiers differ',
    (readOid(name) !== OID.ecdsaWithSha256 || parameters !== undefined) && 'signature algorithm',
  ]
}

const lintCreditCode = (profile: Profile, found: Certificate): Finding[] => {
  const inName = creditCodeOf(readName(parseElement(found.subjectName)))
  return [
    profile.needsCreditCode && inName === '' && 'no credit code',
    inName !== readOrganizationCode(found.extensions) && 'two credit codes',
  ]
}

const lint = (found: Certificate, name: ProfileName, hasResponder: boolean): Finding[] => {
  const profile: Profile = PROFILES[name]
  const [serial, algorithm, issuer, validity, subject, , ...rest] = fieldsOf(found)
  return [
    ...lintSerial(serial),
    ...lintValidity(validity, found, name),
    ...lintName('issuer', issuer),
    ...lintName('subject', subject),
    ...lintKeys(found, algorithm),
    ...lintUsage(profile, found),
    ...lintExtensions(profile, found),
    ...lintAccess(profile, found, hasResponder),
    ...lintCreditCode(profile, found),
    rest.length !== 1 && 'unique identifiers',
    found.isSelfSigned !== (profile.isSelfIssued === true) && 'who issued it',
  ]
}

/**
 * Everything that is wrong with a certificate of a profile, in English for the log; empty when
 * nothing is. Never throws. Signatures and chains are judged elsewhere.
 * @param hasResponder Whether there is an OCSP responder that certificates have to name.
 */
export const lintCertificate = (der: Bytes, profile: ProfileName, hasResponder = true): string[] => {
  try {
    const own = lint(parseCertificate(der), profile, hasResponder).filter((finding) => finding !== false)
    return [...own, ...judgeRules(der).map(({ id }) => id)]
  } catch (error) {
    if (error instanceof AppError || error instanceof RangeError) return ['malformed']
    throw error
  }
}
