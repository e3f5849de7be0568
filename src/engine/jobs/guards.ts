/** What is looked at before a bid is made: facts in, findings out, for people to read. */
import { MAX_ENTRIES, MAX_TOTAL } from '#core/bidfile/limits'
import { AppError, ERROR_CODES, type ErrorCode } from '#core/errors'
import type { CertificateView, GuardFinding } from '#ipc/views'

const DAY = 24 * 3600 * 1000
/** A certificate that ends so soon after the opening is worth a word. */
const SOON = 30 * DAY
/** Share of a limit from which on it is worth a word. */
const NEAR = 0.9

/** How the revocation of both of the bidder's certificates stands. */
export type RevocationState =
  { readonly state: 'good' | 'stale' } | { readonly state: 'bad'; readonly reason: ErrorCode }

export interface GuardFacts {
  readonly now: Date
  readonly openingTime: Date
  readonly tenderId: string
  readonly lot: string
  /** Documents in each part. */
  readonly parts: readonly number[]
  readonly pages: number
  readonly unsealedPages: number
  readonly placements: number
  readonly unsignedPlacements: number
  /** Bytes of all documents. */
  readonly size: number
  /** Null before a certificate has been read. */
  readonly bidder: {
    readonly signing: CertificateView
    readonly encryption: CertificateView
    readonly revocation: RevocationState
  } | null
}

type State = GuardFinding['state']
type Values = GuardFinding['values']

const finding = (id: GuardFinding['id'], state: State, values: Values): GuardFinding => ({ id, state, values })

const partsGuard = ({ parts, pages }: GuardFacts): GuardFinding => {
  const documents = parts.reduce((sum, count) => sum + count, 0)
  const values = { parts: parts.length, documents, pages }
  if (documents === 0) return finding('parts', 'failed', values)
  return finding('parts', parts.includes(0) ? 'warning' : 'passed', values)
}

const sealedGuard = ({ placements, unsignedPlacements, unsealedPages, pages }: GuardFacts): GuardFinding => {
  const values = { seals: placements, unsigned: unsignedPlacements, unsealed: unsealedPages, pages }
  if (unsignedPlacements > 0) return finding('sealed', 'failed', values)
  return finding('sealed', unsealedPages > 0 ? 'warning' : 'passed', values)
}

const sizeGuard = ({ size, parts }: GuardFacts): GuardFinding => {
  const documents = parts.reduce((sum, count) => sum + count, 0)
  const share = Math.max(size / MAX_TOTAL, documents / MAX_ENTRIES)
  const state = share > 1 ? 'failed' : share > NEAR ? 'warning' : 'passed'
  return finding('size', state, { size, limit: MAX_TOTAL, documents })
}

const datesGuard = (facts: GuardFacts, { signing, encryption }: NonNullable<GuardFacts['bidder']>): GuardFinding => {
  const opening = facts.openingTime.getTime()
  const [until, signingUntil] = [new Date(encryption.notAfter).getTime(), new Date(signing.notAfter).getTime()]
  const values = { opening: facts.openingTime.toISOString(), until: encryption.notAfter }
  if (signingUntil < facts.now.getTime())
    return finding('certificate-dates', 'failed', { ...values, reason: 'certificate-expired' })
  if (until < opening)
    return finding('certificate-dates', 'failed', { ...values, reason: 'certificate-ends-before-opening' })
  return finding('certificate-dates', until < opening + SOON ? 'warning' : 'passed', values)
}

const revocationGuard = ({ revocation }: NonNullable<GuardFacts['bidder']>): GuardFinding => {
  if (revocation.state === 'bad') return finding('revocation', 'failed', { reason: revocation.reason })
  return finding('revocation', revocation.state === 'stale' ? 'warning' : 'passed', {})
}

const tenderGuard = ({ now, openingTime, tenderId, lot }: GuardFacts): GuardFinding => {
  const values = { opening: openingTime.toISOString(), tender: [tenderId, lot].filter(Boolean).join(' / ') }
  if (openingTime <= now) return finding('tender', 'failed', values)
  return finding('tender', tenderId === '' || lot === '' ? 'warning' : 'passed', values)
}

/** All findings. The two about certificates come only once there is one. */
export const judgeGuards = (facts: GuardFacts): readonly GuardFinding[] => [
  partsGuard(facts),
  sealedGuard(facts),
  sizeGuard(facts),
  ...(facts.bidder === null ? [] : [datesGuard(facts, facts.bidder), revocationGuard(facts.bidder)]),
  tenderGuard(facts),
]

const isErrorCode = (value: unknown): value is ErrorCode => ERROR_CODES.some((code) => code === value)

/** Throws what the first failed finding means: its reason, `bid-too-large`, or `invalid-input` with its name. */
export const requirePassed = (findings: readonly GuardFinding[]): void => {
  const failed = findings.find(({ state }) => state === 'failed')
  if (failed === undefined) return
  const { reason, ...values } = failed.values
  const fallback: ErrorCode = failed.id === 'size' ? 'bid-too-large' : 'invalid-input'
  throw new AppError(isErrorCode(reason) ? reason : fallback, { guard: failed.id, ...values })
}
