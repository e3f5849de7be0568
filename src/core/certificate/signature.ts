/** Signatures over certificates, requests, revocation lists and seal records. */
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { childrenOf, oid, parseElement, TAG, type Element } from '../cms/der.ts'
import { ecdsaFromDer, ecdsaToDer } from '../cms/ecdsa.ts'
import { signWith, type SigningKey } from '../cms/signing-key.ts'
import { expect, readOid, sequence } from './asn1.ts'
import { OID } from './oids.ts'

/** AlgorithmIdentifier of everything that is signed here: ECDSA P-256 with SHA-256. */
export const ECDSA_SHA256: Bytes = sequence(oid(OID.ecdsaWithSha256))

/** Signs with a P-256 key; DER of (r, s). */
export const signBytes = async (key: SigningKey, data: Bytes): Promise<Bytes> => ecdsaToDer(await signWith(key, data))

const HASHES: { readonly [algorithm: string]: string } = {
  [OID.ecdsaWithSha256]: 'SHA-256',
  [OID.ecdsaWithSha384]: 'SHA-384',
  [OID.sha256WithRsa]: 'SHA-256',
  [OID.sha384WithRsa]: 'SHA-384',
  [OID.sha512WithRsa]: 'SHA-512',
}

const CURVES: { readonly [curve: string]: { readonly namedCurve: string; readonly size: number } } = {
  [OID.prime256v1]: { namedCurve: 'P-256', size: 32 },
  [OID.secp384r1]: { namedCurve: 'P-384', size: 48 },
}

interface KeyAlgorithm {
  readonly type: string
  readonly curve: string
}

/** The algorithm of a public key. Throws a RangeError when it is not a SubjectPublicKeyInfo. */
export const keyAlgorithmOf = (spki: Uint8Array): KeyAlgorithm => {
  const [type, curve] = childrenOf(childrenOf(expect(parseElement(spki), TAG.sequence))[0])
  return { type: readOid(type), curve: curve?.tag === TAG.oid ? readOid(curve) : '' }
}

/**
 * Whether a public key is one on P-256, with its point uncompressed (RFC 5480, 2.2). Libraries read compressed and
 * hybrid points as well: then one key would have several spellings.
 */
export const isP256 = (spki: Uint8Array): boolean => {
  const { type, curve } = keyAlgorithmOf(spki)
  const [unused, form, ...coordinates] = childrenOf(parseElement(spki))[1]?.content ?? []
  const isUncompressed = unused === 0 && form === 4 && coordinates.length === 64
  return type === OID.ecPublicKey && curve === OID.prime256v1 && isUncompressed
}

const verify = async (spki: Bytes, algorithm: Element, data: Bytes, signature: Bytes): Promise<boolean> => {
  const { type, curve } = keyAlgorithmOf(spki)
  const name = readOid(childrenOf(algorithm)[0])
  const hash = HASHES[name]
  const ec = CURVES[curve]
  if (hash === undefined) return false
  if (type === OID.ecPublicKey && ec !== undefined && name.startsWith('1.2.840.10045.')) {
    const kind = { name: 'ECDSA', namedCurve: ec.namedCurve }
    const key = await crypto.subtle.importKey('spki', spki, kind, false, ['verify'])
    return crypto.subtle.verify({ name: 'ECDSA', hash }, key, ecdsaFromDer(signature, ec.size), data)
  }
  if (type === OID.rsaEncryption && name.startsWith('1.2.840.113549.')) {
    const kind = { name: 'RSASSA-PKCS1-v1_5', hash }
    const key = await crypto.subtle.importKey('spki', spki, kind, false, ['verify'])
    return crypto.subtle.verify(kind.name, key, signature, data)
  }
  return false
}

/**
 * Whether a key signed the data: ECDSA on P-256 or P-384, or RSA PKCS#1 v1.5, with SHA-2. False for
 * other algorithms and for malformed keys and signatures.
 * @param algorithm AlgorithmIdentifier.
 */
export const isSignedBy = async (
  spki: Bytes,
  algorithm: Element,
  data: Bytes,
  signature: Uint8Array,
): Promise<boolean> => {
  try {
    return await verify(spki, algorithm, data, ownBytes(signature))
  } catch {
    // a key or a signature that cannot be read has signed nothing
    return false
  }
}

/** Whether a private key (PKCS#8; elliptic curve or RSA) belongs to a public key: it signs, the other verifies. */
export const keyFits = async (pkcs8: Bytes, spki: Bytes): Promise<boolean> => {
  const probe = Uint8Array.of(0)
  try {
    const { type, curve } = keyAlgorithmOf(spki)
    const ec = CURVES[curve]
    const kind =
      type === OID.ecPublicKey && ec !== undefined
        ? { name: 'ECDSA', namedCurve: ec.namedCurve, hash: 'SHA-256' }
        : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, kind, false, ['sign'])
    const publicKey = await crypto.subtle.importKey('spki', spki, kind, false, ['verify'])
    return await crypto.subtle.verify(kind, publicKey, await crypto.subtle.sign(kind, key, probe), probe)
  } catch {
    // keys of different kinds do not belong together
    return false
  }
}
