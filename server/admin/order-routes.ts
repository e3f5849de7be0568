/** Orders and invoices of everybody, for officers. An export takes personal data out of the house, and is logged. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { AppError } from '#core/errors'
import { invoiceParameter, type InvoiceItem } from '#core/order/invoice'
import { orderParameter } from '#core/order/order'
import type { InvoiceRow } from '../store/invoices.ts'
import type { OrderRow } from '../store/orders.ts'
import type { Store } from '../store/store.ts'
import { officerOf, only } from './guard.ts'
import {
  csv,
  invoiceExport,
  invoiceQuery,
  officerInvoice,
  officerInvoiceList,
  officerOrderList,
  orderDetails,
  orderExport,
  orderQuery,
  type InvoiceFilter,
  type InvoiceQuery,
  type OfficerOrder,
  type OrderFilter,
  type OrderQuery,
} from './order-messages.ts'

interface Found<Row> {
  readonly rows: readonly Row[]
  /** For the next page; null where there is none. */
  readonly next: string | null
}

/** How orders and invoices are found and written as CSV. */
export interface OrderRegister {
  orders(query: OrderQuery): Promise<Found<OrderRow>>
  invoices(query: InvoiceQuery): Promise<Found<InvoiceRow>>
  exportOrders(filter: OrderFilter): Promise<string>
  exportInvoices(filter: InvoiceFilter): Promise<string>
}

export interface OrderRoutesOptions {
  readonly store: Store
  readonly orderRegister: OrderRegister
  readonly now: () => number
}

const READERS = only('reviewer', 'authority', 'auditor')

const orderOf = (row: OrderRow): OfficerOrder => {
  const { account: _, ...shown } = row
  return shown
}

const invoiceOf = (row: InvoiceRow): InvoiceItem => {
  const { account: _account, replacement: _replacement, dueAt: _dueAt, ...shown } = row
  return shown
}

const sendTable = (reply: FastifyReply, name: string, table: string): FastifyReply =>
  reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`).send(table)

export const orderRoutes = (scope: FastifyInstance, { store, orderRegister, now }: OrderRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  const log = (officer: string, action: string, { text, state }: OrderFilter | InvoiceFilter): Promise<void> => {
    const facts = { ...(text === '' ? {} : { text }), ...(state === undefined ? {} : { state }) }
    return store.transaction(({ audit }) => audit.append({ actor: officer, action, facts }, now()))
  }

  typed.get(
    '/orders',
    { schema: { querystring: orderQuery, response: { 200: officerOrderList } }, config: READERS },
    async ({ query }) => {
      const { rows, next } = await orderRegister.orders(query)
      return { orders: rows.map(orderOf), next }
    },
  )

  typed.get(
    '/orders/:id',
    { schema: { params: orderParameter, response: { 200: orderDetails } }, config: READERS },
    async ({ params: { id } }) => {
      const order = await store.orders.find(id)
      if (order === null) throw new AppError('order-not-found')
      const [notices, invoices] = await Promise.all([store.paymentNotices.ofOrder(id), store.invoices.ofOrder(id)])
      const told = notices.map(({ id: notice, verdict, at }) => ({ id: notice, verdict, at }))
      return { order: orderOf(order), notices: told, invoices: invoices.map(invoiceOf) }
    },
  )

  typed.get(
    '/orders.csv',
    { schema: { querystring: orderExport, response: { 200: csv } }, config: only('auditor') },
    async (request, reply) => {
      await log(officerOf(request).session.officer, 'orders-exported', request.query)
      return sendTable(reply, 'orders', await orderRegister.exportOrders(request.query))
    },
  )

  typed.get(
    '/invoices',
    { schema: { querystring: invoiceQuery, response: { 200: officerInvoiceList } }, config: READERS },
    async ({ query }) => {
      const { rows, next } = await orderRegister.invoices(query)
      return { invoices: rows.map(invoiceOf), next }
    },
  )

  typed.get(
    '/invoices/:id',
    { schema: { params: invoiceParameter, response: { 200: officerInvoice } }, config: READERS },
    async ({ params: { id } }) => {
      const invoice = await store.invoices.find(id)
      if (invoice === null) throw new AppError('invoice-not-found')
      const [files, history] = await Promise.all([store.invoices.files(id), store.invoices.ofOrder(invoice.order)])
      return { invoice: invoiceOf(invoice), files: [...files], history: history.map(invoiceOf) }
    },
  )

  typed.get(
    '/invoices.csv',
    { schema: { querystring: invoiceExport, response: { 200: csv } }, config: only('auditor') },
    async (request, reply) => {
      await log(officerOf(request).session.officer, 'invoices-exported', request.query)
      return sendTable(reply, 'invoices', await orderRegister.exportInvoices(request.query))
    },
  )
}
