import type { Db } from './schema.ts'

export interface SealDesignRow {
  readonly creditCode: string
  readonly kind: string
  /** JSON. */
  readonly design: string
  readonly savedBy: string
  readonly savedAt: number
}

/** How companies want their next seals to look. */
export const sealDesigns = (db: Db) => ({
  find: async (creditCode: string, kind: string): Promise<SealDesignRow | null> =>
    (await db
      .selectFrom('sealDesigns')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .where('kind', '=', kind)
      .executeTakeFirst()) ?? null,

  ofCompany: async (creditCode: string): Promise<readonly SealDesignRow[]> =>
    db.selectFrom('sealDesigns').selectAll().where('creditCode', '=', creditCode).orderBy('kind').execute(),

  /** In place of the one before. */
  put: async (row: SealDesignRow): Promise<void> => {
    const { design, savedBy, savedAt } = row
    await db
      .insertInto('sealDesigns')
      .values(row)
      .onConflict((conflict) => conflict.columns(['creditCode', 'kind']).doUpdateSet({ design, savedBy, savedAt }))
      .execute()
  },

  /** Back to the usual one. False when it is the usual one. */
  remove: async (creditCode: string, kind: string): Promise<boolean> =>
    (
      await db
        .deleteFrom('sealDesigns')
        .where('creditCode', '=', creditCode)
        .where('kind', '=', kind)
        .executeTakeFirst()
    ).numDeletedRows === 1n,
})

export type SealDesigns = ReturnType<typeof sealDesigns>
