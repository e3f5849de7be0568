/** What others ask a certificate authority: whether a certificate was revoked, what time it is. */
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { explicit, integer, nullValue, octets, readBits, sequence, trueValue, unsigned } from '#core/certificate/asn1'
import type { Certificate } from '#core/certificate/certificate'
import { extension } from '#core/certificate/extensions'
import { OCSP_NONCE } from '#core/certificate/ocsp-request'
import { childrenOf, oid, parseElement } from '#core/cms/der'

const HASHES = {
  'SHA-1': '1.3.14.3.2.26',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
} as const
type Hash = keyof typeof HASHES

export const algorithm = (hash: Hash): Bytes => sequence(oid(HASHES[hash]), nullValue)

const digest = async (hash: Hash, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest(hash, bytes))

/** CertID of a serial number in hexadecimal. */
export const certId = async (issuer: Certificate, serial: string, hash: Hash = 'SHA-256'): Promise<Bytes> =>
  sequence(
    algorithm(hash),
    octets(await digest(hash, issuer.subjectName)),
    octets(await digest(hash, ownBytes(readBits(childrenOf(parseElement(issuer.spki))[1])))),
    unsigned(Buffer.from(serial.padStart(serial.length + (serial.length % 2), '0'), 'hex')),
  )

/** An OCSP request for these CertIDs. */
export const ocspRequest = (ids: readonly Bytes[], nonce: Bytes | null = null): Bytes =>
  sequence(
    sequence(
      sequence(...ids.map((id) => sequence(id))),
      ...(nonce === null ? [] : [explicit(2, sequence(extension(OCSP_NONCE, false, octets(nonce))))]),
    ),
  )

export interface TimestampQuery {
  readonly version?: number
  readonly hash?: Hash
  readonly digest?: Bytes
  readonly policy?: string
  readonly nonce?: Bytes
  readonly certReq?: boolean
  readonly extensions?: Bytes
}

/** A request for a timestamp over SHA-256 unless told otherwise. */
export const timestampRequest = (query: TimestampQuery = {}): Bytes => {
  const { version = 1, hash = 'SHA-256', policy, nonce, certReq = false, extensions } = query
  return sequence(
    integer(version),
    sequence(algorithm(hash), octets(query.digest ?? new Uint8Array(32))),
    ...(policy === undefined ? [] : [oid(policy)]),
    ...(nonce === undefined ? [] : [unsigned(nonce)]),
    ...(certReq ? [trueValue] : []),
    ...(extensions === undefined ? [] : [explicit(0, extensions)]),
  )
}
