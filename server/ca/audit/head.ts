/** One signed head of the audit log: what is signed, and how it stands in `audit-heads.txt`. */
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import { equalBytes, type Bytes } from '#core/bytes/bytes'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { sha256 } from '#core/bytes/digest'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { readExtendedKeyUsage } from '#core/certificate/extensions'
import { AUDIT_PURPOSE } from '#core/certificate/profiles'
import { isSignedBy } from '#core/certificate/signature'
import { assembleSignedData, verifySignedData } from '#core/cms/signed-data'
import { signDigest } from '#core/cms/signer'
import type { SigningKey } from '#core/cms/signing-key'
import { AppError } from '#core/errors'
import type { AuditHead } from '../../store/audit-heads.ts'

type Facts = Omit<AuditHead, 'signature'>

const digestOf = ({ n, hash, at }: Facts): Promise<Bytes> =>
  sha256(canonicalBytes({ format: 'bidseal-audit-head/1', n, hash, at }))

export interface HeadSigner {
  readonly certificate: Certificate
  readonly issuing: Certificate
  readonly key: SigningKey
}

export const signHead = async (facts: Facts, { certificate, issuing, key }: HeadSigner): Promise<AuditHead> => {
  const signed = await signDigest(await digestOf(facts), certificate.der, key)
  const signature = assembleSignedData({ ...signed, certificates: [certificate.der, issuing.der] })
  return { ...facts, signature }
}

/** Whether the issuing authority's audit key has signed a head. */
export const isHeadGenuine = async (head: AuditHead, issuing: Certificate): Promise<boolean> => {
  try {
    const signer = parseCertificate((await verifySignedData(head.signature, await digestOf(head))).signer)
    const isAudit = readExtendedKeyUsage(signer.extensions)?.includes(AUDIT_PURPOSE) === true
    const isOurs = equalBytes(signer.issuerName, issuing.subjectName)
    if (!isAudit || !isOurs) return false
    return await isSignedBy(issuing.spki, signer.signatureAlgorithm, signer.signed, signer.signature)
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/** A line without its end: number, time, hash, signature. */
export const headLine = ({ n, at, hash, signature }: AuditHead): string =>
  [n, new Date(at).toISOString(), hash, toBase64url(signature)].join(' ')

const LINE = /^([1-9]\d{0,14}) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([0-9a-f]{64}) ([\w-]{1,16384})$/

const readLine = (line: string): AuditHead | null => {
  const [, n, time, hash, text] = LINE.exec(line) ?? []
  const at = Date.parse(time ?? '')
  const signature = fromBase64url(text ?? '')
  return hash === undefined || signature === null || Number.isNaN(at) ? null : { n: Number(n), at, hash, signature }
}

/** Reads a file of heads; a last line that was never finished does not count. Throws `file-unreadable` with the line. */
export const readHeads = (text: string): readonly AuditHead[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line, at) => {
      const head = readLine(line)
      if (head === null) throw new AppError('file-unreadable', { reason: 'no head of an audit log', line: at + 1 })
      return head
    })
