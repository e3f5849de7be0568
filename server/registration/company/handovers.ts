/**
 * Handing over the administration of a company: the administrator offers it to one of the staff, signed
 * with his certificate; it changes hands when that one accepts.
 */
import { HANDOVER_LIFETIME, handoverBytes, type HandoverState } from '#core/application/company'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { z } from 'zod'
import type { HandoverRow } from '../../store/handovers.ts'
import type { HoldingRow } from '../../store/holdings.ts'
import type { MemberRow } from '../../store/members.ts'
import type { Repositories, Store } from '../../store/store.ts'
import type { ApplicationMoves } from '../application/moves.ts'
import { memberMessages, type MemberNews } from './member-news.ts'
import { heldAt, type Signed, type Statements } from './statements.ts'

export const ANSWERS = ['accept', 'decline', 'withdraw'] as const
export type HandoverAnswer = (typeof ANSWERS)[number]

export interface Handovers {
  /**
   * Throws `file-not-found`, `not-authorised` for anybody but the administrator, `no-certificate` when the
   * member has none in force with the company's seal, `application-state` while another offer stands, and as `Statements` does.
   */
  offer(account: string, creditCode: string, application: string, signed: Signed): Promise<void>
  /**
   * By the one to whom it was offered; `withdraw` by the one who has offered it. Throws `file-not-found`
   * for what is not his to answer any more.
   */
  answer(account: string, creditCode: string, id: string, answer: HandoverAnswer): Promise<void>
  /** Ends offers that nobody has answered in time. */
  expire(): Promise<void>
}

export interface HandoversOptions {
  readonly store: Store
  readonly statements: Statements
  readonly moves: Pick<ApplicationMoves, 'endTakeovers'>
  readonly random: RandomBytes
  readonly now: () => number
}

const BATCH = 100
const STATES = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' } as const

/** As `holdings` keeps what was granted. */
const grantedSeals = z.array(z.object({ kind: z.string(), until: z.number().nullable() }))

/** An administrator seals letters. */
const hasCompanySeal = ({ seals }: HoldingRow, now: number): boolean =>
  grantedSeals
    .parse(JSON.parse(seals))
    .some(({ kind, until }) => kind === 'company' && (until === null || now <= until))

type Ends = Exclude<HandoverState, 'offered'>

/** Who is told what, of the one who has offered and the one to whom. */
const newsOf = (state: Ends, by: MemberRow | null, to: MemberRow | null): readonly MemberNews[] => {
  const tell = (member: MemberRow | null, kind: MemberNews['kind']): readonly MemberNews[] =>
    member === null ? [] : [{ account: member.account, kind }]
  switch (state) {
    case 'accepted':
      return [...tell(by, 'administrator-no-more'), ...tell(to, 'administrator-now')]
    case 'declined':
      return tell(by, 'handover-declined')
    case 'withdrawn':
      return tell(to, 'handover-withdrawn')
    case 'expired':
      return [...tell(by, 'handover-expired'), ...tell(to, 'handover-expired')]
  }
}

export const createHandovers = ({ store, statements, moves, random, now }: HandoversOptions): Handovers => {
  const settle = async (records: Repositories, row: HandoverRow, state: Ends, actor: string): Promise<void> => {
    const { id, creditCode, offeredBy, offeredTo } = row
    const at = state === 'expired' ? row.until : now()
    if (!(await records.handovers.settle(id, state, at))) throw new AppError('file-not-found')
    const [by, to] = [await records.members.find(offeredBy), await records.members.find(offeredTo)]
    await records.messages.post(memberMessages(offeredTo, id, at, newsOf(state, by, to)))
    const facts = { handover: id, creditCode, from: offeredBy, to: offeredTo }
    await records.audit.append({ actor, action: `handover-${state}`, facts }, now())
  }

  /** The administrator and the member to whom he wants to hand over. */
  const findBoth = async ({ members }: Repositories, account: string, creditCode: string, application: string) => {
    const [by, to] = [await members.findIn(creditCode, account), await members.find(application)]
    if (by === null || to?.creditCode !== creditCode) throw new AppError('file-not-found')
    if (by.role !== 'administrator' || to.role === 'administrator')
      throw new AppError('not-authorised', { reason: 'administrator' })
    return { by, to }
  }

  const requireHolder = async (records: Repositories, member: MemberRow): Promise<void> => {
    const held = await heldAt(records, member, now())
    if (held.length === 0) throw new AppError('no-certificate')
    if (!held.some((row) => hasCompanySeal(row, now()))) throw new AppError('no-certificate', { reason: 'seal' })
  }

  return {
    offer: async (account, creditCode, application, signed) => {
      const { to: chosen } = await findBoth(store, account, creditCode, application)
      await requireHolder(store, chosen)
      const statement = (at: number) => handoverBytes(creditCode, application, at)
      const signature = await statements.require(account, creditCode, statement, signed)
      await store.transaction(async (records) => {
        const { by, to } = await findBoth(records, account, creditCode, application)
        await requireHolder(records, to)
        const standing = await records.handovers.standing(creditCode)
        if (standing !== null && standing.until < now()) await settle(records, standing, 'expired', 'clock')
        const [id, at] = [Buffer.from(random(16)).toString('hex'), now()]
        const both = { offeredBy: by.application, offeredTo: to.application }
        const times = { offeredAt: at, until: at + HANDOVER_LIFETIME }
        if (!(await records.handovers.add({ id, creditCode, ...both, ...times, ...signature })))
          throw new AppError('application-state', { reason: 'open' })
        const news = [
          { account: to.account, kind: 'handover-offered' },
          { account, kind: 'handover-made' },
        ] as const
        await records.messages.post(memberMessages(application, id, at, news))
        const facts = { handover: id, creditCode, from: by.application, to: application }
        await records.audit.append({ actor: account, action: 'handover-offered', facts }, at)
      })
    },

    answer: (account, creditCode, id, answer) =>
      store.transaction(async (records) => {
        const { members, handovers } = records
        const own = await members.findIn(creditCode, account)
        const row = await handovers.standing(creditCode)
        if (own === null || row?.id !== id || row.until < now()) throw new AppError('file-not-found')
        if (own.application !== (answer === 'withdraw' ? row.offeredBy : row.offeredTo))
          throw new AppError('file-not-found')
        if (answer === 'accept') {
          const administrator = await members.administrator(creditCode)
          if (administrator?.application !== row.offeredBy) throw new AppError('file-not-found')
          await requireHolder(records, own)
          await members.swapAdministrator(row.offeredBy, row.offeredTo)
          await moves.endTakeovers(records, creditCode)
        }
        await settle(records, row, STATES[answer], account)
      }),

    expire: async () => {
      for (const { creditCode, id } of await store.handovers.listOver(now(), BATCH))
        await store.transaction(async (records) => {
          const row = await records.handovers.standing(creditCode)
          if (row?.id === id) await settle(records, row, 'expired', 'clock')
        })
    },
  }
}
