/**
 * CMS SignedData (RFC 5652 section 5) with one signer: detached, as PAdES and the bid file's seal
 * use it, perhaps with timestamps; or around its content, as timestamps themselves are made.
 */
import { equalBytes, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/digest.ts'
import { AppError } from '../errors.ts'
import { childrenOf, contextTag, element, isOid, oid, parseElement, retag, setOf, TAG, type Element } from './der.ts'
import { ecdsaFromDer } from './ecdsa.ts'
import { parseSignedAttributes, type SignedAttributeValues } from './signed-attributes.ts'
import type { SignedAttributes } from './signer.ts'

const OID = {
  signedData: '1.2.840.113549.1.7.2',
  data: '1.2.840.113549.1.7.1',
  sha256: '2.16.840.1.101.3.4.2.1',
  ecPublicKey: '1.2.840.10045.2.1',
  prime256v1: '1.2.840.10045.3.1.7',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  rsaEncryption: '1.2.840.113549.1.1.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  /** id-aa-signatureTimeStampToken (RFC 3161 appendix A). */
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
} as const

const MAX_CERTIFICATES = 20
/** Timestamps are not signed along: anybody can add some. */
const MAX_TIMESTAMPS = 4

const refuse = (reason: string, cause?: unknown): AppError => new AppError('signature-invalid', { reason }, cause)

interface CertificateParts {
  /** DER of `IssuerAndSerialNumber`. */
  readonly issuerAndSerial: Bytes
  readonly publicKey: Element
}

const dissect = (certificate: Uint8Array): CertificateParts => {
  try {
    const fields = childrenOf(childrenOf(parseElement(certificate))[0])
    const first = fields[0]?.tag === contextTag(0) ? 1 : 0
    const [serial, , issuer, , , publicKey] = fields.slice(first)
    if (serial?.tag !== TAG.integer || issuer === undefined || publicKey === undefined) throw new RangeError('fields')
    return { issuerAndSerial: element(TAG.sequence, issuer.bytes, serial.bytes), publicKey }
  } catch (cause) {
    throw new AppError('certificate-malformed', {}, cause)
  }
}

const unsignedAttributes = (timestamp: Uint8Array): Bytes => {
  const attribute = element(TAG.sequence, oid(OID.signatureTimestamp), setOf(timestamp))
  return retag(setOf(attribute), contextTag(1))
}

export interface SignedDataParts extends SignedAttributes {
  /** DER, the signing certificate first. */
  readonly certificates: readonly Bytes[]
  /** DER of a timestamp over `signature`, where there is one. */
  readonly timestamp?: Uint8Array | undefined
}

/**
 * DER of a ContentInfo with detached content. Throws `certificate-malformed` when the first
 * certificate cannot be read.
 */
export const assembleSignedData = ({ attributes, signature, certificates, timestamp }: SignedDataParts): Bytes => {
  const [signer] = certificates
  if (signer === undefined) throw new RangeError('signed data needs the signing certificate')
  const digestAlgorithm = element(TAG.sequence, oid(OID.sha256))
  const version = element(TAG.integer, Uint8Array.of(1))
  const signerInfo = element(
    TAG.sequence,
    version,
    dissect(signer).issuerAndSerial,
    digestAlgorithm,
    retag(attributes, contextTag(0)),
    element(TAG.sequence, oid(OID.ecdsaWithSha256)),
    element(TAG.octetString, signature),
    ...(timestamp === undefined ? [] : [unsignedAttributes(timestamp)]),
  )
  const signedData = element(
    TAG.sequence,
    version,
    setOf(digestAlgorithm),
    element(TAG.sequence, oid(OID.data)),
    retag(setOf(...certificates), contextTag(0)),
    setOf(signerInfo),
  )
  return element(TAG.sequence, oid(OID.signedData), element(contextTag(0), signedData))
}

export interface SignedData {
  /** DER of the certificate that the signer is named by. */
  readonly signer: Bytes
  /** DER of all certificates, the signer's first. */
  readonly certificates: readonly Bytes[]
  /** DER of the SET OF signed attributes, as it was signed. */
  readonly attributes: Bytes
  readonly values: SignedAttributeValues
  readonly signature: Bytes
  readonly digestAlgorithm: Element
  readonly signatureAlgorithm: Element
  /** The content; null where it is detached. */
  readonly content: Bytes | null
  /** DER of timestamps over `signature`, not judged; at most four. */
  readonly timestamps: readonly Bytes[]
}

const findSigner = (id: Element, certificates: readonly Bytes[]): Bytes => {
  const signer = certificates.find((certificate) => equalBytes(dissect(certificate).issuerAndSerial, id.bytes))
  if (signer === undefined) throw refuse('signer certificate missing')
  return signer
}

const derOf = ({ bytes }: Element): Bytes => ownBytes(bytes)

const timestampsIn = (unsigned: Element | undefined): readonly Bytes[] => {
  if (unsigned === undefined) return []
  if (unsigned.tag !== contextTag(1)) throw refuse('unsigned attributes')
  return childrenOf(unsigned)
    .map(childrenOf)
    .filter(([name]) => isOid(name, OID.signatureTimestamp))
    .flatMap(([, values]) => childrenOf(values))
    .slice(0, MAX_TIMESTAMPS)
    .map(derOf)
}

/** The content around which the data is signed, or null where it is kept elsewhere. */
const contentIn = (wrapped: Element | undefined): Bytes | null => {
  if (wrapped === undefined) return null
  const [content, ...more] = childrenOf(wrapped)
  if (wrapped.tag !== contextTag(0) || content?.tag !== TAG.octetString || more.length > 0) throw refuse('content')
  return ownBytes(content.content)
}

const parse = (der: Uint8Array, contentType: string): SignedData => {
  const [type, wrapped] = childrenOf(parseElement(der))
  if (!isOid(type, OID.signedData)) throw refuse('not signed data')
  const [, , enclosed, ...rest] = childrenOf(childrenOf(wrapped)[0])
  const [name, content] = childrenOf(enclosed)
  if (!isOid(name, contentType)) throw refuse('unsupported: content type')
  if (contentType === OID.data && content !== undefined) throw refuse('unsupported: content is not detached')
  const enclosedCertificates = rest.find(({ tag }) => tag === contextTag(0))
  const certificates = enclosedCertificates === undefined ? [] : childrenOf(enclosedCertificates).map(derOf)
  if (certificates.length > MAX_CERTIFICATES) throw refuse('too many certificates')
  const signerInfos = childrenOf(rest.find(({ tag }) => tag === TAG.set))
  if (signerInfos.length !== 1) throw refuse('unsupported: not one signer')
  const [, id, digestAlgorithm, attributes, signatureAlgorithm, signature, unsigned] = childrenOf(signerInfos[0])
  if (id === undefined || digestAlgorithm === undefined || signatureAlgorithm === undefined) throw refuse('cut')
  if ([digestAlgorithm, signatureAlgorithm].some((algorithm) => childrenOf(algorithm).length === 0))
    throw refuse('algorithm')
  if (attributes?.tag !== contextTag(0)) throw refuse('unsupported: no signed attributes')
  if (signature?.tag !== TAG.octetString) throw refuse('signature missing')
  const signer = findSigner(id, certificates)
  const set = retag(attributes.bytes, TAG.set)
  return {
    signer,
    certificates: [signer, ...certificates.filter((certificate) => certificate !== signer)],
    attributes: set,
    values: parseSignedAttributes(set, contentType),
    signature: ownBytes(signature.content),
    digestAlgorithm,
    signatureAlgorithm,
    content: contentIn(content),
    timestamps: timestampsIn(unsigned),
  }
}

/**
 * Reads signed data with one signer. Throws `signature-invalid` with the reason.
 * @param contentType Object identifier of what is signed; plain data must be detached.
 */
export const parseSignedData = (der: Uint8Array, contentType: string = OID.data): SignedData => {
  try {
    return parse(der, contentType)
  } catch (error) {
    throw error instanceof AppError ? error : refuse('malformed', error)
  }
}

const verifyWithKey = async (certificate: Bytes, algorithm: Element, data: Bytes, signature: Bytes) => {
  const { publicKey } = dissect(certificate)
  const spki = ownBytes(publicKey.bytes)
  const [keyType, curve] = childrenOf(childrenOf(publicKey)[0])
  const [name] = childrenOf(algorithm)
  if (isOid(keyType, OID.ecPublicKey) && isOid(curve, OID.prime256v1) && isOid(name, OID.ecdsaWithSha256)) {
    const key = await crypto.subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, ecdsaFromDer(signature, 32), data)
  }
  if (isOid(keyType, OID.rsaEncryption) && (isOid(name, OID.rsaEncryption) || isOid(name, OID.sha256WithRsa))) {
    const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    return crypto.subtle.verify(
      rsa.name,
      await crypto.subtle.importKey('spki', spki, rsa, false, ['verify']),
      signature,
      data,
    )
  }
  throw refuse('unsupported: signature algorithm')
}

