/** Orders and invoices of everybody, for officers: found by words and state, page by page, and as CSV. */
import { INVOICE_STATES, ORDER_STATES } from '#core/order/state'
import { cursor } from '#core/order/order'
import { z } from 'zod'
import { csvOf, everyPage, named, timeText, yuanText, type Columns, type Words } from '../../http/csv.ts'
import type { InvoiceRow } from '../../store/invoices.ts'
import type { OrderRow } from '../../store/orders.ts'
import type { Position } from '../../store/position.ts'
import type { Store } from '../../store/store.ts'
import { pageOf, readCursor } from './page.ts'

const MAX_PAGE = 200

const query = { text: z.string().trim().max(100).default(''), after: cursor.optional() }
const limit = z.coerce.number().int().min(1).max(MAX_PAGE).default(50)

export const orderSearch = z.strictObject({ ...query, limit, state: z.enum(ORDER_STATES).optional() })
export type OrderSearchQuery = z.output<typeof orderSearch>
export const invoiceSearch = z.strictObject({ ...query, limit, state: z.enum(INVOICE_STATES).optional() })
export type InvoiceSearchQuery = z.output<typeof invoiceSearch>

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** For the next page; null where there is none. */
  readonly next: string | null
}

export const searchOrders = async (store: Store, given: OrderSearchQuery): Promise<Page<OrderRow>> =>
  pageOf(
    await store.orders.search({
      ...{ text: given.text, state: given.state ?? null, after: readCursor(given.after), limit: given.limit + 1 },
    }),
    given.limit,
  )

export const searchInvoices = async (store: Store, given: InvoiceSearchQuery): Promise<Page<InvoiceRow>> =>
  pageOf(
    await store.invoices.search({
      ...{ text: given.text, state: given.state ?? null, after: readCursor(given.after), limit: given.limit + 1 },
    }),
    given.limit,
  )

const positionOf = ({ createdAt, id }: Position): Position => ({ createdAt, id })

const ORDERS: Columns<OrderRow> = [
  ['order-id', ({ id }) => id],
  ['application', ({ application }) => application],
  ['kind', ({ kind }, words) => named(words, 'order.kind', kind)],
  ['organisation', ({ organisation }) => organisation],
  ['company', ({ company }) => company],
  ['credit-code', ({ creditCode }) => creditCode],
  ['amount', ({ fen }) => yuanText(fen)],
  ['state', ({ state }, words) => named(words, 'order.state', state)],
  ['transaction', ({ transactionId }) => transactionId],
  ['created', ({ createdAt }) => timeText(createdAt)],
  ['paid', ({ paidAt }) => timeText(paidAt)],
  ['ended', ({ endedAt }) => timeText(endedAt)],
  ['refund-reason', ({ refundReason }, words) => named(words, 'refund', refundReason)],
]

const INVOICES: Columns<InvoiceRow> = [
  ['invoice-id', ({ id }) => id],
  ['order-id', ({ order }) => order],
  ['title', ({ title }) => title],
  ['tax-number', ({ taxNumber }) => taxNumber],
  ['email', ({ email }) => email],
  ['amount', ({ fen }) => yuanText(fen)],
  ['state', ({ state }, words) => named(words, 'invoice.state', state)],
  ['invoice-number', ({ number }) => number],
  ['reversal', ({ reversal }) => reversal],
  ['replaces', ({ replaces }) => replaces],
  ['failure', ({ failure }) => failure],
  ['asked', ({ createdAt }) => timeText(createdAt)],
  ['invoiced', ({ issuedAt }) => timeText(issuedAt)],
  ['ended', ({ endedAt }) => timeText(endedAt)],
]

/** All that is found, in pieces. */
export const exportOrders = (
  store: Store,
  given: Omit<OrderSearchQuery, 'after' | 'limit'>,
  words: Words,
): AsyncIterable<string> => {
  const { text, state = null } = given
  return csvOf(
    ORDERS,
    words,
    everyPage((after, most) => store.orders.search({ text, state, after, limit: most }), positionOf),
  )
}

export const exportInvoices = (
  store: Store,
  given: Omit<InvoiceSearchQuery, 'after' | 'limit'>,
  words: Words,
): AsyncIterable<string> => {
  const { text, state = null } = given
  return csvOf(
    INVOICES,
    words,
    everyPage((after, most) => store.invoices.search({ text, state, after, limit: most }), positionOf),
  )
}

/** All of this, on one store. */
export const createOrderRegister = (store: Store) => ({
  orders: (query: OrderSearchQuery) => searchOrders(store, query),
  invoices: (query: InvoiceSearchQuery) => searchInvoices(store, query),
  exportOrders: (filter: Omit<OrderSearchQuery, 'after' | 'limit'>, words: Words) => exportOrders(store, filter, words),
  exportInvoices: (filter: Omit<InvoiceSearchQuery, 'after' | 'limit'>, words: Words) =>
    exportInvoices(store, filter, words),
})
