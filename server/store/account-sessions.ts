import type { Db, Schema } from './schema.ts'

export type AccountSessionRow = Schema['accountSessions']

/** Not every question is worth a write. */
const MINUTE = 60_000

/** On which phones people are logged in. */
export const accountSessions = (db: Db) => ({
  add: async (row: AccountSessionRow): Promise<void> => {
    await db.insertInto('accountSessions').values(row).execute()
  },

  /** A session that was begun after `begunAfter` and used after `usedAfter`; marks it as used now, to the minute. */
  use: async (token: string, begunAfter: number, usedAfter: number, now: number): Promise<AccountSessionRow | null> => {
    const row = await db
      .selectFrom('accountSessions')
      .selectAll()
      .where('token', '=', token)
      .where('createdAt', '>', begunAfter)
      .where('seenAt', '>', usedAfter)
      .executeTakeFirst()
    if (row === undefined) return null
    if (row.seenAt <= now - MINUTE)
      await db.updateTable('accountSessions').set({ seenAt: now }).where('token', '=', token).execute()
    return row
  },

  /** Those of one account that are still good, the last used first. */
  list: async (account: string, begunAfter: number, usedAfter: number): Promise<readonly AccountSessionRow[]> =>
    db
      .selectFrom('accountSessions')
      .selectAll()
      .where('account', '=', account)
      .where('createdAt', '>', begunAfter)
      .where('seenAt', '>', usedAfter)
      .orderBy('seenAt', 'desc')
      .orderBy('id')
      .execute(),

  /** How many of each account are still good; accounts without any are left out. */
  count: async (
    accounts: readonly string[],
    begunAfter: number,
    usedAfter: number,
  ): Promise<ReadonlyMap<string, number>> => {
    if (accounts.length === 0) return new Map()
    const rows = await db
      .selectFrom('accountSessions')
      .select(({ fn }) => ['account', fn.countAll<number>().as('count')])
      .where('account', 'in', accounts)
      .where('createdAt', '>', begunAfter)
      .where('seenAt', '>', usedAfter)
      .groupBy('account')
      .execute()
    return new Map(rows.map(({ account, count }) => [account, count]))
  },

  /** False when the account has no such session. */
  remove: async (account: string, id: string): Promise<boolean> =>
    (await db.deleteFrom('accountSessions').where('account', '=', account).where('id', '=', id).executeTakeFirst())
      .numDeletedRows > 0n,

  /** All of an account's, but for one. */
  removeOf: async (account: string, exceptId = ''): Promise<void> => {
    await db.deleteFrom('accountSessions').where('account', '=', account).where('id', '!=', exceptId).execute()
  },

  removeOlder: async (begunBefore: number): Promise<void> => {
    await db.deleteFrom('accountSessions').where('createdAt', '<=', begunBefore).execute()
  },
})

export type AccountSessions = ReturnType<typeof accountSessions>
