/** Certification requests (PKCS#10, RFC 2986). */
import { equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'
import type { SubtleKey } from '../cms/auth-enveloped.ts'
import { childrenOf, contextTag, element, oid, parseElement, setOf, TAG } from '../cms/der.ts'
import { AppError } from '../errors.ts'
import { bits, expect, integer, readBits, readInteger, sequence, utf8String } from './asn1.ts'
import { OID } from './oids.ts'
import { ECDSA_SHA256, isP256, isSignedBy, signBytes } from './signature.ts'

const MAX_LENGTH = 4096

/**
 * A request for a P-256 key, signed by it; DER.
 * @param keys `publicKey` extractable, `privateKey` for ECDSA.
 * @param commonName A hint only: the authority takes names from elsewhere.
 */
export const makeCsr = async (
  keys: { readonly publicKey: SubtleKey; readonly privateKey: SubtleKey },
  commonName: string,
): Promise<Bytes> => {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey))
  const subject = sequence(setOf(sequence(oid(OID.commonName), utf8String(commonName))))
  const signed = sequence(integer(0), subject, spki, element(contextTag(0)))
  return sequence(signed, ECDSA_SHA256, bits(await signBytes(keys.privateKey, signed)))
}

const read = async (der: Bytes): Promise<Bytes> => {
  if (der.length > MAX_LENGTH) throw new RangeError('too large')
  const [signed, algorithm, signature, ...more] = childrenOf(expect(parseElement(der), TAG.sequence))
  const [version, subject, spki, attributes, ...rest] = childrenOf(expect(signed, TAG.sequence))
  if (more.length > 0 || rest.length > 0 || readInteger(version) !== 0) throw new RangeError('not a request')
  expect(subject, TAG.sequence)
  expect(attributes, contextTag(0))
  const key = ownBytes(expect(spki, TAG.sequence).bytes)
  if (!isP256(key)) throw new RangeError('key is not P-256')
  if (!equalBytes(expect(algorithm, TAG.sequence).bytes, ECDSA_SHA256)) throw new RangeError('algorithm')
  if (!(await isSignedBy(key, algorithm!, ownBytes(signed!.bytes), readBits(signature))))
    throw new RangeError('no proof of possession')
  return key
}

/**
 * The public key of a request (DER of SubjectPublicKeyInfo), after its proof of possession has been
 * checked. Everything else in the request is ignored. Throws `csr-rejected`.
 */
export const readCsr = async (der: Bytes): Promise<{ readonly spki: Bytes }> => {
  try {
    return { spki: await read(der) }
  } catch (cause) {
    throw new AppError('csr-rejected', { reason: cause instanceof RangeError ? cause.message : null }, cause)
  }
}
