/** Answers whether certificates were revoked: OCSP responses (RFC 6960 section 4.2), written. */
import type { Bytes } from '../bytes/bytes.ts'
import { contextTag, element, oid } from '../cms/der.ts'
import type { SigningKey } from '../cms/signing-key.ts'
import { bits, explicit, octets, sequence, VALUE_TAG } from './asn1.ts'
import type { Certificate } from './certificate.ts'
import { REVOCATION_REASONS, type Revocation } from './crl.ts'
import { extension } from './extensions.ts'
import { OCSP_NONCE } from './ocsp-request.ts'
import { ECDSA_SHA256, signBytes } from './signature.ts'
import { generalizedTime } from './time.ts'

const BASIC_RESPONSE = '1.3.6.1.5.5.7.48.1.1'

/** OCSPResponseStatus of answers that say nothing about certificates, which nobody signs. */
const REFUSALS = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 } as const
export type OcspRefusal = keyof typeof REFUSALS

/** `unknown` for whatever the authority did not issue. */
export type CertificateStatus = 'good' | 'unknown' | Revocation

export interface OcspOptions {
  /** The authority itself, or whom it has certified to answer for it. */
  readonly responder: Certificate
  /** The responder's ECDSA P-256 key. */
  readonly key: SigningKey
  readonly thisUpdate: Date
  /** When a newer answer will be there at the latest. */
  readonly nextUpdate: Date
  /** `certId` as it was asked, DER. */
  readonly answers: readonly { readonly certId: Bytes; readonly status: CertificateStatus }[]
  /** As it was asked. */
  readonly nonce: Bytes | null
}

const enumerated = (value: number): Bytes => element(VALUE_TAG.enumerated, Uint8Array.of(value))

const statusElement = (status: CertificateStatus): Bytes => {
  if (status === 'good') return element(0x80)
  if (status === 'unknown') return element(0x82)
  const { at, reason } = status
  const said = reason === REVOCATION_REASONS.unspecified ? [] : [explicit(0, enumerated(reason))]
  return element(contextTag(1), generalizedTime(at), ...said)
}

/** A signed response that names its responder and carries its certificate; DER. */
export const makeOcspResponse = async (options: OcspOptions): Promise<Bytes> => {
  const { responder, key, thisUpdate, nextUpdate, answers, nonce } = options
  const produced = generalizedTime(thisUpdate)
  const until = explicit(0, generalizedTime(nextUpdate))
  const singles = answers.map(({ certId, status }) => sequence(certId, statusElement(status), produced, until))
  const signed = sequence(
    explicit(1, responder.subjectName),
    produced,
    sequence(...singles),
    ...(nonce === null ? [] : [explicit(1, sequence(extension(OCSP_NONCE, false, octets(nonce))))]),
  )
  const signature = await signBytes(key, signed)
  const basic = sequence(signed, ECDSA_SHA256, bits(signature), explicit(0, sequence(responder.der)))
  return sequence(enumerated(0), explicit(0, sequence(oid(BASIC_RESPONSE), octets(basic))))
}

/** A response that refuses; DER. */
export const refuseOcsp = (refusal: OcspRefusal): Bytes => sequence(enumerated(REFUSALS[refusal]))
