import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { checkTimestamp } from '#core/cms/timestamp-check'
import { asAppError, type AppError } from '#core/errors'
import { checkSignatures, type CheckedSignature } from '#core/pdf/verify'
import { digestOf, withPdfFile } from './file.ts'

export type ChainVerdict = 'valid' | 'invalid' | 'unknown'
export type RevocationVerdict = 'good' | 'revoked' | 'unknown'

/** What is thought of a chain. */
export interface ChainOpinion {
  readonly chain: ChainVerdict
  readonly revocation: RevocationVerdict
  /** When it was revoked, even if after the moment that counts; null where that is not known. */
  readonly revokedAt: Date | null
  /** Null when the chain is valid and the revocation good. */
  readonly reason: AppError | null
}

/** Who is to be believed: answers of the certificate room, at a time that is proved, or claimed, or now. */
export interface Trust {
  /**
   * @param certificates DER, the signer's first.
   * @param revokedBy until when revocation counts
   */
  judgeChain(certificates: readonly Bytes[], at: Date, revokedBy: Date): Promise<ChainOpinion>
  /** The same of a timestamp authority at the time that it says; its revocation counts until now. */
  judgeTimestamp(certificates: readonly Bytes[], at: Date): Promise<ChainOpinion>
  /** Whether a seal record holds and lists the signer's certificate. */
  judgeRecord(record: Bytes, signer: Bytes, at: Date): Promise<boolean>
  /** Now. */
  readonly now: Date
}

export type Verdict = 'valid' | 'valid-but-changed' | 'invalid' | 'unknown'

export interface JudgedTimestamp {
  /** `counted`: it proves that the signature existed then. Otherwise it proves nothing, with the reason. */
  readonly state: 'counted' | 'unknown' | 'invalid'
  readonly reason: AppError | null
  /** Null where the timestamp does not belong to the signature or cannot be read. */
  readonly at: Date | null
  /** Subject of the certificate that signed it; null as `at`. */
  readonly authority: string | null
}

export interface JudgedSignature extends CheckedSignature {
  /** Null without any; of several the first that counts. */
  readonly timestamp: JudgedTimestamp | null
  /** When the certificate was revoked, even if after a timestamp; null where that is not known. */
  readonly revokedAt: Date | null
  /** Why chain or revocation are not known to be good; null when they are, and without integrity. */
  readonly chainFault: AppError | null
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

const judgeOneTimestamp = async (token: Bytes, signature: Bytes, trust: Trust): Promise<JudgedTimestamp> => {
  try {
    const { at, certificates } = await checkTimestamp(token, signature)
    const authority = parseCertificate(certificates[0] ?? new Uint8Array()).subject
    const { chain, revocation, reason } = await trust.judgeTimestamp(certificates, at)
    const isBad = chain === 'invalid' || revocation === 'revoked'
    const isGood = chain === 'valid' && revocation === 'good'
    return { state: isBad ? 'invalid' : isGood ? 'counted' : 'unknown', reason, at, authority }
  } catch (error) {
    return { state: 'invalid', reason: asAppError(error), at: null, authority: null }
  }
}

const judgeTimestamps = async (signature: CheckedSignature, trust: Trust): Promise<JudgedTimestamp | null> => {
  const judged = []
  for (const token of signature.timestamps) judged.push(await judgeOneTimestamp(token, signature.signatureValue, trust))
  return judged.find(({ state }) => state === 'counted') ?? judged[0] ?? null
}

const judge = async (signature: CheckedSignature, trust: Trust): Promise<JudgedSignature> => {
  const [signer] = signature.certificates
  if (signer === undefined) {
    const nothing = { timestamp: null, revokedAt: null, chainFault: null } as const
    const open = { ...signature, ...nothing, chain: 'unknown', revocation: 'unknown', sealRecord: 'missing' } as const
    return { ...open, verdict: verdictOf(open) }
  }
  const timestamp = await judgeTimestamps(signature, trust)
  const proved = timestamp?.state === 'counted' ? timestamp.at : null
  const at = proved ?? signature.claimedAt ?? trust.now
  // Where nothing proves the claimed time, a certificate revoked by now may have been used after it was revoked.
  const opinion = await trust.judgeChain(signature.certificates, at, proved ?? trust.now)
  const { chain, revocation, revokedAt, reason: chainFault } = opinion
  const records = await Promise.all(signature.records.map((record) => trust.judgeRecord(record, signer, at)))
  // Under an unknown root nothing can be told about a seal record either.
  const recordVerdict = records.every(Boolean) ? 'valid' : chain === 'unknown' ? 'unknown' : 'invalid'
  const sealRecord = records.length === 0 ? 'missing' : recordVerdict
  const judged = { ...signature, timestamp, chain, revocation, revokedAt, chainFault, sealRecord } as const
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
