/** Distinguished names (RFC 5280 section 4.1.2.4) of companies, people and authorities. */
import { childrenOf, TAG, type Element } from '../cms/der.ts'
import { expect, readOid, readString } from './asn1.ts'
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
export const CREDIT_CODE_SCHEME = 'NTRCN-'
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
  return identifier.startsWith(CREDIT_CODE_SCHEME) ? identifier.slice(CREDIT_CODE_SCHEME.length) : ''
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
