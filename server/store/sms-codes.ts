import type { Db, Schema } from './schema.ts'

export type SmsCodeRow = Schema['smsCodes']

/** Codes that were sent, under the digest of a ticket that only whoever asked for one has. */
export const smsCodes = (db: Db) => ({
  add: async (row: Omit<SmsCodeRow, 'tries'>): Promise<void> => {
    await db
      .insertInto('smsCodes')
      .values({ ...row, tries: 0 })
      .execute()
  },

  /** Uses up one try, before anybody looks whether it is right. Null when none is left or the code is over. */
  takeTry: async (ticket: string, purpose: string, limit: number, now: number): Promise<SmsCodeRow | null> =>
    (await db
      .updateTable('smsCodes')
      .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
      .where('ticket', '=', ticket)
      .where('purpose', '=', purpose)
      .where('tries', '<', limit)
      .where('expiresAt', '>', now)
      .returningAll()
      .executeTakeFirst()) ?? null,

  /** False when it was used already. */
  use: async (ticket: string): Promise<boolean> =>
    (await db.deleteFrom('smsCodes').where('ticket', '=', ticket).executeTakeFirst()).numDeletedRows > 0n,

  removeEnded: async (now: number): Promise<void> => {
    await db.deleteFrom('smsCodes').where('expiresAt', '<=', now).execute()
  },
})

export type SmsCodes = ReturnType<typeof smsCodes>
