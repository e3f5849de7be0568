/** Orders and invoices, as a person with an account asks the server about them. */
import {
  invoiceAnswer,
  invoiceItem,
  invoiceList,
  type InvoiceAnswer,
  type InvoiceItem,
  type InvoiceList,
  type InvoiceRequest,
} from '#core/order/invoice'
import { orderItem, orderList, payAnswer, type OrderItem, type OrderList, type PayAnswer } from '#core/order/order'
import type { Client } from './client.ts'

/** Every method throws what the server says is wrong, or `server-unreachable`. */
export interface OrdersApi {
  /** After the cursor of the page before; the first one for null. */
  orders(after: string | null): Promise<OrderList>
  order(id: string): Promise<OrderItem>
  /** Has the server ask the payment service. */
  check(id: string): Promise<OrderItem>
  cancel(id: string): Promise<OrderItem>
  pay(id: string): Promise<PayAnswer>
  giveDetails(order: string, details: InvoiceRequest): Promise<InvoiceItem>
  invoices(after: string | null): Promise<InvoiceList>
  invoice(id: string): Promise<InvoiceAnswer>
  reissue(id: string, details: InvoiceRequest): Promise<InvoiceItem>
}

const page = (after: string | null) => ({ query: after === null ? {} : { after } })

export const createOrdersApi = ({ get, post }: Client): OrdersApi => ({
  orders: (after) => get('/api/orders', orderList, page(after)),
  order: (id) => get('/api/orders/{id}', orderItem, { path: { id } }),
  check: (id) => post('/api/orders/{id}/check', orderItem, { path: { id } }),
  cancel: (id) => post('/api/orders/{id}/cancel', orderItem, { path: { id } }),
  pay: (id) => post('/api/orders/{id}/pay', payAnswer, { path: { id }, body: { channel: 'h5' } }),
  giveDetails: (id, details) => post('/api/orders/{id}/invoice', invoiceItem, { path: { id }, body: details }),
  invoices: (after) => get('/api/invoices', invoiceList, page(after)),
  invoice: (id) => get('/api/invoices/{id}', invoiceAnswer, { path: { id } }),
  reissue: (id, details) => post('/api/invoices/{id}/reissue', invoiceItem, { path: { id }, body: details }),
})

/** Where a file of an invoice is downloaded, with the browser's cookies. */
export const invoiceFile = (id: string, format: string): string => `/api/invoices/${id}/files/${format}`
