/** Orders and invoices of everybody, for officers: found by words and state, page by page, and as CSV. */
import { INVOICE_STATES, ORDER_STATES } from '#core/order/state'
import { cursor } from '#core/order/order'
import { z } from 'zod'
import { csvOf, everyPage, timeText, yuanText, type Columns } from '../../http/csv.ts'
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
  ['订单号', ({ id }) => id],
  ['申请', ({ application }) => application],
  ['种类', ({ kind }) => kind],
  ['CA机构', ({ organisation }) => organisation],
  ['企业', ({ company }) => company],
  ['统一社会信用代码', ({ creditCode }) => creditCode],
  ['金额（元）', ({ fen }) => yuanText(fen)],
  ['状态', ({ state }) => state],
  ['支付单号', ({ transactionId }) => transactionId],
  ['创建时间', ({ createdAt }) => timeText(createdAt)],
  ['支付时间', ({ paidAt }) => timeText(paidAt)],
  ['结束时间', ({ endedAt }) => timeText(endedAt)],
  ['退款原因', ({ refundReason }) => refundReason],
]

const INVOICES: Columns<InvoiceRow> = [
  ['申请号', ({ id }) => id],
  ['订单号', ({ order }) => order],
  ['抬头', ({ title }) => title],
  ['税号', ({ taxNumber }) => taxNumber],
  ['邮箱', ({ email }) => email],
  ['金额（元）', ({ fen }) => yuanText(fen)],
  ['状态', ({ state }) => state],
  ['发票号码', ({ number }) => number],
  ['红字发票号码', ({ reversal }) => reversal],
  ['替换的发票', ({ replaces }) => replaces],
  ['失败原因', ({ failure }) => failure],
  ['申请时间', ({ createdAt }) => timeText(createdAt)],
  ['开票时间', ({ issuedAt }) => timeText(issuedAt)],
  ['结束时间', ({ endedAt }) => timeText(endedAt)],
]

/** All that is found, in pieces. */
export const exportOrders = (store: Store, given: Omit<OrderSearchQuery, 'after' | 'limit'>): AsyncIterable<string> => {
  const { text, state = null } = given
  return csvOf(
    ORDERS,
    everyPage((after, most) => store.orders.search({ text, state, after, limit: most }), positionOf),
  )
}

export const exportInvoices = (
  store: Store,
  given: Omit<InvoiceSearchQuery, 'after' | 'limit'>,
): AsyncIterable<string> => {
  const { text, state = null } = given
  return csvOf(
    INVOICES,
    everyPage((after, most) => store.invoices.search({ text, state, after, limit: most }), positionOf),
  )
}

/** All of this, on one store. */
export const createOrderRegister = (store: Store) => ({
  orders: (query: OrderSearchQuery) => searchOrders(store, query),
  invoices: (query: InvoiceSearchQuery) => searchInvoices(store, query),
  exportOrders: (filter: Omit<OrderSearchQuery, 'after' | 'limit'>) => exportOrders(store, filter),
  exportInvoices: (filter: Omit<InvoiceSearchQuery, 'after' | 'limit'>) => exportInvoices(store, filter),
})
