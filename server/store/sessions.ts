import type { Db } from './schema.ts'

export interface SessionRow {
  /** SHA-256 of what the cookie holds. */
  readonly token: string
  readonly officer: string
  readonly csrf: string
  readonly createdAt: number
  readonly seenAt: number
}

/** Who is logged in at the console. */
export const sessions = (db: Db) => ({
  add: async (row: SessionRow): Promise<void> => {
    await db.insertInto('sessions').values(row).execute()
  },

  /** A session that was begun after `begunAfter` and used after `usedAfter`; marks it as used now. */
  use: async (token: string, begunAfter: number, usedAfter: number, now: number): Promise<SessionRow | null> =>
    (await db
      .updateTable('sessions')
      .set({ seenAt: now })
      .where('token', '=', token)
      .where('createdAt', '>', begunAfter)
      .where('seenAt', '>', usedAfter)
      .returningAll()
      .executeTakeFirst()) ?? null,

  remove: async (token: string): Promise<void> => {
    await db.deleteFrom('sessions').where('token', '=', token).execute()
  },

  removeOlder: async (begunBefore: number): Promise<void> => {
    await db.deleteFrom('sessions').where('createdAt', '<=', begunBefore).execute()
  },
})

export type Sessions = ReturnType<typeof sessions>
