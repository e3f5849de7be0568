/** Certification requests (PKCS#10, RFC 2986) as the authority reads them, with @peculiar/x509. */
import 'reflect-metadata'
import { Pkcs10CertificateRequest } from '@peculiar/x509'
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { isP256 } from './signature.ts'

const MAX_LENGTH = 4096

/** The library's own type needs the DOM's. */
interface SignatureAlgorithm {
  readonly name?: string
  readonly hash: { readonly name?: string }
}

const read = async (der: Bytes): Promise<Bytes> => {
  if (der.length > MAX_LENGTH) throw new RangeError('too large')
  const request = new Pkcs10CertificateRequest(der)
  const key = new Uint8Array(request.publicKey.rawData)
  if (!isP256(key)) throw new RangeError('key is not P-256')
  const { name, hash }: SignatureAlgorithm = request.signatureAlgorithm
  if (name !== 'ECDSA' || hash.name !== 'SHA-256') throw new RangeError('algorithm')
  if (!(await request.verify(crypto))) throw new RangeError('no proof of possession')
  return key
}

/**
 * The public key of a request (DER of SubjectPublicKeyInfo), after its proof of possession has been
 * checked. Everything else in the request is ignored. Throws `csr-rejected`.
 */
export const readCsr = async (der: Bytes): Promise<{ readonly spki: Bytes }> => {
  try {
    return { spki: await read(ownBytes(der)) }
  } catch (cause) {
    throw new AppError('csr-rejected', { reason: cause instanceof RangeError ? cause.message : null }, cause)
  }
}
