/** Distinguished names (RFC 5280 section 4.1.2.4) of companies, people and authorities. */
import { AppError } from '../errors.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { childrenOf, oid, setOf, TAG, type Element } from '../cms/der.ts'
import { expect, printableString, readOid, readString, sequence, utf8String } from './asn1.ts'
import { OID } from './oids.ts'

/** Whom a certificate is for. */
export interface Subject {
  /** Organization; at most 64 characters. */
  readonly company: string
  /** The company's name unless given. */
  readonly commonName?: string
  /** Unified social credit code (GB 32100). */
  readonly creditCode?: string
  /** Who holds the phone. */
  readonly person?: string
}

/** ETSI EN 319 412-1: national trade register, China. */
const SCHEME = 'NTRCN-'
/** Upper bounds of RFC 5280 appendix A.1 for O and CN, taken for the others as well. */
const MAX_LENGTH = 64

const attribute = (type: string, value: Uint8Array): Bytes => setOf(sequence(oid(type), value))

const text = (type: string, value: string | undefined): Bytes[] => {
  if (value === undefined || value === '') return []
  if ([...value].length > MAX_LENGTH) throw new AppError('invalid-input', { reason: 'name too long', value })
  return [attribute(type, utf8String(value))]
}

/** DER of a Name. Throws `invalid-input` when a part is longer than X.509 allows. */
export const encodeName = ({ company, commonName = company, creditCode, person }: Subject): Bytes =>
  sequence(
    attribute(OID.country, printableString('CN')),
    ...text(OID.organization, company),
    ...text(OID.commonName, commonName),
    ...text(OID.organizationIdentifier, creditCode && `${SCHEME}${creditCode}`),
    ...text(OID.person, person),
  )

export interface NameAttribute {
  readonly type: string
  readonly value: string
}

/** The attributes in order. Throws a RangeError when it is not a Name. */
export const readName = (name: Element | undefined): readonly NameAttribute[] =>
  childrenOf(expect(name, TAG.sequence)).flatMap((relative) =>
    childrenOf(expect(relative, TAG.set)).map((pair) => {
      const [type, value] = childrenOf(expect(pair, TAG.sequence))
      return { type: readOid(type), value: readString(value) }
    }),
  )

/** The first attribute of a type, or ''. */
export const attributeOf = (name: readonly NameAttribute[], type: string): string =>
  name.find((attribute) => attribute.type === type)?.value ?? ''

/** The credit code of an organization identifier, or ''. */
export const creditCodeOf = (name: readonly NameAttribute[]): string => {
  const identifier = attributeOf(name, OID.organizationIdentifier)
  return identifier.startsWith(SCHEME) ? identifier.slice(SCHEME.length) : ''
}

const LABELS = new Map<string, string>([
  [OID.commonName, 'CN'],
  [OID.country, 'C'],
  [OID.organization, 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  [OID.organizationIdentifier, 'organizationIdentifier'],
  [OID.person, 'name'],
])

/** For people to read: `C=CN, O=…, CN=…`. */
export const nameText = (name: readonly NameAttribute[]): string =>
  name.map(({ type, value }) => `${LABELS.get(type) ?? type}=${value.replaceAll(/[,+\\]/g, '\\$&')}`).join(', ')
