/** The life of an order and of an invoice: every move that there is stands in one table each. */
import { AppError } from '../errors.ts'

export const ORDER_STATES = ['created', 'awaiting', 'paid', 'refunding', 'refunded', 'closed', 'expired'] as const
export type OrderState = (typeof ORDER_STATES)[number]

export const ORDER_ACTS = ['waive', 'begin', 'settle', 'cancel', 'expire', 'refund', 'refunded'] as const
/**
 * `waive`: there is nothing to pay. `begin`: somebody wants to pay. `settle`: the payment service says
 * that it was paid. `cancel` and `expire` come when the service can't take money for it (any more).
 */
export type OrderAct = (typeof ORDER_ACTS)[number]

/** What is paid after an order has ended goes back. */
const ORDER_MOVES: { readonly [state in OrderState]: { readonly [act in OrderAct]?: OrderState } } = {
  created: { waive: 'paid', begin: 'awaiting', cancel: 'closed', expire: 'expired' },
  awaiting: { begin: 'awaiting', settle: 'paid', cancel: 'closed', expire: 'expired' },
  paid: { refund: 'refunding' },
  refunding: { refunded: 'refunded' },
  refunded: {},
  closed: { settle: 'refunding' },
  expired: { settle: 'refunding' },
}

export const INVOICE_STATES = [
  /** For its order to be paid. */
  'waiting',
  'requested',
  'issuing',
  'issued',
  'failed',
  /** A red-letter invoice is being made that undoes it. */
  'reversing',
  'reversed',
  /** Its order was never paid. */
  'dropped',
] as const
export type InvoiceState = (typeof INVOICE_STATES)[number]

export const INVOICE_ACTS = ['release', 'drop', 'send', 'issue', 'fail', 'reverse', 'reversed'] as const
export type InvoiceAct = (typeof INVOICE_ACTS)[number]

const INVOICE_MOVES: { readonly [state in InvoiceState]: { readonly [act in InvoiceAct]?: InvoiceState } } = {
  waiting: { release: 'requested', drop: 'dropped' },
  requested: { send: 'issuing', drop: 'dropped', fail: 'failed' },
  issuing: { issue: 'issued', fail: 'failed' },
  issued: { reverse: 'reversing' },
  failed: {},
  reversing: { reversed: 'reversed' },
  reversed: {},
  dropped: {},
}

/** Where an act leads an order; null where it is not allowed. */
export const orderAfter = (state: OrderState, act: OrderAct): OrderState | null => ORDER_MOVES[state][act] ?? null

/** Where an act leads an order. Throws `order-state` where it is not allowed. */
export const moveOrder = (state: OrderState, act: OrderAct): OrderState => {
  const next = orderAfter(state, act)
  if (next === null) throw new AppError('order-state', { state, act })
  return next
}

export const invoiceAfter = (state: InvoiceState, act: InvoiceAct): InvoiceState | null =>
  INVOICE_MOVES[state][act] ?? null

/** Throws `invoice-state` where it is not allowed. */
export const moveInvoice = (state: InvoiceState, act: InvoiceAct): InvoiceState => {
  const next = invoiceAfter(state, act)
  if (next === null) throw new AppError('invoice-state', { state, act })
  return next
}
