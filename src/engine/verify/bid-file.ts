/** What a bid file says of itself, and whether its seal is to be believed. */
import { basename } from 'node:path'
import type { BidHeader } from '#core/bidfile/header'
import type { Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { AppError, errorShape } from '#core/errors'
import type { BidFileView } from '#ipc/views'
import { inspectBid, type BidInspection, type InspectOptions } from '../bidfile/inspect.ts'
import type { Trust } from '../trust/trust.ts'
import { certificateView, slotView } from './view.ts'

/** Throws `signature-invalid` when somebody else than the bidder of the header has sealed the file. */
export const requireBidder = (signer: Certificate, { bidder }: BidHeader): void => {
  if (signer.company !== bidder.name || signer.creditCode !== bidder.creditCode)
    throw new AppError('signature-invalid', { reason: 'not the bidder', company: signer.company, needed: bidder.name })
}

const sealOf = async (
  { seal, header }: Pick<BidInspection, 'seal' | 'header'>,
  trust: Trust,
): Promise<BidFileView['seal']> => {
  if (seal.state === 'invalid')
    return { state: 'invalid', signer: null, reason: errorShape(seal.error), revokedAt: null }
  const chain: readonly Bytes[] = seal.certificates
  const judged = await trust.judge(chain, new Date(header.created), 'sign')
  const { chain: verdict, revocation, reason } = judged
  const revokedAt = judged.revokedAt?.toISOString() ?? null
  const certificate = parseCertificate(chain[0] ?? new Uint8Array())
  const signer = certificateView(certificate, 'sign')
  try {
    requireBidder(certificate, header)
  } catch (error) {
    return { state: 'invalid', signer, reason: errorShape(error), revokedAt }
  }
  const isBad = verdict === 'invalid' || revocation === 'revoked'
  const isGood = verdict === 'valid' && revocation === 'good'
  return {
    state: isBad ? 'invalid' : isGood ? 'valid' : 'unknown',
    signer,
    reason: reason && errorShape(reason),
    revokedAt,
  }
}

/**
 * Reads a bid file without a key: header, digests of the whole file, seal and its certificate.
 * Rejects with what inspectBid rejects with; a seal that does not hold is a result.
 */
export const readBidFile = async (path: string, trust: Trust, options: InspectOptions = {}): Promise<BidFileView> => {
  const found = await inspectBid(path, options)
  const { header } = found
  return {
    path,
    name: basename(path),
    size: found.size,
    kind: found.kind,
    suite: header.suite,
    buildId: header.build,
    tenderName: header.tender.name,
    tenderId: header.tender.id,
    lot: header.tender.lot,
    bidder: header.bidder.name,
    creditCode: header.bidder.creditCode,
    openingTime: header.openingTime,
    createdAt: header.created,
    recipients: header.slots.map(slotView),
    seal: await sealOf(found, trust),
  }
}
