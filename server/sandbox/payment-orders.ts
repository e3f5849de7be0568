/** What the payment service knows of orders, and what it says of each request. */
import { z } from 'zod'
import { APP_ID, chinaTime, MERCHANT } from './payment-protocol.ts'
import { hexOf, type Ground } from './stand-in.ts'

export interface SandboxOrder {
  readonly no: string
  /** Of its page or QR code. */
  readonly key: string
  readonly channel: 'native' | 'h5'
  readonly description: string
  readonly total: number
  readonly currency: string
  readonly expiresAt: number
  readonly noticeUrl: string
  readonly at: number
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'
  transaction: string | null
  paidAt: number | null
  refund: { readonly no: string; readonly id: string; readonly noticeUrl: string | null; readonly at: number } | null
}

export interface Outcome {
  readonly status: number
  readonly body: object | null
}

const outcome = (status: number, body: object | null): Outcome => ({ status, body })
const fault = (status: number, code: string): Outcome => outcome(status, { code, message: code })

const no = z.string().regex(/^[\w|*-]{6,32}$/)
const url = z.url({ protocol: /^https?$/ }).refine((text) => !text.includes('?'))

const placed = z.object({
  appid: z.literal(APP_ID),
  mchid: z.literal(MERCHANT),
  description: z.string().min(1).max(127),
  out_trade_no: no,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  notify_url: url,
  amount: z.object({ total: z.int().min(1), currency: z.literal('CNY').default('CNY') }),
  scene_info: z
    .object({ payer_client_ip: z.string().min(1).max(45), h5_info: z.object({ type: z.string().min(1) }) })
    .optional(),
})

const refunded = z.object({
  out_trade_no: no,
  out_refund_no: z.string().regex(/^[\w|*@-]{1,64}$/),
  reason: z.string().max(80).optional(),
  notify_url: url.optional(),
  amount: z.object({ refund: z.int().min(1), total: z.int().min(1), currency: z.literal('CNY') }),
})

const DAY = 24 * 3600_000
const LASTS = 2 * 3600_000

/** What is told of an order; of the payment only when there was one. */
export const transactionOf = (order: SandboxOrder): object => ({
  ...{
    appid: APP_ID,
    mchid: MERCHANT,
    out_trade_no: order.no,
    trade_state: order.state,
    trade_state_desc: order.state,
  },
  amount: { total: order.total, currency: order.currency, payer_total: order.total, payer_currency: order.currency },
  ...(order.transaction === null || order.paidAt === null
    ? {}
    : {
        ...{ transaction_id: order.transaction, trade_type: order.channel === 'h5' ? 'MWEB' : 'NATIVE' },
        ...{ bank_type: 'OTHERS', attach: '', success_time: chinaTime(order.paidAt), payer: { openid: 'o-sandbox' } },
      }),
})

export const refundOf = (order: SandboxOrder): object => ({
  ...{ mchid: MERCHANT, out_trade_no: order.no, transaction_id: order.transaction },
  ...{ out_refund_no: order.refund?.no, refund_id: order.refund?.id, refund_status: 'SUCCESS', status: 'SUCCESS' },
  success_time: chinaTime(order.refund?.at ?? 0),
  amount: { total: order.total, refund: order.total, payer_total: order.total, payer_refund: order.total },
})

export interface SandboxOrders {
  place(channel: SandboxOrder['channel'], contents: unknown, pageOf: (key: string) => string): Outcome
  query(number: string): Outcome
  close(number: string): Outcome
  refund(contents: unknown): Outcome
  /** False when it can't be paid (any more). */
  pay(order: SandboxOrder): boolean
  byKey(key: string): SandboxOrder | undefined
  all(): readonly SandboxOrder[]
}

export const createSandboxOrders = ({ now, random }: Ground): SandboxOrders => {
  const orders = new Map<string, SandboxOrder>()

  const addresses = (order: SandboxOrder, pageOf: (key: string) => string): Outcome =>
    outcome(
      200,
      order.channel === 'h5' ? { h5_url: pageOf(order.key) } : { code_url: `weixin://wxpay/bizpayurl?pr=${order.key}` },
    )

  const place: SandboxOrders['place'] = (channel, contents, pageOf) => {
    const { success, data } = placed.safeParse(contents)
    if (!success || (channel === 'h5') !== (data.scene_info !== undefined)) return fault(400, 'PARAM_ERROR')
    const expiresAt = data.time_expire === undefined ? now() + LASTS : Date.parse(data.time_expire)
    if (expiresAt < now() + 60_000 || expiresAt > now() + 7 * DAY) return fault(400, 'PARAM_ERROR')
    const known = orders.get(data.out_trade_no)
    const order: SandboxOrder = known ?? {
      ...{ no: data.out_trade_no, key: hexOf(random(8)), channel, description: data.description, at: now() },
      ...{ total: data.amount.total, currency: data.amount.currency, expiresAt, noticeUrl: data.notify_url },
      ...{ state: 'NOTPAY', transaction: null, paidAt: null, refund: null },
    }
    if (order.state === 'SUCCESS' || order.state === 'REFUND') return fault(400, 'ORDERPAID')
    if (order.state === 'CLOSED') return fault(400, 'ORDER_CLOSED')
    const isSame = order.channel === channel && order.total === data.amount.total && order.expiresAt === expiresAt
    if (!isSame) return fault(400, 'INVALID_REQUEST')
    orders.set(order.no, order)
    return addresses(order, pageOf)
  }

  const refund: SandboxOrders['refund'] = (contents) => {
    const { success, data } = refunded.safeParse(contents)
    const order = success ? orders.get(data.out_trade_no) : undefined
    if (!success) return fault(400, 'PARAM_ERROR')
    if (order === undefined || order.transaction === null) return fault(404, 'RESOURCE_NOT_EXISTS')
    if (data.amount.total !== order.total || data.amount.refund !== order.total) return fault(400, 'PARAM_ERROR')
    if (order.refund !== null && order.refund.no !== data.out_refund_no) return fault(403, 'NOT_ENOUGH')
    order.refund ??= {
      ...{
        no: data.out_refund_no,
        id: `503${now()}${hexOf(random(3))}`,
        noticeUrl: data.notify_url ?? null,
        at: now(),
      },
    }
    order.state = 'REFUND'
    return outcome(200, refundOf(order))
  }

  return {
    place,
    refund,
    query: (number) => {
      const order = orders.get(number)
      return order === undefined ? fault(404, 'ORDER_NOT_EXIST') : outcome(200, transactionOf(order))
    },
    close: (number) => {
      const order = orders.get(number)
      if (order === undefined) return fault(404, 'ORDER_NOT_EXIST')
      if (order.transaction !== null) return fault(400, 'ORDERPAID')
      order.state = 'CLOSED'
      return outcome(204, null)
    },
    pay: (order) => {
      if (order.state !== 'NOTPAY' || order.expiresAt <= now()) return false
      order.state = 'SUCCESS'
      order.transaction = `4200${now()}${hexOf(random(4))}`
      order.paidAt = now()
      return true
    },
    byKey: (key) => [...orders.values()].find((order) => order.key === key),
    all: () => [...orders.values()].toReversed(),
  }
}
