import type { Command } from 'commander'
import type { Bytes } from '#core/bytes/bytes'
import { AppError, errorShape, type ErrorShape } from '#core/errors'
import { inspectBid } from '#engine/bidfile/inspect'
import { bidderFault } from '../bidder.ts'
import { verifyPdf, type JudgedSignature, type Verdict } from '#engine/pdf/verify-pdf'
import { bidFacts, bidLines } from '../bid-facts.ts'
import { isBidFile } from '../bid-kind.ts'
import { factsOf, holder } from '../certificate-facts.ts'
import { naming } from '../files.ts'
import { crlOption, trustOption } from '../options.ts'
import type { Outcome } from '../outcome.ts'
import type { Perform, Work } from '../perform.ts'
import { openTrustList, type TrustList } from '../trust-list.ts'

interface VerifyOptions {
  readonly json?: boolean
  readonly trust?: readonly string[]
  readonly crl?: readonly string[]
}

/** Why a signature is not simply valid, the gravest reason first; null when it is. */
const faultOf = (signature: JudgedSignature, chainReason: AppError | null): AppError | null => {
  const { verdict, reason, integrity, sealRecord, field } = signature
  if (verdict === 'valid') return null
  if (!integrity) return reason ?? new AppError('signature-invalid', { field })
  if (chainReason !== null && chainReason.code !== 'revocation-unknown') return chainReason
  if (sealRecord === 'invalid') return new AppError('seal-record-invalid', { field })
  return chainReason ?? new AppError('changed-after-signing', { field })
}

interface JudgedField {
  readonly signature: JudgedSignature
  readonly fault: AppError | null
}

const explain = async (signature: JudgedSignature, trust: TrustList, now: Date): Promise<JudgedField> => {
  const { certificates, claimedAt } = signature
  const judged = certificates.length > 0 ? await trust.judge(certificates, claimedAt ?? now, 'sign') : null
  return { signature, fault: faultOf(signature, judged?.reason ?? null) }
}

const shapeOf = (error: AppError | null): ErrorShape | null => (error === null ? null : errorShape(error))

const fieldFacts = ({ signature, fault }: JudgedField) => ({
  field: signature.field,
  verdict: signature.verdict,
  signer: factsOf(signature.certificates[0]),
  /** Claimed by the signer, not proved. */
  signedAt: signature.claimedAt?.toISOString() ?? null,
  integrity: signature.integrity,
  chain: signature.chain,
  revocation: signature.revocation,
  sealRecord: signature.sealRecord,
  covered: signature.covered,
  coversWholeFile: signature.coversWholeFile,
  changedAfter: signature.changedAfter,
  pages: signature.pages,
  error: shapeOf(fault),
})

const fieldLines = ({ signature }: JudgedField): Outcome['lines'] => [
  ['signature', signature.field],
  ['verdict', { text: `verdict.${signature.verdict}` }],
  ['signer', holder(factsOf(signature.certificates[0]))],
  ['chain', { text: `verify.chain.${signature.chain}` }],
  ['revocation', { text: `verify.revocation.${signature.revocation}` }],
  ['record', { text: `verify.record.${signature.sealRecord}` }],
  ['pages', signature.pages.join(', ')],
]

/** Of several signatures the worst decides; the order of verdicts is that of `verifyPdf`. */
const gravest = (fields: readonly JudgedField[], verdict: Verdict | 'unsigned'): AppError | null =>
  verdict === 'unsigned'
    ? new AppError('not-signed')
    : (fields.find(({ signature }) => signature.verdict === verdict)?.fault ?? null)

const judgePdf = async (path: string, trust: TrustList, now: Date): Promise<Outcome> => {
  const { size, verdict, signatures } = await verifyPdf(path, trust.forPdf())
  const fields = await Promise.all(signatures.map((signature) => explain(signature, trust, now)))
  return {
    json: { file: { path, size }, kind: 'pdf', verdict, signatures: fields.map(fieldFacts) },
    lines: [
      ['file', path],
      ['kind', 'pdf'],
      ['verdict', { text: `verdict.file.${verdict}` }],
      ...fields.flatMap(fieldLines),
    ],
    failure: gravest(fields, verdict),
  }
}

/** Judged at the time the file says it was made, which its signer has signed. */
const judgeBid = async (path: string, trust: TrustList, { signal, progress }: Work): Promise<Outcome> => {
  const { kind, size, header, seal } = await inspectBid(path, { signal, onProgress: progress })
  const certificates: readonly Bytes[] = seal.state === 'valid' ? seal.certificates : []
  const judged = seal.state === 'valid' ? await trust.judge(certificates, new Date(header.created), 'sign') : null
  const wrongBidder = bidderFault(certificates[0], header)
  const failure = seal.state === 'invalid' ? seal.error : (wrongBidder ?? judged?.reason ?? null)
  const isOpen =
    judged !== null && wrongBidder === null && judged.chain !== 'invalid' && judged.revocation !== 'revoked'
  const verdict: Verdict = failure === null ? 'valid' : isOpen ? 'unknown' : 'invalid'
  const [chain, revocation] = [judged?.chain ?? 'unknown', judged?.revocation ?? 'unknown']
  const signer = factsOf(certificates[0])
  return {
    json: {
      file: { path, size },
      ...bidFacts(header, kind),
      verdict,
      signer,
      chain,
      revocation,
      error: shapeOf(failure),
    },
    lines: [
      ['file', path],
      ...bidLines(header, kind),
      ['verdict', { text: `verdict.${verdict}` }],
      ['signer', holder(signer)],
      ['chain', { text: `verify.chain.${chain}` }],
      ['revocation', { text: `verify.revocation.${revocation}` }],
    ],
    failure,
  }
}

const verify = async (path: string, options: VerifyOptions, work: Work): Promise<Outcome> => {
  const now = new Date()
  const trust = await openTrustList(options, now)
  const isBid = await isBidFile(path)
  return naming(path, isBid ? judgeBid(path, trust, work) : judgePdf(path, trust, now))
}

export const addVerify = (program: Command, perform: Perform): void => {
  program
    .command('verify')
    .description('Judge the signatures of a PDF or the seal of a bid file.')
    .argument('<file>', 'a PDF, a bid file or its twin')
    .addOption(trustOption().makeOptionMandatory())
    .addOption(crlOption())
    .addHelpText(
      'after',
      `
Exits 0 only for the verdict "valid". Revocation that nobody can say anything about is not good:
verdict "unknown", error revocation-unknown. Lists are taken from files beside a root and from
--crl, or else from the addresses in the certificates.`,
    )
    .action((path: string, options: VerifyOptions) => perform(options, (work) => verify(path, options, work)))
}
