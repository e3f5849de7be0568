/** Certification requests (PKCS#10, RFC 2986) as phones make them. */
import type { Bytes } from '../bytes/bytes.ts'
import type { SubtleKey } from '../cms/auth-enveloped.ts'
import { contextTag, element, oid, setOf } from '../cms/der.ts'
import { bits, integer, sequence, utf8String } from './asn1.ts'
import { OID } from './oids.ts'
import { ECDSA_SHA256, signBytes } from './signature.ts'

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
