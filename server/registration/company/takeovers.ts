/**
 * A company whose administrator is gone gets another one by two officers' decision. He becomes it with his
 * certificates; all that the former one was allowed ends in the same transaction.
 */
import { UNPAID } from '#core/application/state'
import { AppError } from '#core/errors'
import type { ApplicationRow } from '../../store/applications.ts'
import type { Repositories } from '../../store/store.ts'
import type { ApplicationMoves } from '../application/moves.ts'
import type { Holdings } from '../certificate/holdings.ts'
import { memberMessages } from './member-news.ts'
import { heldAt } from './statements.ts'

export interface Takeovers {
  /**
   * The applicant takes the administrator's place, within the transaction that books his certificates. The former
   * one's membership ends, his certificates of the company are revoked, what he has begun to get others is
   * withdrawn, and so is an offer to hand over. Who was one of the staff is so no more, and keeps the certificates
   * that he had. Throws `application-state` when he is the administrator.
   */
  succeed(records: Repositories, row: ApplicationRow): Promise<void>
}

export interface TakeoversOptions {
  readonly holdings: Pick<Holdings, 'revokeIn'>
  readonly moves: Pick<ApplicationMoves, 'apply' | 'endTakeovers'>
  readonly now: () => number
}

/** More certificates that somebody was about to get. */
const BEGUN = { kinds: ['renew', 'recover'], states: UNPAID } as const

export const createTakeovers = ({ holdings, moves, now }: TakeoversOptions): Takeovers => ({
  succeed: async (records, { id: application, creditCode, account }) => {
    const { members } = records
    const former = await members.administrator(creditCode)
    if (former?.account === account) throw new AppError('application-state', { reason: 'member' })
    const at = now()
    const standing = await records.handovers.standing(creditCode)
    if (standing !== null) await records.handovers.settle(standing.id, 'withdrawn', at)
    if (former !== null) {
      const actor = { role: 'administrator', id: account } as const
      await members.end(former.application, at)
      for (const held of await heldAt(records, former, at))
        await holdings.revokeIn(records, held.application, 'affiliationChanged', actor)
      for (const begun of await records.applications.listAt(former.account, creditCode, BEGUN))
        await moves.apply(records, begun, 'withdraw', actor)
      const news = [{ account: former.account, kind: 'administrator-replaced' } as const]
      await records.messages.post(memberMessages(former.application, application, at, news))
    }
    const own = await members.findIn(creditCode, account)
    if (own !== null) await members.end(own.application, at)
    if (!(await members.add({ application, creditCode, account, role: 'administrator', since: at })))
      throw new AppError('company-claimed', { creditCode })
    await moves.endTakeovers(records, creditCode, application)
    const facts = { application, creditCode, former: former?.application ?? null }
    await records.audit.append({ actor: account, action: 'administrator-replaced', facts }, at)
  },
})
