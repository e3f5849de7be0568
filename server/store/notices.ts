import type { Db } from './schema.ts'

/** A text message about what an inbox holds. */
export interface NoticeRow {
  /** Of the message in the inbox. */
  readonly id: string
  readonly account: string
  readonly application: string
  readonly kind: string
  /** Counts what the gateway has clearly refused. */
  readonly attempt: number
  /** When this attempt was handed to the gateway first; null when it was not. */
  readonly triedAt: number | null
  /** When it is to be sent; null when it was, or will not be. */
  readonly dueAt: number | null
}

/** Text messages on their way to phones. */
export const notices = (db: Db) => ({
  /** Does nothing for one that is known. */
  add: async (row: Pick<NoticeRow, 'id' | 'account' | 'application' | 'kind' | 'dueAt'>): Promise<void> => {
    await db
      .insertInto('notices')
      .values({ ...row, attempt: 0, triedAt: null })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  },

  find: async (id: string): Promise<NoticeRow | null> =>
    (await db.selectFrom('notices').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** The longest overdue first. */
  due: async (now: number, limit: number): Promise<readonly NoticeRow[]> =>
    db.selectFrom('notices').selectAll().where('dueAt', '<=', now).orderBy('dueAt').limit(limit).execute(),

  /** Only as it was read; false when another node was first. */
  change: async (
    { id, attempt, triedAt, dueAt }: NoticeRow,
    changes: Partial<Pick<NoticeRow, 'attempt' | 'triedAt' | 'dueAt'>>,
  ): Promise<boolean> =>
    (
      await db
        .updateTable('notices')
        .set(changes)
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .where('dueAt', '=', dueAt)
        .$if(triedAt === null, (rows) => rows.where('triedAt', 'is', null))
        .$if(triedAt !== null, (rows) => rows.where('triedAt', '=', triedAt))
        .executeTakeFirst()
    ).numUpdatedRows === 1n,
})

export type Notices = ReturnType<typeof notices>
