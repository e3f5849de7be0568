/**
 * The signed attributes of a CMS signature (RFC 5652 section 11, ETSI EN 319 122-1): content type,
 * message digest and signing-certificate-v2 (RFC 5035). No signing time: PAdES keeps it in the PDF.
 */
import { ownBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { childrenOf, element, isOid, oid, parseElement, setOf, TAG, type Element } from './der.ts'

const OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  data: '1.2.840.113549.1.7.1',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const

const attribute = (type: string, value: Uint8Array): Bytes => element(TAG.sequence, oid(type), setOf(value))

/**
 * DER of the SET OF attributes to be signed for one document.
 * @param digest SHA-256 of the document.
 * @param certificate DER of the signing certificate; its hash goes into the attributes.
 * @param contentType Object identifier of what the document is, where it is not plain data.
 */
export const buildSignedAttributes = async (
  digest: Uint8Array,
  certificate: Bytes,
  contentType: string = OID.data,
): Promise<Bytes> => {
  if (digest.length !== 32) throw new RangeError('not a SHA-256 digest')
  const certificateId = element(TAG.sequence, element(TAG.octetString, await sha256(certificate)))
  return setOf(
    attribute(OID.contentType, oid(contentType)),
    attribute(OID.messageDigest, element(TAG.octetString, digest)),
    attribute(OID.signingCertificateV2, element(TAG.sequence, element(TAG.sequence, certificateId))),
  )
}

export interface SignedAttributeValues {
  /** What was signed: SHA-256 unless the signer chose another digest. */
  readonly messageDigest: Bytes
  /** SHA-256 of the signing certificate; null where the attribute is missing or uses another hash. */
  readonly certificateHash: Bytes | null
}

const certificateHash = (value: Element | undefined): Bytes | null => {
  if (value === undefined) return null
  const [first, second] = childrenOf(childrenOf(childrenOf(value)[0])[0])
  if (first?.tag === TAG.octetString) return ownBytes(first.content)
  return isOid(childrenOf(first)[0], OID.sha256) && second?.tag === TAG.octetString ? ownBytes(second.content) : null
}

/**
 * Reads a SET OF attributes. Throws `signature-invalid` unless it holds each of the needed ones exactly once.
 * @param contentType Object identifier of what must have been signed.
 */
export const parseSignedAttributes = (
  attributes: Uint8Array,
  contentType: string = OID.data,
): SignedAttributeValues => {
  try {
    const set = parseElement(attributes)
    const members = childrenOf(set).map(childrenOf)
    const valueOf = (type: string): Element | undefined => {
      const found = members.filter(([name]) => isOid(name, type))
      const values = found.length === 0 ? [] : childrenOf(found[0]![1])
      if (found.length > 1 || values.length > 1) throw new RangeError('attribute repeated')
      return values[0]
    }
    const digest = valueOf(OID.messageDigest)
    const isContent = isOid(valueOf(OID.contentType), contentType)
    if (set.tag !== TAG.set || digest?.tag !== TAG.octetString || !isContent) throw new RangeError('attribute missing')
    return {
      messageDigest: ownBytes(digest.content),
      certificateHash: certificateHash(valueOf(OID.signingCertificateV2)),
    }
  } catch (cause) {
    throw new AppError('signature-invalid', { reason: 'signed attributes' }, cause)
  }
}
