import type { Db } from './schema.ts'

/** Those who may use the console. Passwords are kept as Argon2id hashes. */
export const officers = (db: Db) => ({
  add: async (name: string, password: string, at: number): Promise<void> => {
    await db.insertInto('officers').values({ name, password, createdAt: at }).execute()
  },

  /** The password's hash, or null when there is no such officer. */
  password: async (name: string): Promise<string | null> =>
    (await db.selectFrom('officers').select('password').where('name', '=', name).executeTakeFirst())?.password ?? null,

  count: async (): Promise<number> =>
    (
      await db
        .selectFrom('officers')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count,
})

export type Officers = ReturnType<typeof officers>
