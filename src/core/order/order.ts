/** What phone and server say to each other about orders. Times are milliseconds since 1970. */
import { z } from 'zod'
import { INVOICE_STATES, ORDER_STATES } from './state.ts'

/** Where a page of a list ends: the next one begins after it. */
export const cursor = z.string().regex(/^\d{1,16}\.[\w-]{1,64}$/)

export const pageQuery = z.strictObject({ after: cursor.optional() })

export const orderParameter = z.strictObject({ id: z.string().regex(/^[0-9A-Z]{6,32}$/) })

export const PAY_CHANNELS = ['h5', 'native'] as const
/** `h5`: in this phone's browser. `native`: by a QR code for WeChat on another device. */
export const payRequest = z.strictObject({ channel: z.enum(PAY_CHANNELS).default('h5') })
export type PayRequest = z.input<typeof payRequest>

/** Null when it is paid already. */
export const payAnswer = z.strictObject({ channel: z.enum(PAY_CHANNELS), address: z.string().nullable() })
export type PayAnswer = z.output<typeof payAnswer>

export const orderItem = z.strictObject({
  id: z.string(),
  /** The application that it is for. */
  application: z.string(),
  kind: z.string(),
  organisation: z.string(),
  company: z.string(),
  creditCode: z.string(),
  /** Chinese cents. */
  fen: z.int(),
  state: z.enum(ORDER_STATES),
  createdAt: z.number(),
  expiresAt: z.number(),
  paidAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** The newest one for it. */
  invoice: z.strictObject({ id: z.string(), state: z.enum(INVOICE_STATES) }).nullable(),
})
export type OrderItem = z.output<typeof orderItem>

/** Newest first. */
export const orderList = z.strictObject({ orders: z.array(orderItem), next: cursor.nullable() })
export type OrderList = z.output<typeof orderList>
