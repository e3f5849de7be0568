/** Questions whether certificates were revoked: OCSP requests (RFC 6960 section 4.1), read strictly. */
import { equalBytes, ownBytes, toHex, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, contextTag, parseElement, TAG, type Element } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { expect, readBits, readInteger, readOid, readUnsigned } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { readExtensions, type Extensions } from './extensions.ts'

/** RFC 6960 section 4.4.1, lengths by RFC 9654. */
export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2'

const HASHES: { readonly [algorithm: string]: string } = {
  '1.3.14.3.2.26': 'SHA-1',
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
}

const MAX_CERTIFICATES = 50
const MAX_NONCE = 128

export interface CertId {
  /** DER, as it was asked: an answer repeats it. */
  readonly der: Bytes
  /** Object identifier of the hash. */
  readonly algorithm: string
  readonly nameHash: Bytes
  readonly keyHash: Bytes
  /** Lower-case hexadecimal without leading zeros. */
  readonly serial: string
}

export interface OcspRequest {
  /** At least one. */
  readonly certificates: readonly CertId[]
  /** 1 to 128 bytes; null where none was sent. */
  readonly nonce: Bytes | null
}

const readCertId = (value: Element | undefined): CertId => {
  const id = expect(value, TAG.sequence)
  const [algorithm, nameHash, keyHash, serial, ...more] = childrenOf(id)
  const [name, parameters, ...rest] = childrenOf(expect(algorithm, TAG.sequence))
  if (more.length + rest.length > 0) throw new RangeError('CertID')
  if (parameters !== undefined) expect(parameters, TAG.null)
  return {
    der: ownBytes(id.bytes),
    algorithm: readOid(name),
    nameHash: ownBytes(expect(nameHash, TAG.octetString).content),
    keyHash: ownBytes(expect(keyHash, TAG.octetString).content),
    serial: toHex(readUnsigned(serial)).replace(/^0+(?=.)/, ''),
  }
}

/** The extensions behind a context tag. What must be understood and is not makes the request useless. */
const extensionsIn = (value: Element | undefined, known: readonly string[]): Extensions => {
  if (value === undefined) return new Map()
  const [list, ...more] = childrenOf(value)
  if (list === undefined || more.length > 0) throw new RangeError('extensions')
  const found = readExtensions(list)
  for (const [type, { critical }] of found)
    if (critical && !known.includes(type)) throw new RangeError(`unknown critical extension ${type}`)
  return found
}

const readSingle = (value: Element): CertId => {
  const [id, extensions, ...more] = childrenOf(expect(value, TAG.sequence))
  if (more.length > 0) throw new RangeError('request')
  extensionsIn(extensions && expect(extensions, contextTag(0)), [])
  return readCertId(id)
}

const readNonce = (extensions: Extensions): Bytes | null => {
  const found = extensions.get(OCSP_NONCE)
  if (found === undefined) return null
  const { content } = expect(parseElement(found.value), TAG.octetString)
  if (content.length === 0 || content.length > MAX_NONCE) throw new RangeError('nonce')
  return ownBytes(content)
}

const read = (der: Bytes): OcspRequest => {
  const [tbs, signature, ...more] = childrenOf(expect(parseElement(der), TAG.sequence))
  if (more.length > 0) throw new RangeError('elements after the end')
  /** Nobody has to sign a question, so a signature proves nothing that matters here. */
  if (signature !== undefined) expect(signature, contextTag(0))
  const fields = [...childrenOf(expect(tbs, TAG.sequence))]
  const take = (tag: number): Element | undefined => (fields[0]?.tag === tag ? fields.shift() : undefined)
  const version = take(contextTag(0))
  if (version !== undefined && readInteger(childrenOf(version)[0]) !== 0) throw new RangeError('version')
  take(contextTag(1))
  const list = childrenOf(expect(fields.shift(), TAG.sequence))
  const extensions = extensionsIn(take(contextTag(2)), [OCSP_NONCE])
  if (fields.length > 0 || list.length === 0 || list.length > MAX_CERTIFICATES) throw new RangeError('request list')
  return { certificates: list.map(readSingle), nonce: readNonce(extensions) }
}

/** Reads a request for up to 50 certificates. Throws `invalid-input` for anything else. */
export const parseOcspRequest = (der: Bytes): OcspRequest => {
  try {
    return read(ownBytes(der))
  } catch (cause) {
    throw new AppError('invalid-input', { part: 'ocsp-request' }, cause)
  }
}

/** Tells whether a CertID names this issuer, by SHA-1 or SHA-256 of its name and its key. */
export const issuerMatcher = async (issuer: Certificate): Promise<(id: CertId) => boolean> => {
  const key = ownBytes(readBits(childrenOf(parseElement(issuer.spki))[1]))
  const hashed = Object.entries(HASHES).map(async ([algorithm, hash]) => {
    const [nameHash, keyHash] = await Promise.all([
      crypto.subtle.digest(hash, issuer.subjectName),
      crypto.subtle.digest(hash, key),
    ])
    return [algorithm, { nameHash: new Uint8Array(nameHash), keyHash: new Uint8Array(keyHash) }] as const
  })
  const own = new Map(await Promise.all(hashed))
  return ({ algorithm, nameHash, keyHash }) => {
    const expected = own.get(algorithm)
    return expected !== undefined && equalBytes(expected.nameHash, nameHash) && equalBytes(expected.keyHash, keyHash)
  }
}
