import type { Db } from './schema.ts'

/** How often something was tried, under keys that say nothing about who. */
export const tries = (db: Db) => ({
  /**
   * Uses up one of `limit` tries within `window` milliseconds of the first: a single statement, so
   * that tries at the same time cannot share one. Says which one it is; null when none is left.
   */
  take: async (key: string, limit: number, window: number, now: number): Promise<number | null> =>
    (
      await db
        .insertInto('tries')
        .values({ key, used: 1, until: now + window })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet((row) => ({
              used: row
                .case()
                .when('tries.until', '<=', now)
                .then(1)
                .else(row('tries.used', '+', 1))
                .end(),
              until: row
                .case()
                .when('tries.until', '<=', now)
                .then(now + window)
                .else(row.ref('tries.until'))
                .end(),
            }))
            .where((row) => row.or([row('tries.used', '<', limit), row('tries.until', '<=', now)])),
        )
        .returning('used')
        .executeTakeFirst()
    )?.used ?? null,

  /** Until when none is left; null while there are some. */
  spentUntil: async (key: string, limit: number, now: number): Promise<number | null> =>
    (
      await db
        .selectFrom('tries')
        .select('until')
        .where('key', '=', key)
        .where('used', '>=', limit)
        .where('until', '>', now)
        .executeTakeFirst()
    )?.until ?? null,

  /** After it went right. */
  forget: async (key: string): Promise<void> => {
    await db.deleteFrom('tries').where('key', '=', key).execute()
  },

  removeEnded: async (now: number): Promise<void> => {
    await db.deleteFrom('tries').where('until', '<=', now).execute()
  },
})

export type Tries = ReturnType<typeof tries>
