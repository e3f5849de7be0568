import type { Db } from './schema.ts'

export const RECEIVED_STATES = ['waiting', 'approved', 'issued', 'refused'] as const
export type ReceivedState = (typeof RECEIVED_STATES)[number]

export interface ReceivedOrderRow {
  readonly id: string
  /** Who has sent it: the fingerprint of a front's certificate, or `own`. */
  readonly front: string
  /** SHA-256 of the content. */
  readonly digest: string
  /** The order as JSON. */
  readonly content: string
  readonly state: ReceivedState
  /** Why it was refused. */
  readonly reason: string | null
  /** What was answered, JSON; null until it is issued. */
  readonly answer: string | null
  readonly receivedAt: number
  readonly decidedAt: number | null
}

const MAX_PAGE = 200

/** Orders that this authority has received. */
export const receivedOrders = (db: Db) => ({
  /** False when there is one of that id. */
  add: async (row: Omit<ReceivedOrderRow, 'reason' | 'answer' | 'decidedAt'>): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('receivedOrders')
      .values({ ...row, reason: null, answer: null, decidedAt: null })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  find: async (id: string): Promise<ReceivedOrderRow | null> =>
    (await db.selectFrom('receivedOrders').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** Oldest first. */
  inState: async (state: ReceivedState): Promise<readonly ReceivedOrderRow[]> =>
    db
      .selectFrom('receivedOrders')
      .selectAll()
      .where('state', '=', state)
      .orderBy('receivedAt')
      .orderBy('id')
      .limit(MAX_PAGE)
      .execute(),

  /** Approves or refuses an order that waits. False when there is none. */
  decide: async (id: string, state: 'approved' | 'refused', reason: string | null, at: number): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('receivedOrders')
      .set({ state, reason, decidedAt: at })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },

  /** Records what was issued for an approved order. False when that was done before. */
  finish: async (id: string, answer: string): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('receivedOrders')
      .set({ state: 'issued', answer })
      .where('id', '=', id)
      .where('state', '=', 'approved')
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  },
})

export type ReceivedOrders = ReturnType<typeof receivedOrders>
