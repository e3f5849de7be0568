/**
 * Whether certificates of the issuing authority were revoked, at once (RFC 6960). A responder of its
 * own answers, and never says `good` of a serial number that was not issued. The root's one
 * certificate is judged by its list: its key, which alone could answer for it, is kept offline.
 */
import type { Bytes } from '#core/bytes/bytes'
import type { Certificate } from '#core/certificate/certificate'
import { issuerMatcher, parseOcspRequest, type CertId, type OcspRequest } from '#core/certificate/ocsp-request'
import { refuseOcsp, type CertificateStatus, type OcspRefusal } from '#core/certificate/ocsp-response'
import { AppError, asAppError } from '#core/errors'
import type { Store } from '../../store/store.ts'
import type { CaSigner } from '../keys/signer.ts'

export interface OcspAnswer {
  /** OCSPResponse. */
  readonly der: Bytes
  /** When a signed answer was made and until when it holds; null for a refusal and for one with a nonce. */
  readonly fresh: { readonly from: Date; readonly until: Date } | null
}

export interface OcspResponder {
  /** Never throws: what cannot be answered is refused in words of the protocol. */
  answer(request: Bytes): Promise<OcspAnswer>
}

export interface OcspResponderOptions {
  readonly store: Pick<Store, 'certificates'>
  readonly signer: Pick<CaSigner, 'certificates' | 'ocsp' | 'responder' | 'renewResponder'>
  readonly now: () => number
  readonly warn: (facts: { readonly event: string; readonly code: string }) => void
}

/** How long an answer holds. Whoever asks with a nonce gets a new one. */
const VALID = 3600_000
/** How often it is looked whether the responder needs its next certificate. */
const LOOKED_AFTER = 3600_000

export const openOcspResponder = async (options: OcspResponderOptions): Promise<OcspResponder> => {
  const { store, signer, now, warn } = options
  const { issuing, ...others } = signer.certificates
  const isOurs = await issuerMatcher(issuing)
  /** The authority's own, which no application was made for. */
  const own = new Set(
    Object.values(others)
      .filter((each) => !each.isSelfSigned)
      .map(({ serial }) => serial),
  )
  let lookedAt = -Infinity

  /** Renewed in time; where that fails, the last one goes on until its end. */
  const responder = async (): Promise<Certificate> => {
    if (now() - lookedAt >= LOOKED_AFTER) {
      lookedAt = now()
      await signer
        .renewResponder(new Date(now()))
        .catch((error: unknown) => warn({ event: 'responder-not-renewed', code: asAppError(error).code }))
      own.add(signer.responder().serial)
    }
    return signer.responder()
  }

  const statusOf = async ({ serial }: CertId): Promise<CertificateStatus> => {
    const row = await store.certificates.find(serial)
    if (row === null) return own.has(serial) ? 'good' : 'unknown'
    if (row.revokedAt === null) return 'good'
    return { at: new Date(row.revokedAt), reason: row.revocationReason ?? 0 }
  }

  const refuse = (refusal: OcspRefusal): OcspAnswer => ({ der: refuseOcsp(refusal), fresh: null })

  const parsed = (request: Bytes): OcspRequest | null => {
    try {
      return parseOcspRequest(request)
    } catch (error) {
      if (error instanceof AppError && error.code === 'invalid-input') return null
      throw error
    }
  }

  const answer = async (request: Bytes): Promise<OcspAnswer> => {
    const asked = parsed(request)
    if (asked === null) return refuse('malformedRequest')
    if (!asked.certificates.every(isOurs)) return refuse('unauthorized')
    const from = new Date(Math.floor(now() / 1000) * 1000)
    const { notBefore, notAfter } = await responder()
    if (from >= notAfter || from < notBefore) throw new AppError('certificate-expired')
    const until = new Date(Math.min(from.getTime() + VALID, notAfter.getTime()))
    const answers = []
    for (const id of asked.certificates) answers.push({ certId: id.der, status: await statusOf(id) })
    const der = await signer.ocsp({ thisUpdate: from, nextUpdate: until, answers, nonce: asked.nonce })
    return { der, fresh: asked.nonce === null ? { from, until } : null }
  }

  return {
    answer: (request) =>
      answer(request).catch((error: unknown) => {
        warn({ event: 'ocsp-not-answered', code: asAppError(error).code })
        return refuse('internalError')
      }),
  }
}
