/** Extensions of certificates and revocation lists (RFC 5280 sections 4.2 and 5.2): written and read. */
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { childrenOf, element, oid, parseElement, TAG, type Element } from '../cms/der.ts'
import { expect, octets, readBits, readInteger, readOid, readString, sequence, trueValue, VALUE_TAG } from './asn1.ts'
import { OID } from './oids.ts'

/** In the order of their bits. */
export const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof KEY_USAGES)[number]

export interface Extension {
  readonly critical: boolean
  /** DER of the extension's own type. */
  readonly value: Uint8Array
}

/** By object identifier. */
export type Extensions = ReadonlyMap<string, Extension>

export const extension = (type: string, critical: boolean, value: Uint8Array): Bytes =>
  sequence(oid(type), ...(critical ? [trueValue] : []), octets(value))

const booleanOf = (value: Element): boolean => {
  const { content } = expect(value, VALUE_TAG.boolean)
  if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) throw new RangeError('not a boolean')
  return content[0] === 0xff
}

/** Reads `Extensions`. Throws a RangeError when malformed or when one occurs twice. */
export const readExtensions = (list: Element): Extensions => {
  const found = new Map<string, Extension>()
  for (const item of childrenOf(expect(list, TAG.sequence))) {
    const [type, ...rest] = childrenOf(expect(item, TAG.sequence))
    const name = readOid(type)
    const flag = rest.length === 2 ? rest[0] : undefined
    if (rest.length > 2 || found.has(name)) throw new RangeError('extension')
    found.set(name, {
      critical: flag !== undefined && booleanOf(flag),
      value: expect(rest.at(-1), TAG.octetString).content,
    })
  }
  return found
}

/** First 160 bits of SHA-256 over the public key (RFC 7093 section 2, method 1). */
export const keyIdentifier = async (spki: Bytes): Promise<Bytes> => {
  const key = readBits(childrenOf(parseElement(spki))[1])
  return (await sha256(ownBytes(key))).slice(0, 20)
}

export const authorityKeyIdentifier = (id: Uint8Array): Bytes =>
  extension(OID.authorityKeyIdentifier, false, sequence(element(0x80, id)))

const valueOf = (extensions: Extensions, type: string): Element | null => {
  const found = extensions.get(type)
  return found === undefined ? null : parseElement(found.value)
}

export interface BasicConstraints {
  readonly isAuthority: boolean
  readonly pathLength: number | null
}

export const readBasicConstraints = (extensions: Extensions): BasicConstraints => {
  const value = valueOf(extensions, OID.basicConstraints)
  const parts = value === null ? [] : [...childrenOf(expect(value, TAG.sequence))]
  const isAuthority = parts[0]?.tag === VALUE_TAG.boolean && booleanOf(parts.shift()!)
  const pathLength = parts.length === 0 ? null : readInteger(parts.shift())
  if (parts.length > 0 || (pathLength !== null && !isAuthority)) throw new RangeError('basic constraints')
  return { isAuthority, pathLength }
}

/** Null where the extension is missing. */
export const readKeyUsage = (extensions: Extensions): readonly KeyUsage[] | null => {
  const value = valueOf(extensions, OID.keyUsage)
  if (value === null) return null
  const { content } = expect(value, TAG.bitString)
  if (content.length < 2 || content.length > 3 || content[0]! > 7) throw new RangeError('key usage')
  const mask = (content[1]! << 8) | (content[2] ?? 0)
  return KEY_USAGES.filter((_, bit) => (mask & (0x8000 >> bit)) !== 0)
}

export const readExtendedKeyUsage = (extensions: Extensions): readonly string[] | null => {
  const value = valueOf(extensions, OID.extendedKeyUsage)
  return value === null ? null : childrenOf(expect(value, TAG.sequence)).map(readOid)
}

/** The key identifier in hexadecimal order of bytes, or null. */
export const readSubjectKey = (extensions: Extensions): Bytes | null => {
  const value = valueOf(extensions, OID.subjectKeyIdentifier)
  return value === null ? null : ownBytes(expect(value, TAG.octetString).content)
}

export const readAuthorityKey = (extensions: Extensions): Bytes | null => {
  const value = valueOf(extensions, OID.authorityKeyIdentifier)
  const id = value === null ? undefined : childrenOf(expect(value, TAG.sequence)).find(({ tag }) => tag === 0x80)
  return id === undefined ? null : ownBytes(id.content)
}

/** '' where the extension is missing or, as some authorities write it, not a string of DER. */
export const readOrganizationCode = (extensions: Extensions): string => {
  const found = extensions.get(OID.organizationCode)
  if (found === undefined) return ''
  try {
    return readString(parseElement(found.value))
  } catch {
    return ''
  }
}
