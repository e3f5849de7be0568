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

const page = (path: string, after: string | null): string => (after === null ? path : `${path}?after=${after}`)

export const createOrdersApi = ({ get, post }: Client): OrdersApi => ({
  orders: (after) => get(page('/api/orders', after), orderList),
  order: (id) => get(`/api/orders/${id}`, orderItem),
  check: (id) => post(`/api/orders/${id}/check`, {}, orderItem),
  cancel: (id) => post(`/api/orders/${id}/cancel`, {}, orderItem),
  pay: (id) => post(`/api/orders/${id}/pay`, { channel: 'h5' }, payAnswer),
  giveDetails: (order, details) => post(`/api/orders/${order}/invoice`, details, invoiceItem),
  invoices: (after) => get(page('/api/invoices', after), invoiceList),
  invoice: (id) => get(`/api/invoices/${id}`, invoiceAnswer),
  reissue: (id, details) => post(`/api/invoices/${id}/reissue`, details, invoiceItem),
})

/** Where a file of an invoice is downloaded, with the browser's cookies. */
export const invoiceFile = (id: string, format: string): string => `/api/invoices/${id}/files/${format}`
