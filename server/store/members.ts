import { holds } from './pattern.ts'
import type { Db } from './schema.ts'

export interface MemberRow {
  /** By which the account became one. */
  readonly application: string
  readonly creditCode: string
  readonly account: string
  readonly role: string
  readonly since: number
  readonly endedAt: number | null
}

export interface FoundCompany {
  readonly creditCode: string
  readonly name: string
  readonly isClaimed: boolean
}

/** Who belongs to which company. The database sees to it that a company has one administrator at most. */
export const members = (db: Db) => {
  const companies = () =>
    db
      .selectFrom('companies')
      .leftJoin('members', (join) =>
        join
          .onRef('members.creditCode', '=', 'companies.creditCode')
          .on('members.role', '=', 'administrator')
          .on('members.endedAt', 'is', null),
      )
      .select(['companies.creditCode', 'companies.name', 'members.account'])

  return {
    /** False when the company has an administrator, or the account belongs to it. */
    add: async (row: Omit<MemberRow, 'endedAt'>): Promise<boolean> =>
      (
        await db
          .insertInto('members')
          .values(row)
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst()
      ).numInsertedOrUpdatedRows === 1n,

    administrator: async (creditCode: string): Promise<MemberRow | null> =>
      (await db
        .selectFrom('members')
        .selectAll()
        .where('creditCode', '=', creditCode)
        .where('role', '=', 'administrator')
        .where('endedAt', 'is', null)
        .executeTakeFirst()) ?? null,

    /** The account's, the oldest first. */
    of: async (account: string): Promise<readonly MemberRow[]> =>
      db
        .selectFrom('members')
        .selectAll()
        .where('account', '=', account)
        .where('endedAt', 'is', null)
        .orderBy('since')
        .execute(),

    /** Somebody who belongs to a company now, by what made him a member. */
    find: async (application: string): Promise<MemberRow | null> =>
      (await db
        .selectFrom('members')
        .selectAll()
        .where('application', '=', application)
        .where('endedAt', 'is', null)
        .executeTakeFirst()) ?? null,

    /** As `find`, of a company only, and by account. */
    findIn: async (creditCode: string, account: string): Promise<MemberRow | null> =>
      (await db
        .selectFrom('members')
        .selectAll()
        .where('creditCode', '=', creditCode)
        .where('account', '=', account)
        .where('endedAt', 'is', null)
        .executeTakeFirst()) ?? null,

    /** Those of a company, and those who were; the newest first. */
    ofCompany: async (creditCode: string, limit: number): Promise<readonly MemberRow[]> =>
      db
        .selectFrom('members')
        .selectAll()
        .where('creditCode', '=', creditCode)
        .orderBy('since', 'desc')
        .orderBy('application')
        .limit(limit)
        .execute(),

    countIn: async (creditCode: string): Promise<number> =>
      (
        await db
          .selectFrom('members')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('creditCode', '=', creditCode)
          .where('endedAt', 'is', null)
          .executeTakeFirstOrThrow()
      ).count,

    /** The administrator becomes one of the staff before the other takes his place: there are never two. */
    swapAdministrator: async (from: string, to: string): Promise<void> => {
      for (const [application, role] of [
        [from, 'staff'],
        [to, 'administrator'],
      ] as const)
        await db
          .updateTable('members')
          .set({ role })
          .where('application', '=', application)
          .where('endedAt', 'is', null)
          .execute()
    },

    /** What an application brought, if it did. */
    end: async (application: string, at: number): Promise<void> => {
      await db
        .updateTable('members')
        .set({ endedAt: at })
        .where('application', '=', application)
        .where('endedAt', 'is', null)
        .execute()
    },

    /** Companies by a part of the name or by the whole credit code. */
    searchCompanies: async (text: string, limit: number): Promise<readonly FoundCompany[]> => {
      const rows = await companies()
        .where((row) =>
          row.or([row('companies.creditCode', '=', text.toUpperCase()), holds(db, ['companies.name'], text)]),
        )
        .orderBy('companies.name')
        .limit(limit)
        .execute()
      return rows.map(({ creditCode, name, account }) => ({ creditCode, name, isClaimed: account !== null }))
    },
  }
}

export type Members = ReturnType<typeof members>
