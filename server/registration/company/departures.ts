/**
 * How somebody ceases to be a member of a company: its administrator removes him, or he leaves. Either
 * is signed with a certificate. It ends what he was authorised to do: his certificates are revoked, for
 * seals that were issued to them cannot be called back in any other way, and what he has begun to get
 * others is withdrawn.
 */
import { removalBytes, type DepartureKind } from '#core/application/company'
import { UNPAID } from '#core/application/state'
import { AppError } from '#core/errors'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationMoves } from '../application/moves.ts'
import type { Holdings } from '../certificate/holdings.ts'
import { memberMessages } from './member-news.ts'
import { heldAt, type Signed, type Statements } from './statements.ts'

export interface Departures {
  /**
   * Ends a membership: by the administrator that of somebody else, by one of the staff his own. Throws
   * `file-not-found` for what is not of the account's company, `not-authorised`, and as `Statements` does.
   */
  end(account: string, creditCode: string, application: string, signed: Signed): Promise<void>
}

export interface DeparturesOptions {
  readonly store: Store
  readonly statements: Statements
  readonly holdings: Pick<Holdings, 'revokeIn' | 'publish'>
  readonly moves: Pick<ApplicationMoves, 'apply'>
  /** Ends the unpaid order of an application that is over. */
  readonly dropOrder: (application: string) => Promise<void>
  readonly now: () => number
}

/** More certificates that somebody was about to get. */
const BEGUN = { kinds: ['renew', 'recover'], states: UNPAID } as const

const NEWS = {
  removed: { member: 'removed', administrator: 'member-removed' },
  left: { member: 'left', administrator: 'member-left' },
} as const

export const createDepartures = (options: DeparturesOptions): Departures => {
  const { store, statements, holdings, moves, dropOrder, now } = options

  /** Whom it is about, and how he goes. */
  const findLeaving = async ({ members }: Repositories, account: string, creditCode: string, application: string) => {
    const [actor, member] = [await members.findIn(creditCode, account), await members.find(application)]
    if (actor === null || member?.creditCode !== creditCode) throw new AppError('file-not-found')
    const isAdministrator = actor.role === 'administrator'
    const isOneself = member.application === actor.application
    if (isAdministrator === isOneself) throw new AppError('not-authorised', { reason: 'administrator' })
    const kind: DepartureKind = isOneself ? 'left' : 'removed'
    return { member, kind }
  }

  return {
    end: async (account, creditCode, application, signed) => {
      await findLeaving(store, account, creditCode, application)
      const signature = await statements.require(account, creditCode, (at) => removalBytes(application, at), signed)
      const ended = await store.transaction(async (records) => {
        const { member, kind } = await findLeaving(records, account, creditCode, application)
        const at = now()
        await records.members.end(application, at)
        await records.departures.add({ application, kind, at, by: account, ...signature })
        const actor = { role: kind === 'left' ? 'applicant' : 'administrator', id: account } as const
        for (const held of await heldAt(records, member, at))
          await holdings.revokeIn(records, held.application, 'affiliationChanged', actor)
        const begun = await records.applications.listAt(member.account, creditCode, BEGUN)
        for (const row of begun) await moves.apply(records, row, 'withdraw', actor)
        const standing = await records.handovers.standing(creditCode)
        if (standing?.offeredTo === application) await records.handovers.settle(standing.id, 'withdrawn', at)
        const administrator = await records.members.administrator(creditCode)
        const { member: told, administrator: also } = NEWS[kind]
        const news = [
          { account: member.account, kind: told },
          ...(administrator === null ? [] : [{ account: administrator.account, kind: also }]),
        ]
        await records.messages.post(memberMessages(application, kind, at, news))
        const facts = { application, creditCode, kind, certificate: signature.certificate }
        await records.audit.append({ actor: account, action: 'member-departed', facts }, at)
        return begun
      })
      for (const { id } of ended) await dropOrder(id)
      await holdings.publish()
    },
  }
}
