/** What becomes of an order's invoice when the order moves on: part of the same transaction. */
import { invoiceAfter, type InvoiceAct } from '#core/order/state'
import type { OrderState } from '../../store/orders.ts'
import type { Repositories } from '../../store/store.ts'

/** In the order in which they are tried. */
const ACTS: { readonly [state in OrderState]?: readonly InvoiceAct[] } = {
  paid: ['release'],
  closed: ['drop'],
  expired: ['drop'],
  refunded: ['reverse', 'drop'],
}

/** One that is being issued just then is looked after when it is there. */
export const followOrder = async (
  { invoices }: Repositories,
  order: string,
  state: OrderState,
  at: number,
): Promise<void> => {
  const invoice = await invoices.findOpen(order)
  if (invoice === null) return
  for (const act of ACTS[state] ?? []) {
    const next = invoiceAfter(invoice.state, act)
    if (next === null) continue
    const isEnd = next === 'dropped'
    await invoices.move(invoice.id, invoice.state, next, isEnd ? { dueAt: null, endedAt: at } : { dueAt: at })
    return
  }
}
