/** Companies as their members see them, and members as their administrator does. */
import type { Handover, MemberItem, MemberList, OwnCompany } from '#core/application/company'
import { COMPANY_EVENTS, DEPARTURES, HANDOVER_STATES, MEMBER_ROLES, type CompanyEvent } from '#core/application/company'
import type { AuthorisationStep } from '#core/application/form'
import { AppError } from '#core/errors'
import type { HandoverRow } from '../../store/handovers.ts'
import type { HoldingRow } from '../../store/holdings.ts'
import type { MemberRow } from '../../store/members.ts'
import type { Store } from '../../store/store.ts'
import type { ApplicationBox } from '../application/box.ts'
import type { FindPerson } from '../application/people.ts'
import { wordOf } from '../application/words.ts'
import { holdingStateOf } from '../certificate/holding-rules.ts'
import { maskMobile } from '../account/mask.ts'

export interface CompanyMembers {
  /** Those that the account belongs to, the oldest first. */
  mine(account: string): Promise<OwnCompany[]>
  /** For the administrator. Throws `file-not-found` for a company that the account does not belong to, `not-authorised`. */
  list(account: string, creditCode: string): Promise<MemberList>
}

export interface CompanyMembersOptions {
  readonly store: Store
  readonly box: ApplicationBox
  readonly findPerson: FindPerson
  readonly now: () => number
}

/** Members of a company that are shown, those included who were, and lines of its history. */
const SHOWN = 500
const LINES = 50

export const createCompanyMembers = ({ store, box, findPerson, now }: CompanyMembersOptions): CompanyMembers => {
  const nameOf = async (account: string | undefined): Promise<string> =>
    account === undefined ? '' : ((await findPerson(account))?.name ?? '')

  const nameOfMember = async (application: string): Promise<string> =>
    nameOf((await store.applications.find(application))?.account)

  const offerOf = async (own: MemberRow): Promise<Handover | null> => {
    const row = await store.handovers.standing(own.creditCode)
    if (row === null || row.until < now()) return null
    if (own.application !== row.offeredBy && own.application !== row.offeredTo) return null
    const { id, offeredTo: application, offeredAt, until } = row
    return { id, application, name: await nameOfMember(application), offeredAt, until }
  }

  const authorisationOf = async (application: string): Promise<AuthorisationStep | null> => {
    const row = await store.applications.find(application)
    return row === null ? null : box.openForm(application, row.form).authorisation
  }

  const ownOf = async (own: MemberRow): Promise<OwnCompany> => {
    const { creditCode, since, application } = own
    const role = wordOf(MEMBER_ROLES, own.role)
    const administrator = await store.members.administrator(creditCode)
    return {
      ...{ creditCode, role, since, application },
      name: (await store.companies.find(creditCode))?.name ?? '',
      authorisation: await authorisationOf(application),
      administrator: await nameOf(administrator?.account),
      members: await store.members.countIn(creditCode),
      waiting: role === 'administrator' ? await store.applications.countJoining(creditCode) : 0,
      handover: await offerOf(own),
    }
  }

  const itemOf = async (member: MemberRow, account: string, held: readonly HoldingRow[]): Promise<MemberItem> => {
    const { application, since } = member
    const [person, row] = [await findPerson(member.account), await store.applications.find(application)]
    const form = row === null ? null : box.openForm(application, row.form)
    return {
      ...{ application, since, role: wordOf(MEMBER_ROLES, member.role), isOneself: member.account === account },
      ...{ name: person?.name ?? '', mobile: person === null ? '' : maskMobile(person.mobile) },
      ...{ authorisation: form?.authorisation ?? null, letter: form?.letter ?? null },
      certificates: held
        .filter((holding) => holding.account === member.account)
        .map((holding) => ({
          ...{ application: holding.application, state: holdingStateOf(holding, now()) },
          ...{ notBefore: holding.notBefore, notAfter: holding.notAfter },
        })),
    }
  }

  const historyOf = async (creditCode: string, members: readonly MemberRow[]): Promise<MemberList['history']> => {
    const [departures, handovers] = await Promise.all([
      store.departures.ofCompany(creditCode, LINES),
      store.handovers.ofCompany(creditCode, LINES),
    ])
    const ends = ({ state, settledAt, offeredTo }: HandoverRow) =>
      settledAt === null
        ? []
        : [{ at: settledAt, event: wordOf<CompanyEvent>(HANDOVER_STATES, state), application: offeredTo }]
    const lines: readonly { readonly at: number; readonly event: CompanyEvent; readonly application: string }[] = [
      ...members.map(({ since: at, application }) => ({ at, event: 'joined' as const, application })),
      ...departures.map(({ at, kind, application }) => ({ at, event: wordOf(DEPARTURES, kind), application })),
      ...handovers.map(({ offeredAt: at, offeredTo }) => ({ at, event: 'offered' as const, application: offeredTo })),
      ...handovers.flatMap(ends),
    ]
    const order = (event: CompanyEvent): number => COMPANY_EVENTS.indexOf(event)
    const newest = lines.toSorted((one, other) => other.at - one.at || order(other.event) - order(one.event))
    return Promise.all(
      newest.slice(0, LINES).map(async ({ at, event, application }) => {
        const row = await store.applications.find(application)
        const isTakeover = event === 'joined' && row?.kind === 'takeover'
        return { at, event: isTakeover ? ('took-over' as const) : event, name: await nameOf(row?.account) }
      }),
    )
  }

  return {
    mine: async (account) => Promise.all((await store.members.of(account)).map(ownOf)),

    list: async (account, creditCode) => {
      const own = await store.members.findIn(creditCode, account)
      if (own === null) throw new AppError('file-not-found')
      if (own.role !== 'administrator') throw new AppError('not-authorised', { reason: 'administrator' })
      const all = await store.members.ofCompany(creditCode, SHOWN)
      const held = await store.holdings.ofCompany(creditCode)
      const present = all.filter(({ endedAt }) => endedAt === null).toReversed()
      const first = present.toSorted(
        (one, other) => Number(other.role === 'administrator') - Number(one.role === 'administrator'),
      )
      return {
        members: await Promise.all(first.map((member) => itemOf(member, account, held))),
        history: await historyOf(creditCode, all),
      }
    },
  }
}
