/** Orders and invoices of everybody, for officers. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { AppError } from '#core/errors'
import { invoiceParameter, type InvoiceItem } from '#core/order/invoice'
import { orderParameter } from '#core/order/order'
import type { InvoiceRow } from '../store/invoices.ts'
import type { OrderRow } from '../store/orders.ts'
import type { Store } from '../store/store.ts'
import type { Words } from '../http/csv.ts'
import { exportRoute, loggedFilter } from './export.ts'
import { only } from './guard.ts'
import {
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
  exportOrders(filter: OrderFilter, words: Words): AsyncIterable<string>
  exportInvoices(filter: InvoiceFilter, words: Words): AsyncIterable<string>
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

export const orderRoutes = (scope: FastifyInstance, { store, orderRegister, now }: OrderRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

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

  exportRoute(scope, { store, now, logged: loggedFilter }, 'orders', orderExport, orderRegister.exportOrders)

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

  exportRoute(scope, { store, now, logged: loggedFilter }, 'invoices', invoiceExport, orderRegister.exportInvoices)
}
