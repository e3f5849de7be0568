/** Which certificates can be renewed and recovered, and when. */
import { RENEWAL_PERIOD, type HoldingState } from '#core/application/holding'
import { AppError } from '#core/errors'
import type { HoldingRow } from '../../store/holdings.ts'
import type { RevocationReason } from './authority.ts'

/** Why somebody revokes his own: what he gives up he does not get back, but he may apply for new ones. */
export const GIVEN_UP: RevocationReason = 'cessationOfOperation'

/** Who has lost the right to them gets none in their place. */
const TAKEN_AWAY: readonly string[] = ['affiliationChanged', 'privilegeWithdrawn'] satisfies RevocationReason[]

export const holdingStateOf = ({ revokedAt, notAfter }: HoldingRow, now: number): HoldingState =>
  revokedAt !== null ? 'revoked' : now > notAfter ? 'expired' : 'in-force'

/** @param all the account's, the newest first */
const newestAt = (all: readonly HoldingRow[], creditCode: string): HoldingRow | undefined =>
  all.find((each) => each.creditCode === creditCode)

/** Nothing follows it, and nothing newer was issued to its holder at its company. */
const requireLast = (held: HoldingRow, all: readonly HoldingRow[]): void => {
  const newest = newestAt(all, held.creditCode)
  if (held.next !== null || newest?.application !== held.application)
    throw new AppError('certificate-replaced', { next: held.next ?? newest?.application })
}

/**
 * Near the end, after it, and what its holder gave up. Throws `certificate-replaced`,
 * `certificate-revoked` or `renewal-early`.
 * @param all the account's, the newest first
 */
export const requireRenewable = (held: HoldingRow, all: readonly HoldingRow[], now: number): void => {
  requireLast(held, all)
  if (held.revokedAt !== null && held.revocationReason !== GIVEN_UP) throw new AppError('certificate-revoked')
  const from = held.notAfter - RENEWAL_PERIOD
  if (held.revokedAt === null && now < from) throw new AppError('renewal-early', { from })
}

/**
 * Also when it has ended or was revoked because it was lost. Throws `certificate-replaced` or `certificate-revoked`.
 * @param all the account's, the newest first
 */
export const requireRecoverable = (held: HoldingRow, all: readonly HoldingRow[]): void => {
  requireLast(held, all)
  const { revocationReason } = held
  if (revocationReason !== null && (revocationReason === GIVEN_UP || TAKEN_AWAY.includes(revocationReason)))
    throw new AppError('certificate-revoked')
}

const holds = (rule: () => void): boolean => {
  try {
    rule()
    return true
  } catch {
    // Why not is for whoever tries.
    return false
  }
}

/** @param all the account's, the newest first */
export const isRenewable = (held: HoldingRow, all: readonly HoldingRow[], now: number): boolean =>
  holds(() => requireRenewable(held, all, now))

/** @param all the account's, the newest first */
export const isRecoverable = (held: HoldingRow, all: readonly HoldingRow[]): boolean =>
  holds(() => requireRecoverable(held, all))
