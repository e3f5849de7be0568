/** What RFC 5280 asks of any certificate, whoever has made it: a table of rules. */
import { equalBytes, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, contextTag, parseElement, TAG, type Element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { expect, readInteger, readOid, readString, VALUE_TAG } from './asn1.ts'
import { OID } from './oids.ts'
import { readTime } from './time.ts'

/** An error breaks a MUST; a warning a SHOULD, or what those who verify ask for. */
export const SEVERITIES = ['error', 'warning'] as const
export type Severity = (typeof SEVERITIES)[number]

interface ReadExtension {
  readonly type: string
  readonly critical: boolean
  readonly value: Uint8Array
}

/** The parts of a certificate, read no more strictly than rules need to find what is wrong. */
interface Parts {
  readonly version: number
  readonly serial: Uint8Array
  readonly algorithms: readonly [Element, Element]
  readonly issuer: Element
  readonly validity: readonly Element[]
  readonly subject: Element
  readonly hasUniqueIds: boolean
  readonly extensions: readonly ReadExtension[]
}

export interface Rule {
  readonly id: string
  readonly severity: Severity
  /** Of RFC 5280 unless another document is named. */
  readonly section: string
  /** In English, for authorities. */
  readonly text: string
  readonly isBroken: (parts: Parts) => boolean
}

export type RuleFinding = Omit<Rule, 'isBroken'>

const extensionIn = ({ extensions }: Parts, type: string): ReadExtension | undefined =>
  extensions.find((extension) => extension.type === type)

const has = (parts: Parts, type: string): boolean => extensionIn(parts, type) !== undefined
const isCritical = (parts: Parts, type: string): boolean => extensionIn(parts, type)?.critical === true

/** Content of SEQUENCE in an extension; empty where it is missing. */
const membersOf = (parts: Parts, type: string): readonly Element[] => {
  const found = extensionIn(parts, type)
  return found === undefined ? [] : childrenOf(expect(parseElement(found.value), TAG.sequence))
}

const isAuthority = (parts: Parts): boolean => {
  const [flag] = membersOf(parts, OID.basicConstraints)
  return flag?.tag === VALUE_TAG.boolean && flag.content[0] === 0xff
}

const isSelfIssued = ({ issuer, subject }: Parts): boolean => equalBytes(issuer.bytes, subject.bytes)

/** The bits of key usage, the first one highest; 0 where it is missing. */
const usageBits = (parts: Parts): number => {
  const found = extensionIn(parts, OID.keyUsage)
  if (found === undefined) return 0
  const { content } = expect(parseElement(found.value), TAG.bitString)
  return ((content[1] ?? 0) << 8) | (content[2] ?? 0)
}
const KEY_CERT_SIGN = 0x0400

const purposesOf = (parts: Parts): readonly string[] => membersOf(parts, OID.extendedKeyUsage).map(readOid)

interface Attribute {
  readonly type: string
  readonly value: Element
}

const attributesOf = (name: Element): readonly Attribute[] =>
  childrenOf(name).flatMap((relative) =>
    childrenOf(relative).map((pair) => {
      const [type, value] = childrenOf(pair)
      return { type: readOid(type), value: value! }
    }),
  )

const inNames = ({ issuer, subject }: Parts, isWrong: (attribute: Attribute) => boolean): boolean =>
  [issuer, subject].some((name) => attributesOf(name).some(isWrong))

const OLD_STRINGS: readonly number[] = [VALUE_TAG.teletexString, VALUE_TAG.universalString, VALUE_TAG.bmpString]
/** Upper bounds of appendix A.1, for the attributes that have one of 64 characters. */
const BOUNDED: readonly string[] = [OID.commonName, OID.organization, '2.5.4.11']

const isWrongTime = (time: Element): boolean =>
  (time.tag === VALUE_TAG.utcTime) !== readTime(time).getUTCFullYear() < 2050

/** Every address (uniformResourceIdentifier) below an element. */
const addressesIn = (element: Element): readonly string[] => {
  if (element.tag === 0x86) return [new TextDecoder('latin1').decode(element.content)]
  return (element.tag & 0x20) === 0 ? [] : childrenOf(element).flatMap(addressesIn)
}

const hasForeignAddress = (parts: Parts, type: string): boolean =>
  membersOf(parts, type)
    .flatMap(addressesIn)
    .some((address) => !/^(https?|ldaps?):\/\/\S+$/.test(address))

const rule = (id: string, severity: Severity, section: string, text: string, isBroken: Rule['isBroken']): Rule => ({
  ...{ id, severity, section, text, isBroken },
})

const MUST = 'error'
const SHOULD = 'warning'

export const RULES: readonly Rule[] = [
  rule('algorithms-differ', MUST, '4.1.1.2', 'the two signature algorithms must be equal', ({ algorithms: [a, b] }) => {
    return !equalBytes(a.bytes, b.bytes)
  }),
  rule('version', MUST, '4.1.2.1', 'a certificate with extensions must be of version 3', ({ version, extensions }) => {
    return extensions.length > 0 && version !== 2
  }),
  rule('serial-not-positive', MUST, '4.1.2.2', 'the serial number must be positive', ({ serial }) => {
    return serial[0]! >= 0x80 || serial.every((byte) => byte === 0)
  }),
  rule('serial-too-long', MUST, '4.1.2.2', 'the serial number must not exceed 20 octets', ({ serial }) => {
    return serial.length > 20
  }),
  rule('serial-short', SHOULD, 'CA/B BR 7.1', 'the serial number should have 64 random bits', ({ serial }) => {
    return serial.length < 8
  }),
  rule('issuer-empty', MUST, '4.1.2.4', 'the issuer must have a name', ({ issuer }) => issuer.content.length === 0),
  rule('string-type', SHOULD, '4.1.2.4', 'names should be of UTF8String or PrintableString', (parts) =>
    inNames(parts, ({ value }) => OLD_STRINGS.includes(value.tag)),
  ),
  rule('name-length', MUST, 'A.1', 'CN, O and OU must have 1 to 64 characters', (parts) =>
    inNames(parts, ({ type, value }) => {
      if (!BOUNDED.includes(type)) return false
      const { length } = [...readString(value)]
      return length === 0 || length > 64
    }),
  ),
  rule('country', MUST, 'A.1', 'a country must be two letters of PrintableString', (parts) =>
    inNames(
      parts,
      ({ type, value }) =>
        type === OID.country && (value.tag !== VALUE_TAG.printableString || !/^[A-Z]{2}$/.test(readString(value))),
    ),
  ),
  rule('time-type', MUST, '4.1.2.5', 'UTCTime through 2049, GeneralizedTime after it', ({ validity }) =>
    validity.some(isWrongTime),
  ),
  rule('validity', MUST, '4.1.2.5', 'the validity must not end before it begins', ({ validity: [from, until] }) => {
    return readTime(until) < readTime(from)
  }),
  rule(
    'subject-empty',
    MUST,
    '4.1.2.6',
    'an authority, or who has no critical other name, must have a name',
    (parts) => {
      return parts.subject.content.length === 0 && (isAuthority(parts) || !isCritical(parts, OID.subjectAltName))
    },
  ),
  rule('unique-identifiers', MUST, '4.1.2.8', 'unique identifiers must not be used', (parts) => parts.hasUniqueIds),
  rule('extension-repeated', MUST, '4.2', 'an extension must not occur twice', ({ extensions }) => {
    return new Set(extensions.map(({ type }) => type)).size !== extensions.length
  }),
  rule('authority-key-missing', MUST, '4.2.1.1', 'the issuer’s key must be identified', (parts) => {
    return !isSelfIssued(parts) && !has(parts, OID.authorityKeyIdentifier)
  }),
  rule('authority-key-critical', MUST, '4.2.1.1', 'the key identifier must not be critical', (parts) =>
    isCritical(parts, OID.authorityKeyIdentifier),
  ),
  rule('subject-key-missing', MUST, '4.2.1.2', 'an authority’s key must be identified', (parts) => {
    return isAuthority(parts) && !has(parts, OID.subjectKeyIdentifier)
  }),
  rule('subject-key-critical', MUST, '4.2.1.2', 'the key identifier must not be critical', (parts) =>
    isCritical(parts, OID.subjectKeyIdentifier),
  ),
  rule('key-usage-missing', MUST, '4.2.1.3', 'an authority must say what its key is for', (parts) => {
    return isAuthority(parts) && (usageBits(parts) & KEY_CERT_SIGN) === 0
  }),
  rule('key-usage-empty', MUST, '4.2.1.3', 'one bit of key usage must be set', (parts) => {
    return has(parts, OID.keyUsage) && usageBits(parts) === 0
  }),
  rule('key-usage-not-critical', SHOULD, '4.2.1.3', 'key usage should be critical', (parts) => {
    return has(parts, OID.keyUsage) && !isCritical(parts, OID.keyUsage)
  }),
  rule('policy-repeated', MUST, '4.2.1.4', 'a policy must not occur twice', (parts) => {
    const policies = membersOf(parts, OID.certificatePolicies).map((policy) => readOid(childrenOf(policy)[0]))
    return new Set(policies).size !== policies.length
  }),
  rule('signs-without-authority', MUST, '4.2.1.9', 'only an authority may sign certificates', (parts) => {
    return !isAuthority(parts) && (usageBits(parts) & KEY_CERT_SIGN) !== 0
  }),
  rule('constraints-not-critical', MUST, '4.2.1.9', 'basic constraints of an authority must be critical', (parts) => {
    return isAuthority(parts) && !isCritical(parts, OID.basicConstraints)
  }),
  rule('path-length', MUST, '4.2.1.9', 'only an authority may have a path length', (parts) => {
    return !isAuthority(parts) && membersOf(parts, OID.basicConstraints).some(({ tag }) => tag === TAG.integer)
  }),
  rule('list-address', SHOULD, '4.2.1.13', 'lists should be had over HTTP or LDAP', (parts) =>
    hasForeignAddress(parts, OID.crlDistributionPoints),
  ),
  rule('access-critical', MUST, '4.2.2.1', 'access to the issuer must not be critical', (parts) =>
    isCritical(parts, OID.authorityInfoAccess),
  ),
  rule('access-address', SHOULD, '4.2.2.1', 'the issuer should be reached over HTTP or LDAP', (parts) =>
    hasForeignAddress(parts, OID.authorityInfoAccess),
  ),
  rule(
    'responder-checked',
    SHOULD,
    'RFC 6960 4.2.2.2.1',
    'a responder should say that nobody asks about it',
    (parts) => {
      return purposesOf(parts).includes(OID.ocspSigning) && !has(parts, OID.ocspNoCheck)
    },
  ),
  rule('timestamping', MUST, 'RFC 3161 2.3', 'timestamping must be the only purpose, and critical', (parts) => {
    const purposes = purposesOf(parts)
    const isAlone = purposes.length === 1 && isCritical(parts, OID.extendedKeyUsage)
    return purposes.includes(OID.timeStamping) && !isAlone
  }),
]

const MALFORMED: RuleFinding = { id: 'malformed', severity: 'error', section: '4.1', text: 'not a certificate in DER' }

const readExtension = (item: Element): ReadExtension => {
  const [type, ...rest] = childrenOf(expect(item, TAG.sequence))
  return {
    type: readOid(type),
    critical: rest.length > 1 && rest[0]!.content[0] === 0xff,
    value: expect(rest.at(-1), TAG.octetString).content,
  }
}

const readParts = (der: Bytes): Parts => {
  const [tbs, outer] = childrenOf(expect(parseElement(der), TAG.sequence))
  const fields = [...childrenOf(expect(tbs, TAG.sequence))]
  const version = fields[0]?.tag === contextTag(0) ? readInteger(childrenOf(fields.shift())[0]) : 0
  const [serial, algorithm, issuer, validity, subject, , ...rest] = fields
  const times = childrenOf(expect(validity, TAG.sequence))
  if (times.length !== 2) throw new RangeError('validity')
  const list = rest.find(({ tag }) => tag === contextTag(3))
  return {
    version,
    serial: expect(serial, TAG.integer).content,
    algorithms: [expect(algorithm, TAG.sequence), expect(outer, TAG.sequence)],
    issuer: expect(issuer, TAG.sequence),
    validity: times,
    subject: expect(subject, TAG.sequence),
    hasUniqueIds: rest.some((field) => field !== list),
    extensions: list === undefined ? [] : childrenOf(childrenOf(list)[0]).map(readExtension),
  }
}

/** The rules that a certificate breaks, in the order of the table; `malformed` alone where it cannot be read. Never throws. */
export const judgeRules = (der: Bytes): readonly RuleFinding[] => {
  try {
    const parts = readParts(der)
    return RULES.filter(({ isBroken }) => isBroken(parts)).map(({ isBroken: _, ...finding }) => finding)
  } catch (error) {
    if (error instanceof AppError || error instanceof RangeError || error instanceof TypeError) return [MALFORMED]
    throw error
  }
}
