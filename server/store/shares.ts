import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Db } from './schema.ts'

export interface ShareRow {
  /** The share, encrypted. */
  readonly sealed: Bytes
  /** SHA-256 of the PIN proof. */
  readonly verifier: Bytes
  /** Tries used since the last right one, this one included. */
  readonly tries: number
}

/** Key shares of phones, by their random ids. */
export const shares = (db: Db) => ({
  /** False when the id is taken. */
  add: async (id: string, sealed: Bytes, verifier: Bytes, at: number): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('shares')
      .values({ id, sealed, verifier, tries: 0, createdAt: at, changedAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  /**
   * Uses up one try, before anybody looks whether it is right: a single statement, so that tries at
   * the same time cannot share one. Null when none is left or there is no such share.
   */
  takeTry: async (id: string, limit: number): Promise<ShareRow | null> => {
    const row = await db
      .updateTable('shares')
      .set(({ eb }) => ({ tries: eb('tries', '+', 1) }))
      .where('id', '=', id)
      .where('tries', '<', limit)
      .returning(['sealed', 'verifier', 'tries'])
      .executeTakeFirst()
    if (row === undefined) return null
    return { sealed: ownBytes(row.sealed), verifier: ownBytes(row.verifier), tries: row.tries }
  },

  has: async (id: string): Promise<boolean> =>
    (await db.selectFrom('shares').select('id').where('id', '=', id).executeTakeFirst()) !== undefined,

  /** After a right proof. */
  resetTries: async (id: string): Promise<void> => {
    await db.updateTable('shares').set({ tries: 0 }).where('id', '=', id).execute()
  },

  /** After a right proof of the old verifier, which must still be the one. False when it is not. */
  changeVerifier: async (id: string, old: Bytes, verifier: Bytes, at: number): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('shares')
      .set({ verifier, tries: 0, changedAt: at })
      .where('id', '=', id)
      .where('verifier', '=', old)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },
})

export type Shares = ReturnType<typeof shares>