const requireSignature = async (
  certificate: Bytes,
  algorithm: Element,
  data: Bytes,
  signature: Bytes,
): Promise<void> => {
  let holds: boolean
  try {
    holds = await verifyWithKey(certificate, algorithm, data, signature)
  } catch (error) {
    throw error instanceof AppError ? error : refuse('signature malformed', error)
  }
  if (!holds) throw refuse('signature')
}

export interface VerifiedSignedData {
  /** DER of the signing certificate. Its chain is not checked here. */
  readonly signer: Bytes
  /** DER of all certificates, the signer's first. */
  readonly certificates: readonly Bytes[]
  readonly digest: Bytes
  /** What timestamps are made over. */
  readonly signature: Bytes
  /** DER of timestamps over `signature`, not judged. */
  readonly timestamps: readonly Bytes[]
}

/** Checks what was read against the SHA-256 of its content. Throws `signature-invalid`, as `verifySignedData`. */
export const requireSigned = async (signed: SignedData, digest: Bytes): Promise<void> => {
  if (!isOid(childrenOf(signed.digestAlgorithm)[0], OID.sha256)) throw refuse('unsupported: digest algorithm')
  if (!equalBytes(signed.values.messageDigest, digest)) throw refuse('digest')
  if (signed.values.certificateHash === null) throw refuse('unsupported: no signing-certificate-v2')
  if (!equalBytes(signed.values.certificateHash, await sha256(signed.signer))) throw refuse('signing certificate')
  await requireSignature(signed.signer, signed.signatureAlgorithm, signed.attributes, signed.signature)
}

