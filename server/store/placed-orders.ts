import type { Db } from './schema.ts'

export const PLACED_STATES = ['pending', 'issued', 'refused'] as const
export type PlacedState = (typeof PLACED_STATES)[number]

export interface PlacedOrderRow {
  readonly id: string
  readonly organisation: string
  /** SHA-256 of the content. */
  readonly digest: string
  /** The order as JSON. */
  readonly content: string
  readonly state: PlacedState
  /** What the organisation has answered, JSON; null until then. */
  readonly answer: string | null
  /** Why it has refused, or could not be asked last, JSON. */
  readonly error: string | null
  readonly tries: number
  /** When it is asked next. */
  readonly dueAt: number
  readonly createdAt: number
}

/** Orders that this registration has placed with authorities. */
export const placedOrders = (db: Db) => ({
  /** False when there is one of that id. */
  add: async (row: Omit<PlacedOrderRow, 'state' | 'answer' | 'error' | 'tries'>): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('placedOrders')
      .values({ ...row, state: 'pending', answer: null, error: null, tries: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  },

  find: async (id: string): Promise<PlacedOrderRow | null> =>
    (await db.selectFrom('placedOrders').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** Pending ones that are to be asked again, the longest overdue first. */
  due: async (now: number, limit: number): Promise<readonly PlacedOrderRow[]> =>
    db
      .selectFrom('placedOrders')
      .selectAll()
      .where('state', '=', 'pending')
      .where('dueAt', '<=', now)
      .orderBy('dueAt')
      .limit(limit)
      .execute(),

  /** Ends a pending order. */
  settle: async (id: string, end: Pick<PlacedOrderRow, 'state' | 'answer' | 'error'>) => {
    await db.updateTable('placedOrders').set(end).where('id', '=', id).where('state', '=', 'pending').execute()
  },

  postpone: async (id: string, next: Pick<PlacedOrderRow, 'tries' | 'dueAt' | 'error'>) => {
    await db.updateTable('placedOrders').set(next).where('id', '=', id).where('state', '=', 'pending').execute()
  },
})

export type PlacedOrders = ReturnType<typeof placedOrders>
