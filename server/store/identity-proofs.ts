import type { Db, Schema } from './schema.ts'

export type IdentityProofRow = Schema['identityProofs']
export type IdentityCheckRow = Schema['identityChecks']

/** Checks of who somebody is: begun elsewhere, and those that were passed. */
export const identityProofs = (db: Db) => ({
  /** In place of what the account has begun before. */
  begin: async (row: IdentityCheckRow): Promise<void> => {
    await db.deleteFrom('identityChecks').where('account', '=', row.account).execute()
    await db.insertInto('identityChecks').values(row).execute()
  },

  /** What the account has begun since then. */
  findBegun: async (account: string, since: number): Promise<IdentityCheckRow | null> =>
    (await db
      .selectFrom('identityChecks')
      .selectAll()
      .where('account', '=', account)
      .where('createdAt', '>', since)
      .orderBy('createdAt', 'desc')
      .executeTakeFirst()) ?? null,

  /** False when it is over already. */
  finish: async (certifyId: string): Promise<boolean> =>
    (await db.deleteFrom('identityChecks').where('certifyId', '=', certifyId).executeTakeFirst()).numDeletedRows > 0n,

  removeBegun: async (before: number): Promise<void> => {
    await db.deleteFrom('identityChecks').where('createdAt', '<=', before).execute()
  },

  add: async (row: IdentityProofRow): Promise<void> => {
    await db.insertInto('identityProofs').values(row).execute()
  },

  /** The first one that was passed. */
  first: async (account: string): Promise<IdentityProofRow | null> =>
    (await db
      .selectFrom('identityProofs')
      .selectAll()
      .where('account', '=', account)
      .orderBy('provenAt')
      .executeTakeFirst()) ?? null,

  /** The last one that was passed. */
  latest: async (account: string): Promise<IdentityProofRow | null> =>
    (await db
      .selectFrom('identityProofs')
      .selectAll()
      .where('account', '=', account)
      .orderBy('provenAt', 'desc')
      .executeTakeFirst()) ?? null,
})

export type IdentityProofs = ReturnType<typeof identityProofs>
