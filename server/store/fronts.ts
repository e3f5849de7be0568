import type { Db } from './schema.ts'

export interface FrontRow {
  /** SHA-256 of the certificate. */
  readonly fingerprint: string
  readonly name: string
  /** PEM. */
  readonly certificate: string
}

/** Registration fronts whose orders this authority takes. */
export const fronts = (db: Db) => ({
  /** Adds one, or gives it another name. */
  put: async (front: FrontRow, at: number): Promise<void> => {
    await db
      .insertInto('fronts')
      .values({ ...front, addedAt: at })
      .onConflict((conflict) => conflict.column('fingerprint').doUpdateSet({ name: front.name }))
      .execute()
  },

  find: async (fingerprint: string): Promise<FrontRow | null> =>
    (await db
      .selectFrom('fronts')
      .select(['fingerprint', 'name', 'certificate'])
      .where('fingerprint', '=', fingerprint)
      .executeTakeFirst()) ?? null,

  /** False when there was none. */
  remove: async (fingerprint: string): Promise<boolean> => {
    const { numDeletedRows } = await db
      .deleteFrom('fronts')
      .where('fingerprint', '=', fingerprint)
      .executeTakeFirstOrThrow()
    return numDeletedRows === 1n
  },
})

export type Fronts = ReturnType<typeof fronts>
