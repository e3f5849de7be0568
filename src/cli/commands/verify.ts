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
const faultOf = (signature: JudgedSignature): AppError | null => {
  const { verdict, reason, integrity, sealRecord, field, chainFault } = signature
  if (verdict === 'valid') return null
  if (!integrity) return reason ?? new AppError('signature-invalid', { field })
  if (chainFault !== null && chainFault.code !== 'revocation-unknown') return chainFault
  if (sealRecord === 'invalid') return new AppError('seal-record-invalid', { field })
  return chainFault ?? new AppError('changed-after-signing', { field })
}

interface JudgedField {
  readonly signature: JudgedSignature
  readonly fault: AppError | null
}

const shapeOf = (error: AppError | null): ErrorShape | null => (error === null ? null : errorShape(error))

const timestampFacts = ({ timestamp }: JudgedSignature) =>
  timestamp && {
    state: timestamp.state,
    at: timestamp.at?.toISOString() ?? null,
    authority: timestamp.authority,
    error: shapeOf(timestamp.reason),
  }

const fieldFacts = ({ signature, fault }: JudgedField) => ({
  field: signature.field,
  verdict: signature.verdict,
  signer: factsOf(signature.certificates[0]),
  /** Claimed by the signer, not proved. */
  signedAt: signature.claimedAt?.toISOString() ?? null,
  integrity: signature.integrity,
  chain: signature.chain,
  revocation: signature.revocation,
  /** Even if after the timestamp. */
  revokedAt: signature.revokedAt?.toISOString() ?? null,
  timestamp: timestampFacts(signature),
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
  ['timestamp', { text: `verify.timestamp.${signature.timestamp?.state ?? 'missing'}` }],
  ['record', { text: `verify.record.${signature.sealRecord}` }],
  ['pages', signature.pages.join(', ')],
]

/** Of several signatures the worst decides; the order of verdicts is that of `verifyPdf`. */
const gravest = (fields: readonly JudgedField[], verdict: Verdict | 'unsigned'): AppError | null =>
  verdict === 'unsigned'
    ? new AppError('not-signed')
    : (fields.find(({ signature }) => signature.verdict === verdict)?.fault ?? null)

const judgePdf = async (path: string, trust: TrustList): Promise<Outcome> => {
  const { size, verdict, signatures } = await verifyPdf(path, trust.forPdf())
  const fields = signatures.map((signature) => ({ signature, fault: faultOf(signature) }))
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
  const trust = await openTrustList(options, new Date())
  const isBid = await isBidFile(path)
  return naming(path, isBid ? judgeBid(path, trust, work) : judgePdf(path, trust))
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
--crl, or else from the addresses in the certificates. A timestamp under a trusted root proves when
a signature was made: a certificate that was revoked or ended after it leaves the signature valid.`,
    )
    .action((path: string, options: VerifyOptions) => perform(options, (work) => verify(path, options, work)))
}
