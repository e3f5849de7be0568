import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Db } from './schema.ts'

export interface CrlRow {
  readonly number: number
  readonly der: Bytes
  readonly thisUpdate: number
  readonly nextUpdate: number
}

/** The newest revocation list of each authority. */
export const crls = (db: Db) => ({
  find: async (authority: string): Promise<CrlRow | null> => {
    const row = await db
      .selectFrom('crls')
      .select(['number', 'der', 'thisUpdate', 'nextUpdate'])
      .where('authority', '=', authority)
      .executeTakeFirst()
    return row === undefined ? null : { ...row, der: ownBytes(row.der) }
  },

  /** Replaces the list with the number before, or is the first one. False where another one came between. */
  put: async (authority: string, crl: CrlRow): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('crls')
      .values({ authority, ...crl })
      .onConflict((conflict) =>
        conflict
          .column('authority')
          .doUpdateSet(crl)
          .where('crls.number', '=', crl.number - 1),
      )
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  /**
   * After a backup was restored: leaves out numbers of lists that were published and are not known any
   * more, and has the issuing authority's list made anew at once.
   */
  supersede: async (count: number): Promise<void> => {
    await db
      .updateTable('crls')
      .set(({ eb }) => ({ number: eb('number', '+', count) }))
      .execute()
    await db.updateTable('crls').set({ thisUpdate: 0 }).where('authority', '=', 'issuing').execute()
  },
})

export type Crls = ReturnType<typeof crls>
