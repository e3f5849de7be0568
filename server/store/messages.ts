import type { After } from './applications.ts'
import type { Db } from './schema.ts'

export interface MessageRow {
  readonly id: string
  /** Who gets it. */
  readonly account: string
  /** What it is about. */
  readonly application: string
  readonly kind: string
  readonly at: number
}

/** What people are told, from the move that causes it to their inbox. */
export const messages = (db: Db) => ({
  /** Within the transaction of the move. */
  post: async (rows: readonly MessageRow[]): Promise<void> => {
    if (rows.length > 0) await db.insertInto('outbox').values(rows).execute()
  },

  /** What was posted and not delivered, the oldest first. */
  waiting: async (limit: number): Promise<readonly MessageRow[]> =>
    db
      .selectFrom('outbox')
      .select(['id', 'account', 'application', 'kind', 'at'])
      .where('deliveredAt', 'is', null)
      .orderBy('at')
      .orderBy('id')
      .limit(limit)
      .execute(),

  settle: async (id: string, at: number): Promise<void> => {
    await db.updateTable('outbox').set({ deliveredAt: at }).where('id', '=', id).execute()
  },

  /** Puts a message into an inbox. False when it lies there. */
  deliver: async (row: MessageRow): Promise<boolean> =>
    (
      await db
        .insertInto('messages')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
    ).numInsertedOrUpdatedRows === 1n,

  /** The newest first, with what they are about. */
  inbox: async (account: string, after: After | null, limit: number) =>
    db
      .selectFrom('messages')
      .innerJoin('applications', 'applications.id', 'messages.application')
      .select(['messages.id', 'messages.application', 'messages.kind', 'messages.at', 'messages.readAt'])
      .select(['applications.kind as applicationKind', 'applications.state'])
      .select(['applications.company', 'applications.creditCode'])
      .where('messages.account', '=', account)
      .$if(after !== null, (all) =>
        all.where((row) =>
          row.or([
            row('messages.at', '<', after?.at ?? 0),
            row.and([row('messages.at', '=', after?.at ?? 0), row('messages.id', '<', after?.id ?? '')]),
          ]),
        ),
      )
      .orderBy('messages.at', 'desc')
      .orderBy('messages.id', 'desc')
      .limit(limit)
      .execute(),

  countUnread: async (account: string): Promise<number> =>
    (await db.selectFrom('messages').select('id').where('account', '=', account).where('readAt', 'is', null).execute())
      .length,

  /** False when it is not the account's. */
  read: async (account: string, id: string, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('messages')
        .set((row) => ({ readAt: row.fn.coalesce('readAt', row.val(at)) }))
        .where('id', '=', id)
        .where('account', '=', account)
        .executeTakeFirst()
    ).numUpdatedRows === 1n,

  /** All of the account's that came up to a moment: what comes later nobody has seen. */
  readAll: async (account: string, until: number, at: number): Promise<void> => {
    await db
      .updateTable('messages')
      .set({ readAt: at })
      .where('account', '=', account)
      .where('readAt', 'is', null)
      .where('at', '<=', until)
      .execute()
  },
})

export type Messages = ReturnType<typeof messages>
