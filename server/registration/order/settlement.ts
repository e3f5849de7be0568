/** Payments that the payment service tells of: checked, applied once, and passed on. */
import type { IssuingFailure } from '#core/application/issuing'
import { AppError, asAppError } from '#core/errors'
import { orderAfter } from '#core/order/state'
import type { Payment, PaymentService } from '../../outside/payment.ts'
import type { OrderRow } from '../../store/orders.ts'
import type { PaymentVerdict } from '../../store/payment-notices.ts'
import type { Repositories, Store } from '../../store/store.ts'
import { followOrder } from './order-invoice.ts'
import { returnUnwanted } from './return.ts'

/** What is done about an order elsewhere: once, and in the transaction that remembers that it was done. */
export interface OrderListener {
  /** Whether anybody still waits for it; the money of an order that nobody wants any more goes back. */
  readonly paid: (records: Repositories, order: OrderRow) => Promise<boolean>
  /** The money of an order that was paid has gone back. */
  readonly refunded: (records: Repositories, order: OrderRow) => Promise<void>
}

export interface SettlementOptions {
  readonly store: Store
  readonly payment: PaymentService
  readonly listener: OrderListener
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

export interface Settlement {
  /**
   * Applies a payment, whoever tells of it and however often: the same notice gets the same verdict.
   * What does not fit its order is refused, recorded and left for an officer.
   */
  settle(payment: Payment, notice: string): Promise<PaymentVerdict>
  /** Asks the payment service what has become of an order, for when its notice was lost. */
  check(order: OrderRow): Promise<Payment | null>
  /** Pays back an order that is being refunded, as far as that has come. */
  payBack(order: OrderRow, noticeUrl: string): Promise<void>
  /** Passes on what has happened and nobody has acted upon yet. What fails stays for the next time. */
  pass(): Promise<void>
}

/** What the payer reads with his money, where no officer has said why. */
const REFUND_WORDS: { readonly [reason: string]: string } = {
  closed: '订单已取消',
  expired: '订单已过期',
  unwanted: '申请已结束',
  'authority-refused': 'CA机构没有批准签发',
  'not-a-member': '申请人已不是企业人员',
  'authority-gone': 'CA机构已停止服务',
} satisfies { readonly [reason in IssuingFailure]: string } & { readonly [reason: string]: string }

const CURRENCY = 'CNY'
const BATCH = 50
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export const createSettlement = ({ store, payment, listener, now, warn }: SettlementOptions): Settlement => {
  /** What does not fit; null when all does. */
  const faultOf = (told: Payment, order: OrderRow | null): string | null => {
    if (order === null) return 'order'
    if (told.app !== payment.app || told.merchant !== payment.merchant) return 'recipient'
    if (told.currency !== CURRENCY) return 'currency'
    if (told.fen !== order.fen) return 'amount'
    return told.state === 'paid' && told.transaction !== null ? null : 'state'
  }

  const refuse = async (records: Repositories, told: Payment, order: OrderRow | null, reason: string) => {
    const facts = { order: told.order, reason, fen: told.fen, expected: order?.fen ?? null }
    await records.audit.append({ actor: 'payment', action: 'payment-refused', facts }, now())
    warn({ event: 'payment-refused', ...facts })
    return 'refused' as const
  }

  const apply = async (records: Repositories, told: Payment): Promise<PaymentVerdict> => {
    const order = await records.orders.find(told.order)
    const fault = faultOf(told, order)
    if (fault !== null || order === null) return refuse(records, told, order, fault ?? 'order')
    if (order.transactionId === told.transaction) return 'repeated'
    const next = orderAfter(order.state, 'settle')
    if (next === null) return refuse(records, told, order, order.state)
    const at = now()
    const values = { transactionId: told.transaction, paidAt: told.paidAt ?? at }
    const isLate = next === 'refunding'
    const moved = await records.orders.move(order.id, order.state, next, {
      ...{ ...values, dueAt: isLate ? at : null },
      ...(isLate ? { refundReason: order.state } : {}),
    })
    if (!moved) throw new AppError('order-state', { state: order.state, act: 'settle' })
    const facts = { order: order.id, fen: order.fen, organisation: order.organisation, state: order.state }
    await records.audit.append({ actor: 'payment', action: isLate ? 'order-paid-late' : 'order-paid', facts }, at)
    if (isLate) return 'applied'
    await records.orderEvents.add(order.id, 'paid', at)
    await followOrder(records, order.id, next, at)
    return 'applied'
  }

  const settle = async (told: Payment, notice: string): Promise<PaymentVerdict> => {
    const verdict = await store.transaction(async (records) => {
      const before = await records.paymentNotices.find(notice)
      if (before !== null) return before.verdict
      const found = await apply(records, told)
      await records.paymentNotices.add({ id: notice, order: told.order, verdict: found, at: now() })
      return found
    })
    await pass()
    return verdict
  }

  const passOne = (id: string, kind: keyof OrderListener): Promise<void> =>
    store.transaction(async (records) => {
      const order = await records.orders.find(id)
      if (order === null || !(await records.orderEvents.take(id, kind, now()))) return
      if (kind === 'refunded') return listener.refunded(records, order)
      if (!(await listener.paid(records, order))) await returnUnwanted(records, order, now())
    })

  const pass = async (): Promise<void> => {
    for (const { order, kind } of await store.orderEvents.pending(BATCH))
      await passOne(order, kind).catch((error: unknown) =>
        warn({ event: 'order-event-failed', order, kind, code: asAppError(error).code }),
      )
  }

  /** Only what an application was told of is taken back from it. */
  const finishRefund = (order: OrderRow): Promise<void> =>
    store.transaction(async (records) => {
      const at = now()
      const moved = await records.orders.move(order.id, 'refunding', 'refunded', { dueAt: null, endedAt: at })
      if (!moved) return
      const facts = { order: order.id, fen: order.fen }
      await records.audit.append({ actor: 'payment', action: 'order-refunded', facts }, at)
      if (await records.orderEvents.has(order.id, 'paid')) await records.orderEvents.add(order.id, 'refunded', at)
      await followOrder(records, order.id, 'refunded', at)
    })

  const failRefund = (order: OrderRow): Promise<void> =>
    store.transaction(async (records) => {
      const facts = { order: order.id, fen: order.fen }
      await records.audit.append({ actor: 'payment', action: 'refund-failed', facts }, now())
      await records.orders.postpone(order.id, 'refunding', now() + DAY)
    })

  return {
    settle,
    pass,

    check: async (order) => {
      const found = await payment.find(order.id)
      if (found !== null && (found.state === 'paid' || found.state === 'refunded'))
        await settle(found, `query:${found.transaction}`)
      return found
    },

    payBack: async (order, noticeUrl) => {
      const given = order.refundReason ?? ''
      const reason = REFUND_WORDS[given] ?? given
      const request = { refund: `${order.id}R`, order: order.id, fen: order.fen, reason, noticeUrl }
      const state = await payment.refund(request)
      if (state === 'running') return store.orders.postpone(order.id, 'refunding', now() + MINUTE)
      await (state === 'done' ? finishRefund(order) : failRefund(order))
      await pass()
    },
  }
}
