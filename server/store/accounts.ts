import type { Db, Schema } from './schema.ts'

export type AccountRow = Schema['accounts']

/** People with a mobile number. Passwords are kept as Argon2id hashes, names and identity numbers encrypted. */
export const accounts = (db: Db) => ({
  /** False when the number has an account. */
  add: async (account: Pick<AccountRow, 'id' | 'mobile' | 'password' | 'wechat'>, at: number): Promise<boolean> =>
    (
      await db
        .insertInto('accounts')
        .values({ ...account, createdAt: at })
        .onConflict((conflict) => conflict.column('mobile').doNothing())
        .executeTakeFirstOrThrow()
    ).numInsertedOrUpdatedRows === 1n,

  find: async (id: string): Promise<AccountRow | null> =>
    (await db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  findByMobile: async (mobile: string): Promise<AccountRow | null> =>
    (await db.selectFrom('accounts').selectAll().where('mobile', '=', mobile).executeTakeFirst()) ?? null,

  findByWechat: async (wechat: string): Promise<AccountRow | null> =>
    (await db.selectFrom('accounts').selectAll().where('wechat', '=', wechat).executeTakeFirst()) ?? null,

  /** Everybody who has shown to be this person. */
  ofPerson: async (personIndex: string): Promise<readonly AccountRow[]> =>
    db.selectFrom('accounts').selectAll().where('personIndex', '=', personIndex).execute(),

  setPassword: async (id: string, password: string): Promise<void> => {
    await db.updateTable('accounts').set({ password }).where('id', '=', id).execute()
  },

  /** Takes it away from whoever had it before. */
  setWechat: async (id: string, wechat: string): Promise<void> => {
    await db.updateTable('accounts').set({ wechat: null }).where('wechat', '=', wechat).execute()
    await db.updateTable('accounts').set({ wechat }).where('id', '=', id).execute()
  },

  /** False when the account is somebody already. */
  identify: async (id: string, person: Uint8Array, personIndex: string, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('accounts')
        .set({ person, personIndex, identifiedAt: at })
        .where('id', '=', id)
        .where('personIndex', 'is', null)
        .executeTakeFirst()
    ).numUpdatedRows > 0n,
})

export type Accounts = ReturnType<typeof accounts>
