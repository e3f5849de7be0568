/** Reports on files: PDFs with their signatures, bid files with their seal (验章). */
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { MAGIC } from '#core/bidfile/header'
import { equalBytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { parseSealRecord } from '#core/certificate/seal-record'
import { errorShape } from '#core/errors'
import type { CertificateView, SealView, SignatureReport, VerifyReport } from '#ipc/views'
import { readAt } from '../files/io.ts'
import { writeAtomic } from '../files/atomic.ts'
import { withFileErrors } from '../files/errors.ts'
import { verifyPdf, type JudgedSignature } from '../pdf/verify-pdf.ts'
import type { Trust } from '../trust/trust.ts'
import { readBidFile } from './bid-file.ts'
import { certificateView, sealView } from './view.ts'

const MAGIC_LENGTH = MAGIC.ebid.length

const isBidFile = (path: string): Promise<boolean> =>
  withFileErrors(path, 'read', async () => {
    const handle = await open(path, 'r')
    try {
      const start = await readAt(handle, 0, MAGIC_LENGTH)
      return Object.values(MAGIC).some((magic) => equalBytes(magic, start))
    } finally {
      await handle.close()
    }
  })

const signerOf = ({ certificates }: JudgedSignature): CertificateView | null => {
  try {
    const [signer] = certificates
    return signer === undefined ? null : certificateView(parseCertificate(signer), 'sign')
  } catch {
    return null // Signatures of other programs may carry certificates of a kind that is unknown here.
  }
}

const sealOf = ({ records }: JudgedSignature): SealView | null => {
  try {
    const [record] = records
    return record === undefined ? null : sealView(parseSealRecord(record))
  } catch {
    return null // `sealRecord` says that it is not valid.
  }
}

const timestampOf = ({ timestamp }: JudgedSignature): SignatureReport['timestamp'] =>
  timestamp && {
    state: timestamp.state,
    reason: timestamp.reason && errorShape(timestamp.reason),
    at: timestamp.at?.toISOString() ?? null,
    authority: timestamp.authority,
  }

const signatureReport = (signature: JudgedSignature): SignatureReport => {
  const { field, verdict, coversWholeFile, covered, integrity, chain, revocation, sealRecord, pages } = signature
  const doubt = signature.reason ?? signature.chainFault
  return {
    field,
    verdict,
    reason: doubt && errorShape(doubt),
    signer: signerOf(signature),
    signedAt: signature.claimedAt?.toISOString() ?? null,
    coversWholeFile,
    covered,
    integrity,
    chain,
    revocation,
    revokedAt: signature.revokedAt?.toISOString() ?? null,
    timestamp: timestampOf(signature),
    sealRecord,
    seal: sealOf(signature),
    pages,
  }
}

const VERDICT_OF_SEAL = { valid: 'valid', invalid: 'invalid', unknown: 'unknown' } as const

/**
 * Judges a file. Rejects with `not-a-pdf` for anything that is neither a bid file nor a PDF, with
 * what opening it throws, or a file error; what does not hold is a verdict, not an error.
 */
export const verifyFile = async (path: string, trust: Trust, now: () => Date): Promise<VerifyReport> => {
  const name = basename(path)
  const checkedAt = now().toISOString()
  if (await isBidFile(path)) {
    const bid = await readBidFile(path, trust)
    const verdict = VERDICT_OF_SEAL[bid.seal.state]
    return { path, name, size: bid.size, kind: bid.kind, verdict, checkedAt, signatures: [], bid }
  }
  const { size, verdict, signatures } = await verifyPdf(path, trust.forFile())
  return { path, name, size, kind: 'pdf', verdict, checkedAt, signatures: signatures.map(signatureReport), bid: null }
}

/** Writes a report as JSON. Pictures of seals stay out. Rejects with `no-space-left` or `folder-not-writable`. */
export const writeReport = async (report: VerifyReport, target: string): Promise<void> => {
  const signatures = report.signatures.map(({ seal, ...signature }) => {
    if (seal === null) return { ...signature, seal }
    const { image: _image, ...facts } = seal
    return { ...signature, seal: facts }
  })
  await writeAtomic(target, `${JSON.stringify({ format: 'bidseal-report/1', ...report, signatures }, null, 2)}\n`)
}
