/** Orders and invoices of everybody, for officers: found by words and state, page by page, and as CSV. */
import { INVOICE_STATES, ORDER_STATES } from '#core/order/state'
import { cursor } from '#core/order/order'
import { z } from 'zod'
import type { InvoiceRow } from '../store/invoices.ts'
import type { OrderRow } from '../store/orders.ts'
import type { Position } from '../store/position.ts'
import type { Store } from '../store/store.ts'
import { toCsv, type Cell } from './csv.ts'
import { pageOf, readCursor } from './order-page.ts'

const MAX_PAGE = 200
/** More than anybody reads; a narrower search has fewer. */
const MAX_EXPORT = 50_000

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

/** Everything that a search finds, page after page: nothing waits for all of it. */
const collect = async <Row extends Position>(
  page: (after: Position | null) => Promise<readonly Row[]>,
): Promise<readonly Row[]> => {
  const rows: Row[] = []
  for (let after: Position | null = null; rows.length < MAX_EXPORT;) {
    const next = await page(after)
    rows.push(...next)
    if (next.length < MAX_PAGE) break
    after = next.at(-1) ?? null
  }
  return rows
}

/** Yuan, as people write it. */
const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

const CHINA = 8 * 3600_000

const time = (at: number | null): string =>
  at === null ? '' : new Date(at + CHINA).toISOString().slice(0, 19).replace('T', ' ')

const orderCells = (row: OrderRow): readonly Cell[] => [
  ...[row.id, row.application, row.kind, row.organisation, row.company, row.creditCode, yuan(row.fen), row.state],
  ...[row.transactionId, time(row.createdAt), time(row.paidAt), time(row.endedAt), row.refundReason],
]
const ORDER_NAMES = [
  ...['订单号', '申请', '种类', 'CA机构', '企业', '统一社会信用代码', '金额（元）', '状态'],
  ...['支付单号', '创建时间', '支付时间', '结束时间', '退款原因'],
]

const invoiceCells = (row: InvoiceRow): readonly Cell[] => [
  ...[row.id, row.order, row.title, row.taxNumber, row.email, yuan(row.fen), row.state, row.number],
  ...[row.reversal, row.replaces, row.failure, time(row.createdAt), time(row.issuedAt), time(row.endedAt)],
]
const INVOICE_NAMES = [
  ...['申请号', '订单号', '抬头', '税号', '邮箱', '金额（元）', '状态', '发票号码'],
  ...['红字发票号码', '替换的发票', '失败原因', '申请时间', '开票时间', '结束时间'],
]

/** Times are Chinese ones. */
export const exportOrders = async (store: Store, given: Omit<OrderSearchQuery, 'after' | 'limit'>): Promise<string> => {
  const { text, state = null } = given
  const rows = await collect((after) => store.orders.search({ text, state, after, limit: MAX_PAGE }))
  return toCsv(ORDER_NAMES, rows.map(orderCells))
}

export const exportInvoices = async (
  store: Store,
  given: Omit<InvoiceSearchQuery, 'after' | 'limit'>,
): Promise<string> => {
  const { text, state = null } = given
  const rows = await collect((after) => store.invoices.search({ text, state, after, limit: MAX_PAGE }))
  return toCsv(INVOICE_NAMES, rows.map(invoiceCells))
}

/** All of this, on one store. */
export const createOrderRegister = (store: Store) => ({
  orders: (query: OrderSearchQuery) => searchOrders(store, query),
  invoices: (query: InvoiceSearchQuery) => searchInvoices(store, query),
  exportOrders: (filter: Omit<OrderSearchQuery, 'after' | 'limit'>) => exportOrders(store, filter),
  exportInvoices: (filter: Omit<InvoiceSearchQuery, 'after' | 'limit'>) => exportInvoices(store, filter),
})
