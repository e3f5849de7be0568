/** Money that nobody waits for any more. */
import { orderAfter } from '#core/order/state'
import type { OrderRow } from '../../store/orders.ts'
import type { Repositories } from '../../store/store.ts'

/** Begins to pay back a paid order whose application is over. Within a transaction; nothing where nothing was paid. */
export const returnUnwanted = async (records: Repositories, order: OrderRow, at: number): Promise<void> => {
  const next = orderAfter(order.state, 'refund')
  if (next === null || order.transactionId === null) return
  await records.orders.move(order.id, order.state, next, { refundReason: 'unwanted', dueAt: at })
  const facts = { order: order.id, fen: order.fen, application: order.application }
  await records.audit.append({ actor: 'payment', action: 'payment-unwanted', facts }, at)
}
