import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { Db } from './schema.ts'

/** What the audit log's end was at a time, signed. */
export interface AuditHead {
  /** Number of the last row. */
  readonly n: number
  /** Its hash. */
  readonly hash: string
  readonly at: number
  /** CMS SignedData, detached, DER. */
  readonly signature: Bytes
}

export const auditHeads = (db: Db) => ({
  /** False where the row has a head already. */
  add: async (head: AuditHead): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('auditHeads')
      .values(head)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  /** Those of rows after the number `after`, oldest first. */
  list: async (after = 0): Promise<readonly AuditHead[]> => {
    const rows = await db.selectFrom('auditHeads').selectAll().where('n', '>', after).orderBy('n').execute()
    return rows.map((row) => ({ ...row, signature: ownBytes(row.signature) }))
  },

  last: async (): Promise<{ readonly n: number; readonly hash: string } | null> =>
    (await db.selectFrom('auditHeads').select(['n', 'hash']).orderBy('n', 'desc').limit(1).executeTakeFirst()) ?? null,
})

export type AuditHeads = ReturnType<typeof auditHeads>
