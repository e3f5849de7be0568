import type { Db } from './schema.ts'

export const PAYMENT_VERDICTS = ['applied', 'repeated', 'refused'] as const
export type PaymentVerdict = (typeof PAYMENT_VERDICTS)[number]

export interface PaymentNoticeRow {
  /** The payment service's id of the notice; it sends one as often as it takes. */
  readonly id: string
  readonly order: string
  readonly verdict: PaymentVerdict
  readonly at: number
}

/** What the payment service has told, and what was answered. */
export const paymentNotices = (db: Db) => ({
  add: async (row: PaymentNoticeRow): Promise<void> => {
    await db
      .insertInto('paymentNotices')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },

  find: async (id: string): Promise<PaymentNoticeRow | null> =>
    (await db.selectFrom('paymentNotices').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,

  /** Oldest first. */
  ofOrder: async (order: string): Promise<readonly PaymentNoticeRow[]> =>
    db.selectFrom('paymentNotices').selectAll().where('order', '=', order).orderBy('at').orderBy('id').execute(),
})

export type PaymentNotices = ReturnType<typeof paymentNotices>
