/** What WeChat Pay (API v3) answers and sends. */
import { z } from 'zod'
import { sealedResource } from './payment-signature.ts'
import type { Payment, PaymentState, RefundState } from './payment.ts'

export const transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string().min(1).max(64).optional(),
  trade_state: z.string(),
  success_time: z.iso.datetime({ offset: true }).optional(),
  amount: z.object({ total: z.int().optional(), currency: z.string().optional() }).optional(),
})

export const nativeAnswer = z.object({ code_url: z.string().min(1).max(512) })
export const h5Answer = z.object({ h5_url: z.url({ protocol: /^https?$/ }).max(512) })
export const refundAnswer = z.object({ status: z.string() })
export const failureAnswer = z.object({ code: z.string() })

export const notice = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().max(64),
  resource: sealedResource,
})
export const refundNotice = z.object({ out_trade_no: z.string() })

export const NOTICE_EVENTS: Readonly<Record<string, 'payment' | 'refund'>> = {
  'TRANSACTION.SUCCESS': 'payment',
  'REFUND.SUCCESS': 'refund',
  'REFUND.ABNORMAL': 'refund',
  'REFUND.CLOSED': 'refund',
}

const STATES: Readonly<Record<string, PaymentState>> = {
  SUCCESS: 'paid',
  REFUND: 'refunded',
  NOTPAY: 'unpaid',
  USERPAYING: 'unpaid',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
}

/** Null for a state that nobody has told us of. */
export const paymentOf = (found: z.output<typeof transaction>): Payment | null => {
  const state = STATES[found.trade_state]
  if (state === undefined) return null
  return {
    ...{ order: found.out_trade_no, app: found.appid, merchant: found.mchid, state },
    transaction: found.transaction_id ?? null,
    fen: found.amount?.total ?? null,
    currency: found.amount?.currency ?? null,
    paidAt: found.success_time === undefined ? null : Date.parse(found.success_time),
  }
}

const REFUND_STATES: Readonly<Record<string, RefundState>> = { SUCCESS: 'done', PROCESSING: 'running' }

/** Closed and abnormal refunds need a person. */
export const refundStateOf = (status: string): RefundState => REFUND_STATES[status] ?? 'failed'
