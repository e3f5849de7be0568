/** Money that nobody waits for any more. */
import { orderAfter } from '#core/order/state'
import type { OrderRow } from '../../store/orders.ts'
import type { Repositories } from '../../store/store.ts'

export interface Return {
  readonly reason: string
  /** Who begins it, and what the audit log calls that. */
  readonly actor: string
  readonly action: string
  readonly facts?: Readonly<Record<string, string>>
}

/** Begins to pay back a paid order. Within a transaction; nothing where nothing was paid. */
export const beginReturn = async (records: Repositories, order: OrderRow, because: Return, at: number) => {
  const { reason, actor, action } = because
  const next = orderAfter(order.state, 'refund')
  if (next === null || order.transactionId === null) return
  await records.orders.move(order.id, order.state, next, { refundReason: reason, dueAt: at })
  const facts = { order: order.id, fen: order.fen, application: order.application, ...because.facts }
  await records.audit.append({ actor, action, facts }, at)
}

/** Of an order whose application is over. */
export const returnUnwanted = (records: Repositories, order: OrderRow, at: number): Promise<void> =>
  beginReturn(records, order, { reason: 'unwanted', actor: 'payment', action: 'payment-unwanted' }, at)
