import { holds } from './pattern.ts'
import { older, type Position } from './position.ts'
import type { Db } from './schema.ts'

export type OrderState = 'created' | 'awaiting' | 'paid' | 'refunding' | 'refunded' | 'closed' | 'expired'

export interface OrderRow {
  /** What the payment service calls it as well; digits and capital letters. */
  readonly id: string
  /** Who pays. */
  readonly account: string
  /** What is paid for: an application has one open order at most. */
  readonly application: string
  readonly kind: string
  /** The CA organisation whose price it is. */
  readonly organisation: string
  readonly creditCode: string
  readonly company: string
  /** Chinese cents. */
  readonly fen: number
  readonly state: OrderState
  /** How it is paid; null until payment was begun. */
  readonly channel: string | null
  readonly begunAt: number | null
  /** The payment service's number of the payment. */
  readonly transactionId: string | null
  readonly refundReason: string | null
  readonly createdAt: number
  readonly expiresAt: number
  readonly paidAt: number | null
  /** When it was closed, expired or refunded. */
  readonly endedAt: number | null
  /** When somebody has to look after it next; null when nobody has to. */
  readonly dueAt: number | null
}

export interface OrderSearch {
  /** Looked for in ids, applications, companies and credit codes; empty for all. */
  readonly text: string
  readonly state: OrderState | null
  readonly after: Position | null
  readonly limit: number
}

const OPEN: readonly OrderState[] = ['created', 'awaiting', 'paid']
const UNPAID: readonly OrderState[] = ['created', 'awaiting']
const SEARCHED = ['id', 'application', 'company', 'creditCode'] as const

/** What is paid for. A state changes only from the one that the caller knows. */
export const orders = (db: Db) => ({
  /** False when the application has an open order. */
  add: async (
    row: Omit<OrderRow, 'channel' | 'begunAt' | 'transactionId' | 'refundReason' | 'paidAt' | 'endedAt'>,
  ): Promise<boolean> =>
    (
      await db
        .insertInto('orders')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
    ).numInsertedOrUpdatedRows === 1n,

  find: async (id: string): Promise<OrderRow | null> =>
    (await db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** Of this account only. */
  findOf: async (account: string, id: string): Promise<OrderRow | null> =>
    (await db
      .selectFrom('orders')
      .selectAll()
      .where('id', '=', id)
      .where('account', '=', account)
      .executeTakeFirst()) ?? null,

  /** The order of an application that is paid or can still be. */
  findOpen: async (application: string): Promise<OrderRow | null> =>
    (await db
      .selectFrom('orders')
      .selectAll()
      .where('application', '=', application)
      .where('state', 'in', OPEN)
      .executeTakeFirst()) ?? null,

  /** False when the order is in another state than `from` by now. */
  move: async (
    id: string,
    from: OrderState,
    to: OrderState,
    values: Partial<Pick<OrderRow, 'channel' | 'begunAt' | 'transactionId' | 'refundReason' | 'paidAt' | 'endedAt'>> & {
      readonly dueAt: number | null
    },
  ): Promise<boolean> =>
    (
      await db
        .updateTable('orders')
        .set({ ...values, state: to })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirstOrThrow()
    ).numUpdatedRows === 1n,

  postpone: async (id: string, state: OrderState, dueAt: number): Promise<void> => {
    await db.updateTable('orders').set({ dueAt }).where('id', '=', id).where('state', '=', state).execute()
  },

  /** Has somebody look after the unpaid order of an application now. */
  hurry: async (application: string, at: number): Promise<void> => {
    await db
      .updateTable('orders')
      .set({ dueAt: at })
      .where('application', '=', application)
      .where('state', 'in', UNPAID)
      .execute()
  },

  /** Those that somebody has to look after, the longest overdue first. */
  due: async (now: number, limit: number): Promise<readonly OrderRow[]> =>
    db.selectFrom('orders').selectAll().where('dueAt', '<=', now).orderBy('dueAt').limit(limit).execute(),

  /** At which applications in this state were paid for. */
  organisationsAt: async (state: string): Promise<readonly string[]> => {
    const rows = await db
      .selectFrom('orders')
      .innerJoin('applications', 'applications.id', 'orders.application')
      .select('orders.organisation')
      .distinct()
      .where('applications.state', '=', state)
      .where('orders.state', '=', 'paid')
      .execute()
    return rows.map(({ organisation }) => organisation)
  },

  /** Newest first. */
  ofAccount: async (account: string, after: Position | null, limit: number): Promise<readonly OrderRow[]> =>
    db
      .selectFrom('orders')
      .selectAll()
      .where('account', '=', account)
      .$if(after !== null, (all) => all.where(older(after!)))
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),

  /** Newest first. */
  ofCompany: async (creditCode: string, limit: number): Promise<readonly OrderRow[]> =>
    db
      .selectFrom('orders')
      .selectAll()
      .where('creditCode', '=', creditCode)
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),

  /** Newest first. */
  search: async ({ text, state, after, limit }: OrderSearch): Promise<readonly OrderRow[]> =>
    db
      .selectFrom('orders')
      .selectAll()
      .$if(state !== null, (all) => all.where('state', '=', state!))
      .$if(text !== '', (all) => all.where(holds(db, SEARCHED, text)))
      .$if(after !== null, (all) => all.where(older(after!)))
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute(),
})

export type Orders = ReturnType<typeof orders>
