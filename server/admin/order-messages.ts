/** What the console page and the server say to each other about orders and invoices. */
import { invoiceItem, INVOICE_FORMATS } from '#core/order/invoice'
import { cursor, orderItem } from '#core/order/order'
import { INVOICE_STATES, ORDER_STATES } from '#core/order/state'
import { z } from 'zod'

/** Part of a number, a name or a credit code. */
const text = z.string().trim().max(100).default('')
const page = { after: cursor.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }

const orderFilter = { text, state: z.enum(ORDER_STATES).optional() }
const invoiceFilter = { text, state: z.enum(INVOICE_STATES).optional() }

/** What is exported: everything that is found. */
export const orderExport = z.strictObject(orderFilter)
export type OrderFilter = z.output<typeof orderExport>
export const invoiceExport = z.strictObject(invoiceFilter)
export type InvoiceFilter = z.output<typeof invoiceExport>

export const orderQuery = z.strictObject({ ...orderFilter, ...page })
export type OrderQuery = z.output<typeof orderQuery>
export const invoiceQuery = z.strictObject({ ...invoiceFilter, ...page })
export type InvoiceQuery = z.output<typeof invoiceQuery>

export const officerOrder = orderItem.omit({ invoice: true }).extend({
  /** How it is paid; null until somebody wants to pay. */
  channel: z.string().nullable(),
  begunAt: z.number().nullable(),
  /** The payment service's number. */
  transactionId: z.string().nullable(),
  /**
   * Why the money goes back: what an officer wrote, how the order had ended when it was paid, `unwanted`, or
   * why its certificates can never be issued.
   */
  refundReason: z.string().nullable(),
  /** When the server looks after it next. */
  dueAt: z.number().nullable(),
})
export type OfficerOrder = z.output<typeof officerOrder>

/** Newest first. */
export const officerOrderList = z.strictObject({ orders: z.array(officerOrder), next: cursor.nullable() })
export type OfficerOrderList = z.output<typeof officerOrderList>

/** Newest first. */
export const officerInvoiceList = z.strictObject({ invoices: z.array(invoiceItem), next: cursor.nullable() })
export type OfficerInvoiceList = z.output<typeof officerInvoiceList>

export const orderDetails = z.strictObject({
  order: officerOrder,
  /** What the payment service has told of it, oldest first. */
  notices: z.array(
    z.strictObject({ id: z.string(), verdict: z.enum(['applied', 'repeated', 'refused']), at: z.number() }),
  ),
  /** Newest first. */
  invoices: z.array(invoiceItem),
})
export type OrderDetails = z.output<typeof orderDetails>

export const officerInvoice = z.strictObject({
  invoice: invoiceItem,
  /** Which files of it are kept. */
  files: z.array(z.enum(INVOICE_FORMATS)),
  /** All of its order, newest first. */
  history: z.array(invoiceItem),
})
export type OfficerInvoice = z.output<typeof officerInvoice>
