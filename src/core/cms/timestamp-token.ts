/** Timestamps (RFC 3161 section 2.4.2, with the ESSCertIDv2 of RFC 5816), written. */
import type { Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { expect, explicit, integer, octets, sequence, unsigned, utf8String } from '../certificate/asn1.ts'
import type { Certificate } from '../certificate/certificate.ts'
import { ECDSA_SHA256, signBytes } from '../certificate/signature.ts'
import { generalizedTime } from '../certificate/time.ts'
import { childrenOf, contextTag, element, oid, parseElement, retag, setOf, TAG } from './der.ts'
import { buildSignedAttributes } from './signed-attributes.ts'
import type { SigningKey } from './signing-key.ts'
import { TIMESTAMP_FAILURES, type TimestampFailure, type TimestampRequest } from './timestamp-request.ts'

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

const STATUS = { granted: 0, rejection: 2 } as const

export interface TimestampOptions {
  readonly authority: Certificate
  /** The authority's ECDSA P-256 key. */
  readonly key: SigningKey
  /** What comes with the authority's certificate where certificates are wished: its issuers. */
  readonly issuers: readonly Certificate[]
  /** Object identifier. */
  readonly policy: string
  /** Up to 20 random bytes. */
  readonly serial: Bytes
  /** The fraction of a second is dropped. */
  readonly at: Date
  /** How far true time may be from the time that is said, in whole seconds. */
  readonly accuracy: number
  readonly request: Pick<TimestampRequest, 'imprint' | 'nonce' | 'wantsCertificate'>
}

const infoOf = ({ policy, request, serial, at, accuracy }: TimestampOptions): Bytes =>
  sequence(
    integer(1),
    oid(policy),
    request.imprint,
    unsigned(serial),
    generalizedTime(at),
    sequence(integer(accuracy)),
    ...(request.nonce === null ? [] : [request.nonce]),
  )

/** IssuerAndSerialNumber, the serial number as the certificate spells it. */
const issuerAndSerial = ({ signed, issuerName }: Certificate): Bytes =>
  sequence(issuerName, expect(childrenOf(parseElement(signed))[1], TAG.integer).bytes)

/** A token: signed data around what is certified; DER of ContentInfo. */
export const makeTimestampToken = async (options: TimestampOptions): Promise<Bytes> => {
  const { authority, key, issuers, request } = options
  const info = infoOf(options)
  const attributes = await buildSignedAttributes(await sha256(info), authority.der, OID.timestampInfo)
  const digestAlgorithm = sequence(oid(OID.sha256))
  const certificates = request.wantsCertificate ? [authority, ...issuers].map(({ der }) => der) : []
  const signerInfo = sequence(
    integer(1),
    issuerAndSerial(authority),
    digestAlgorithm,
    retag(attributes, contextTag(0)),
    ECDSA_SHA256,
    octets(await signBytes(key, attributes)),
  )
  const signedData = sequence(
    integer(3),
    setOf(digestAlgorithm),
    sequence(oid(OID.timestampInfo), explicit(0, octets(info))),
    ...(certificates.length === 0 ? [] : [retag(setOf(...certificates), contextTag(0))]),
    setOf(signerInfo),
  )
  return sequence(oid(OID.signedData), explicit(0, signedData))
}

/** TimeStampResp with a token; DER. */
export const grantTimestamp = (token: Bytes): Bytes => sequence(sequence(integer(STATUS.granted)), token)

/** BIT STRING with one bit, as DER wants named bits: nothing behind it. */
const bit = (number: number): Bytes => {
  const bytes = new Uint8Array((number >> 3) + 1)
  bytes[number >> 3] = 0x80 >> (number & 7)
  return element(TAG.bitString, Uint8Array.of(7 - (number & 7)), bytes)
}

/** TimeStampResp that refuses, with a reason in English; DER. */
export const refuseTimestamp = (failure: TimestampFailure, reason: string): Bytes =>
  sequence(sequence(integer(STATUS.rejection), sequence(utf8String(reason)), bit(TIMESTAMP_FAILURES[failure])))
