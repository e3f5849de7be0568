import type { Db, Schema } from './schema.ts'

export type SessionRow = Schema['sessions']

/** Who is logged in at the console. */
export const sessions = (db: Db) => ({
  add: async (row: Omit<SessionRow, 'provenAt'>): Promise<void> => {
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

  /** Its officer has shown the second factor. */
  prove: async (token: string, at: number): Promise<void> => {
    await db.updateTable('sessions').set({ provenAt: at }).where('token', '=', token).execute()
  },

  remove: async (token: string): Promise<void> => {
    await db.deleteFrom('sessions').where('token', '=', token).execute()
  },

  /** All of an officer's, but for one. */
  removeOf: async (officer: string, except = ''): Promise<void> => {
    await db.deleteFrom('sessions').where('officer', '=', officer).where('token', '!=', except).execute()
  },

  removeOlder: async (begunBefore: number): Promise<void> => {
    await db.deleteFrom('sessions').where('createdAt', '<=', begunBefore).execute()
  },
})

export type Sessions = ReturnType<typeof sessions>
