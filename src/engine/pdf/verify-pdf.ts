import type { Bytes } from '#core/bytes/bytes'
import { checkSignatures, type CheckedSignature } from '#core/pdf/verify'
import { digestOf, withPdfFile } from './file.ts'

export type ChainVerdict = 'valid' | 'invalid' | 'unknown'
export type RevocationVerdict = 'good' | 'revoked' | 'unknown'

/** Who is to be believed: answers of the certificate room, at the time that the signature claims or now. */
export interface Trust {
  /**
   * @param certificates DER, the signer's first.
   * @param revokedBy until when revocation counts
   */
  judgeChain(
    certificates: readonly Bytes[],
    at: Date,
    revokedBy: Date,
  ): Promise<{ readonly chain: ChainVerdict; readonly revocation: RevocationVerdict }>
  /** Whether a seal record holds and lists the signer's certificate. */
  judgeRecord(record: Bytes, signer: Bytes, at: Date): Promise<boolean>
  /** Now. */
  readonly now: Date
}

export type Verdict = 'valid' | 'valid-but-changed' | 'invalid' | 'unknown'

export interface JudgedSignature extends CheckedSignature {
  readonly verdict: Verdict
  readonly chain: ChainVerdict
  readonly revocation: RevocationVerdict
  readonly sealRecord: 'valid' | 'invalid' | 'missing' | 'unknown'
}

export interface JudgedPdf {
  readonly size: number
  /** The worst of all signatures; `unsigned` without any. */
  readonly verdict: Verdict | 'unsigned'
  readonly signatures: readonly JudgedSignature[]
}

const WORST_LAST = ['valid', 'valid-but-changed', 'unknown', 'invalid'] as const

const verdictOf = (signature: Omit<JudgedSignature, 'verdict'>): Verdict => {
  const { integrity, reason, chain, revocation, sealRecord, changedAfter } = signature
  const isUnsupported = reason?.code === 'signature-invalid' && String(reason.details.reason).startsWith('unsupported')
  if (!integrity) return isUnsupported ? 'unknown' : 'invalid'
  if (chain === 'invalid' || revocation === 'revoked') return 'invalid'
  if (chain === 'unknown') return 'unknown'
  if (sealRecord === 'invalid') return 'invalid'
  if (revocation === 'unknown') return 'unknown'
  return changedAfter ? 'valid-but-changed' : 'valid'
}

const judge = async (signature: CheckedSignature, trust: Trust): Promise<JudgedSignature> => {
  const at = signature.claimedAt ?? trust.now
  const [signer] = signature.certificates
  if (signer === undefined) {
    const open = { ...signature, chain: 'unknown', revocation: 'unknown', sealRecord: 'missing' } as const
    return { ...open, verdict: verdictOf(open) }
  }
  // Nothing proves the claimed time: a certificate revoked by now may have been used after it was revoked.
  const { chain, revocation } = await trust.judgeChain(signature.certificates, at, trust.now)
  const records = await Promise.all(signature.records.map((record) => trust.judgeRecord(record, signer, at)))
  // Under an unknown root nothing can be told about a seal record either.
  const recordVerdict = records.every(Boolean) ? 'valid' : chain === 'unknown' ? 'unknown' : 'invalid'
  const sealRecord = records.length === 0 ? 'missing' : recordVerdict
  const judged = { ...signature, chain, revocation, sealRecord } as const
  return { ...judged, verdict: verdictOf(judged) }
}

/**
 * Judges every signature of a PDF, the oldest first. Rejects with what `openPdf` throws and file
 * errors; a signature that does not hold is a verdict, not an error.
 */
export const verifyPdf = (path: string, trust: Trust): Promise<JudgedPdf> =>
  withPdfFile(path, async (source, handle) => {
    const checked = await checkSignatures(source, (stretches) => digestOf(handle, stretches))
    const signatures = await Promise.all(checked.map((signature) => judge(signature, trust)))
    const worst = Math.max(-1, ...signatures.map(({ verdict }) => WORST_LAST.indexOf(verdict)))
    return { size: source.size, verdict: WORST_LAST[worst] ?? 'unsigned', signatures }
  })
