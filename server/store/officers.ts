import type { Db, Schema } from './schema.ts'

export type OfficerRow = Schema['officers']

/** Those who may use the console. Passwords are kept as Argon2id hashes, secrets encrypted, recovery codes hashed. */
export const officers = (db: Db) => ({
  add: async (officer: Pick<OfficerRow, 'name' | 'password' | 'roles' | 'isTemporary'>, at: number): Promise<void> => {
    await db
      .insertInto('officers')
      .values({ ...officer, createdAt: at, tries: 0, triedAt: 0 })
      .execute()
  },

  find: async (name: string): Promise<OfficerRow | null> =>
    (await db.selectFrom('officers').selectAll().where('name', '=', name).executeTakeFirst()) ?? null,

  /** In the order in which they were added. */
  list: async (): Promise<readonly OfficerRow[]> =>
    db.selectFrom('officers').selectAll().orderBy('createdAt').orderBy('name').execute(),

  findByMobile: async (mobile: string): Promise<OfficerRow | null> =>
    (await db.selectFrom('officers').selectAll().where('mobile', '=', mobile).executeTakeFirst()) ?? null,

  change: async (
    name: string,
    values: Partial<Pick<OfficerRow, 'password' | 'roles' | 'isTemporary' | 'disabledAt' | 'mobile'>>,
  ): Promise<void> => {
    await db.updateTable('officers').set(values).where('name', '=', name).execute()
  },

  /** Keeps an encrypted secret where there is none. */
  offerSecret: async (name: string, secret: Uint8Array): Promise<void> => {
    await db.updateTable('officers').set({ secret }).where('name', '=', name).where('secret', 'is', null).execute()
  },

  /** Makes the secret count, its first code used. False where one counts already. */
  confirmSecret: async (name: string, step: number, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('officers')
        .set({ factorAt: at, lastStep: step, tries: 0 })
        .where('name', '=', name)
        .where('secret', 'is not', null)
        .where('factorAt', 'is', null)
        .executeTakeFirst()
    ).numUpdatedRows > 0n,

  removeFactor: async (name: string): Promise<void> => {
    await db.deleteFrom('recoveryCodes').where('officer', '=', name).execute()
    await db
      .updateTable('officers')
      .set({ secret: null, factorAt: null, lastStep: null, tries: 0 })
      .where('name', '=', name)
      .execute()
  },

  /** Uses up one of `limit` tries; null when none is left. Tries of before `since` are forgotten. */
  takeTry: async (
    name: string,
    limit: number,
    since: number,
    now: number,
  ): Promise<Pick<OfficerRow, 'secret' | 'tries'> | null> =>
    (await db
      .updateTable('officers')
      .set((row) => ({
        tries: row
          .case()
          .when('triedAt', '<=', since)
          .then(1)
          .else(row('tries', '+', 1))
          .end(),
        triedAt: now,
      }))
      .where('name', '=', name)
      .where((row) => row.or([row('tries', '<', limit), row('triedAt', '<=', since)]))
      .returning(['secret', 'tries'])
      .executeTakeFirst()) ?? null,

  /** Takes a step that is later than every one before, and forgets wrong tries. False when it is not. */
  useStep: async (name: string, step: number): Promise<boolean> =>
    (
      await db
        .updateTable('officers')
        .set({ lastStep: step, tries: 0 })
        .where('name', '=', name)
        .where((row) => row.or([row('lastStep', 'is', null), row('lastStep', '<', step)]))
        .executeTakeFirst()
    ).numUpdatedRows > 0n,

  /** In place of those of before. */
  putRecoveryCodes: async (officer: string, hashes: readonly string[]): Promise<void> => {
    await db.deleteFrom('recoveryCodes').where('officer', '=', officer).execute()
    await db
      .insertInto('recoveryCodes')
      .values(hashes.map((hash) => ({ officer, hash })))
      .execute()
  },

  /** Uses a recovery code up and forgets wrong tries; says how many are left, or null when there is no such one. */
  useRecoveryCode: async (officer: string, hash: string): Promise<number | null> => {
    const { numDeletedRows } = await db
      .deleteFrom('recoveryCodes')
      .where('officer', '=', officer)
      .where('hash', '=', hash)
      .executeTakeFirst()
    if (numDeletedRows === 0n) return null
    await db.updateTable('officers').set({ tries: 0 }).where('name', '=', officer).execute()
    return (await db.selectFrom('recoveryCodes').select('hash').where('officer', '=', officer).execute()).length
  },
})

export type Officers = ReturnType<typeof officers>