/**
 * Checks detached signed data against the SHA-256 of its content: message digest, signing
 * certificate hash, signature (ECDSA P-256 or RSA PKCS#1 v1.5, with SHA-256). Whether the
 * certificate is to be trusted is the caller's question. Throws `signature-invalid`; its `reason`
 * begins with `unsupported:` when the form is not one this function can judge.
 */
export const verifySignedData = async (der: Uint8Array, digest: Bytes): Promise<VerifiedSignedData> => {
  const signed = parseSignedData(der)
  await requireSigned(signed, digest)
  const { signer, certificates, signature, timestamps } = signed
  return { signer, certificates, digest, signature, timestamps }
}

/**
 * Checks one answer of a Signer before it is believed: the attributes name this digest and this
 * certificate, and the certificate's key signed them. Throws `signature-invalid`.
 */
export const verifySignedAttributes = async (
  answer: SignedAttributes,
  digest: Bytes,
  certificate: Bytes,
): Promise<void> => {
  const values = parseSignedAttributes(answer.attributes)
  if (!equalBytes(values.messageDigest, digest)) throw refuse('digest')
  const hash = values.certificateHash
  if (hash === null || !equalBytes(hash, await sha256(certificate))) throw refuse('signing certificate')
  const algorithm = parseElement(element(TAG.sequence, oid(OID.ecdsaWithSha256)))
  await requireSignature(certificate, algorithm, answer.attributes, answer.signature)
}
