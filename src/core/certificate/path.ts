/** Certification paths (RFC 5280 section 6): found among given certificates, then judged at a moment. */
import { equalBytes, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { parseCertificate, type Certificate, type CertificateUsage } from './certificate.ts'
import { OID } from './oids.ts'
import { isSignedBy } from './signature.ts'

/** Certificates from the leaf to the trusted root, both included. */
export type Path = readonly [Certificate, ...Certificate[]]

const MAX_CERTIFICATES = 20
const MAX_DEPTH = 8
/** Bounds the work that a crowd of certificates with one name can cause. */
const MAX_SIGNATURES = 64

export const readable = (certificates: readonly Bytes[]): Certificate[] =>
  certificates.flatMap((der) => {
    try {
      return [parseCertificate(der)]
    } catch (error) {
      // a certificate that cannot be read proves nothing; without it the path may be missing
      if (error instanceof AppError) return []
      throw error
    }
  })

const mayHaveIssued = (issuer: Certificate, subject: Certificate): boolean =>
  equalBytes(issuer.subjectName, subject.issuerName) &&
  (issuer.subjectKey === null || subject.authorityKey === null || equalBytes(issuer.subjectKey, subject.authorityKey))

/** Whether issuer and key identifier name this very issuer: then a signature that fails is a forgery. */
const mustHaveIssued = ({ subjectKey }: Certificate, { authorityKey }: Certificate): boolean =>
  subjectKey !== null && authorityKey !== null && equalBytes(subjectKey, authorityKey)

export interface FoundPaths {
  readonly paths: readonly Path[]
  /** Whether the very issuer was at hand and its signature does not hold. */
  readonly isForged: boolean
}

/**
 * Every path from the leaf to a root whose signatures hold, within bounds: 20 certificates, 8 steps,
 * 64 signatures; never through the same certificate twice.
 */
export const findPaths = async (
  leaf: Certificate,
  others: readonly Bytes[],
  roots: readonly Bytes[],
): Promise<FoundPaths> => {
  const anchors = readable(roots)
  const trusted = new Set(anchors.map(({ fingerprint }) => fingerprint))
  const pool = [...anchors, ...readable(others.slice(0, MAX_CERTIFICATES))]
  const paths: Path[] = []
  let budget = MAX_SIGNATURES
  let isForged = false
  const walk = async (path: Path): Promise<void> => {
    const last = path.at(-1)!
    if (trusted.has(last.fingerprint)) {
      paths.push(path)
      return
    }
    if (path.length >= MAX_DEPTH) return
    const seen = new Set(path.map(({ fingerprint }) => fingerprint))
    for (const issuer of pool) {
      if (seen.has(issuer.fingerprint) || !mayHaveIssued(issuer, last)) continue
      seen.add(issuer.fingerprint)
      if (budget-- <= 0) return
      if (await isSignedBy(issuer.spki, last.signatureAlgorithm, last.signed, last.signature))
        await walk([...path, issuer] as [Certificate, ...Certificate[]])
      else isForged ||= mustHaveIssued(issuer, last)
    }
  }
  await walk([leaf])
  return { paths, isForged }
}

/** Extensions whose meaning is honoured here or does not restrict; another critical one makes a path invalid. */
const KNOWN: readonly string[] = [
  OID.basicConstraints,
  OID.keyUsage,
  OID.extendedKeyUsage,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.subjectAltName,
  OID.certificatePolicies,
  OID.crlDistributionPoints,
  OID.authorityInfoAccess,
  OID.organizationCode,
]

const untrusted = (who: Certificate, reason: string): AppError =>
  new AppError('certificate-untrusted', { reason, subject: who.subject })

const judgeExtensions = (who: Certificate): AppError | null => {
  if (who.extensions.has(OID.nameConstraints)) return untrusted(who, 'unsupported: name constraints')
  const unknown = [...who.extensions].find(([type, { critical }]) => critical && !KNOWN.includes(type))
  return unknown === undefined ? null : untrusted(who, `unknown critical extension ${unknown[0]}`)
}

const judgeAuthority = (who: Certificate, below: number): AppError | null => {
  if (!who.isAuthority) return untrusted(who, 'issuer is not an authority')
  if (who.keyUsage?.includes('keyCertSign') === false) return untrusted(who, 'authority may not sign certificates')
  if (who.pathLength !== null && below > who.pathLength) return untrusted(who, 'path too long')
  return null
}

const judgeValidity = ({ subject, notBefore, notAfter }: Certificate, at: Date): AppError | null => {
  if (at < notBefore) return new AppError('certificate-not-yet-valid', { subject, notBefore: notBefore.toISOString() })
  if (at > notAfter) return new AppError('certificate-expired', { subject, notAfter: notAfter.toISOString() })
  return null
}

/** What makes a path invalid at a moment for a usage, or null. */
export const judgePath = (path: Path, at: Date, usage: CertificateUsage): AppError | null => {
  let below = 0
  for (const [index, who] of path.entries()) {
    const authority = index === 0 ? null : judgeAuthority(who, below)
    const verdict = judgeExtensions(who) ?? authority ?? judgeValidity(who, at)
    if (verdict !== null) return verdict
    if (index > 0 && !who.isSelfSigned) below++
  }
  const [leaf] = path
  return leaf.usage === usage ? null : new AppError('certificate-wrong-usage', { usage: leaf.usage, wanted: usage })
}
