import type { Db } from './schema.ts'

export const ORDER_EVENTS = ['paid', 'refunded'] as const
export type OrderEventKind = (typeof ORDER_EVENTS)[number]

export interface OrderEventRow {
  readonly order: string
  readonly kind: OrderEventKind
  readonly at: number
  /** When it was acted upon; null until then. */
  readonly handledAt: number | null
}

/** What has happened to orders and has consequences elsewhere: written with the change, acted upon once. */
export const orderEvents = (db: Db) => ({
  add: async (order: string, kind: OrderEventKind, at: number): Promise<void> => {
    await db.insertInto('orderEvents').values({ order, kind, at }).execute()
  },

  has: async (order: string, kind: OrderEventKind): Promise<boolean> =>
    (await db
      .selectFrom('orderEvents')
      .select('at')
      .where('order', '=', order)
      .where('kind', '=', kind)
      .executeTakeFirst()) !== undefined,

  /** Oldest first. */
  pending: async (limit: number): Promise<readonly OrderEventRow[]> =>
    db
      .selectFrom('orderEvents')
      .selectAll()
      .where('handledAt', 'is', null)
      .orderBy('at')
      .orderBy('order')
      .limit(limit)
      .execute(),

  /** False when somebody has done it already. */
  take: async (order: string, kind: OrderEventKind, at: number): Promise<boolean> =>
    (
      await db
        .updateTable('orderEvents')
        .set({ handledAt: at })
        .where('order', '=', order)
        .where('kind', '=', kind)
        .where('handledAt', 'is', null)
        .executeTakeFirstOrThrow()
    ).numUpdatedRows === 1n,
})

export type OrderEvents = ReturnType<typeof orderEvents>
