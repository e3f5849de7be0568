/** People as officers see them: who they are, where they belong, and what they have applied for. */
import type { ApplicationItem } from '#core/application/messages'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { csvOf, everyPage, timeText, type Columns, type Words } from '../../http/csv.ts'
import type { AccountRow } from '../../store/accounts.ts'
import type { ListedHolding } from '../../store/holdings.ts'
import type { OrderRow } from '../../store/orders.ts'
import type { Membership } from '../../store/people.ts'
import type { Store } from '../../store/store.ts'
import { passwordLimit } from '../account/accounts.ts'
import { itemOf } from '../application/view.ts'
import type { Identity } from '../account/identity.ts'
import { maskMobile, maskPerson } from '../account/mask.ts'
import { pageOf, readCursor } from '../order/page.ts'
import type { AccountSessions, Device } from '../account/sessions.ts'

export interface PeopleFilter {
  /** Part of a mobile number, a whole credit code, or a name as certificates have it; empty for all. */
  readonly text: string
  readonly state?: 'identified' | 'unidentified' | undefined
}

export interface PeopleQuery extends PeopleFilter {
  readonly after?: string | undefined
  readonly limit: number
}

export interface ListedPerson {
  readonly id: string
  /** 138****1234 */
  readonly mobile: string
  /** Null until it is proved. */
  readonly name: string | null
  readonly createdAt: number
  readonly identifiedAt: number | null
  /** Phones that are logged in. */
  readonly devices: number
  /** Where the person belongs now. */
  readonly memberships: readonly Membership[]
}

export interface PersonDetails {
  readonly person: ListedPerson
  /** Until when no password from a browser that is not known is taken; null when they are. */
  readonly lockedUntil: number | null
  readonly devices: readonly Device[]
  /** The newest first, ended ones as well. */
  readonly memberships: readonly Membership[]
  readonly applications: readonly ApplicationItem[]
  readonly certificates: readonly ListedHolding[]
  readonly orders: readonly OrderRow[]
}

/** Somebody of a company. */
export interface CompanyMember {
  readonly account: string
  readonly mobile: string
  readonly name: string | null
  readonly role: string
  readonly since: number
  readonly endedAt: number | null
}

export interface People {
  /** Newest first. */
  search(query: PeopleQuery): Promise<{ readonly rows: readonly ListedPerson[]; readonly next: string | null }>
  /** Throws `account-unknown`. */
  find(id: string): Promise<PersonDetails>
  /** Those of a company and those who were, the newest first. */
  ofCompany(creditCode: string): Promise<readonly CompanyMember[]>
  /** Full names by account; accounts without one are left out. */
  names(accounts: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Logs somebody out everywhere. Throws `account-unknown`. */
  endSessions(id: string, reason: string, officer: string): Promise<void>
  /** As a table, names masked. */
  table(filter: PeopleFilter, words: Words): AsyncIterable<string>
}

export interface PeopleOptions {
  readonly store: Store
  readonly identity: Pick<Identity, 'nameIn'>
  readonly sessions: Pick<AccountSessions, 'count' | 'devices'>
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly now: () => number
}

/** More than anybody has. */
const SHOWN = 50
const MEMBERS = 200

const COLUMNS: Columns<ListedPerson> = [
  ['account', ({ id }) => id],
  ['mobile', ({ mobile }) => mobile],
  ['person', ({ name }) => (name === null ? null : maskPerson(name))],
  ['registered', ({ createdAt }) => timeText(createdAt)],
  ['identified', ({ identifiedAt }) => timeText(identifiedAt)],
  ['devices', ({ devices }) => devices],
  ['company', ({ memberships }) => memberships.map(({ company }) => company).join('；')],
]

export const createPeople = ({ store, identity, sessions, storageKey, now }: PeopleOptions): People => {
  const list = async (rows: readonly AccountRow[]): Promise<ListedPerson[]> => {
    const ids = rows.map(({ id }) => id)
    const [devices, memberships] = await Promise.all([sessions.count(ids), store.people.membershipsOf(ids)])
    return rows.map((row) => ({
      ...{ id: row.id, mobile: maskMobile(row.mobile), name: identity.nameIn(row) },
      ...{ createdAt: row.createdAt, identifiedAt: row.identifiedAt, devices: devices.get(row.id) ?? 0 },
      memberships: memberships.filter(({ account }) => account === row.id),
    }))
  }

  const find = async (id: string): Promise<AccountRow> => {
    const row = await store.accounts.find(id)
    if (row === null) throw new AppError('account-unknown')
    return row
  }

  const isIdentified = ({ state }: PeopleFilter): boolean | null =>
    state === undefined ? null : state === 'identified'

  return {
    search: async (query) => {
      const { text, after, limit } = query
      const found = await store.people.search({
        ...{ text, isIdentified: isIdentified(query), after: readCursor(after), limit: limit + 1 },
      })
      const { rows, next } = pageOf(found, limit)
      return { rows: await list(rows), next }
    },

    find: async (id) => {
      const row = await find(id)
      const { key, limit } = passwordLimit(storageKey, row.mobile)
      const [[person], devices, memberships, lockedUntil, applications, certificates, orders] = await Promise.all([
        ...([list([row]), sessions.devices(id), store.people.historyOf(id)] as const),
        ...([store.tries.spentUntil(key, limit, now()), store.applications.listOwn(id, null, SHOWN)] as const),
        ...([store.holdings.ofAccount(id), store.orders.ofAccount(id, null, SHOWN)] as const),
      ])
      return {
        ...{ person: person!, lockedUntil, devices, memberships, certificates, orders },
        applications: applications.map(itemOf),
      }
    },

    ofCompany: async (creditCode) => {
      const members = await store.members.ofCompany(creditCode, MEMBERS)
      const rows = await store.people.list(members.map(({ account }) => account))
      const byId = new Map(rows.map((row) => [row.id, row]))
      return members.flatMap(({ account, role, since, endedAt }) => {
        const row = byId.get(account)
        if (row === undefined) return []
        return [{ account, mobile: maskMobile(row.mobile), name: identity.nameIn(row), role, since, endedAt }]
      })
    },

    names: async (accounts) => {
      const rows = await store.people.list(accounts)
      return new Map(
        rows.flatMap((row) => {
          const name = identity.nameIn(row)
          return name === null ? [] : [[row.id, name] as const]
        }),
      )
    },

    endSessions: async (id, reason, officer) => {
      await find(id)
      await store.transaction(async ({ accountSessions, audit }) => {
        await accountSessions.removeOf(id)
        await audit.append({ actor: officer, action: 'sessions-ended', facts: { account: id, reason } }, now())
      })
    },

    table: (filter, words) => {
      const pages = everyPage(
        (after: { createdAt: number; id: string } | null, limit) =>
          store.people.search({ text: filter.text, isIdentified: isIdentified(filter), after, limit }),
        ({ createdAt, id }) => ({ createdAt, id }),
      )
      return csvOf(COLUMNS, words, listed(pages, list))
    },
  }
}

async function* listed<Row, Shown>(
  pages: AsyncIterable<readonly Row[]>,
  list: (rows: readonly Row[]) => Promise<readonly Shown[]>,
): AsyncGenerator<readonly Shown[]> {
  for await (const rows of pages) yield await list(rows)
}
