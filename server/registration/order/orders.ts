/** Orders: what an application costs, and how it is paid. Every order belongs to one account. */
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { moveOrder, orderAfter } from '#core/order/state'
import type { PaymentChannel, PaymentService } from '../../outside/payment.ts'
import type { OrderRow, OrderState } from '../../store/orders.ts'
import type { Position } from '../../store/position.ts'
import type { Repositories, Store } from '../../store/store.ts'
import { followOrder } from './order-invoice.ts'
import type { Settlement } from './settlement.ts'

export const ORDER_KINDS = ['claim', 'join', 'renew', 'recover', 'takeover'] as const
export type OrderKind = (typeof ORDER_KINDS)[number]

/** What is to be paid for. */
export interface OrderRequest {
  readonly account: string
  readonly application: string
  readonly kind: OrderKind
  /** The CA organisation, whose price it is. */
  readonly organisation: string
  readonly creditCode: string
  readonly company: string
  /** Nothing to pay is an order that is paid at once. */
  readonly fen: number
}

export interface OrdersOptions {
  readonly store: Store
  readonly payment: PaymentService
  readonly settlement: Settlement
  /** Where notices come to. */
  readonly noticeUrl: string
  /** Where a browser comes back to. */
  readonly returnUrl: (order: string) => string
  readonly random: RandomBytes
  readonly now: () => number
}

export interface PayAddress {
  readonly channel: PaymentChannel
  /** Null when it is paid already. */
  readonly address: string | null
}

export interface Orders {
  /**
   * The open order of an application, made where there is none: part of the caller's transaction.
   * Asked for again, and by two at once, it is the same one.
   */
  open(records: Repositories, request: OrderRequest): Promise<OrderRow>
  /** Throws `order-not-found`, as all of these do. */
  find(account: string, id: string): Promise<OrderRow>
  list(account: string, after: Position | null, limit: number): Promise<readonly OrderRow[]>
  /** Where to pay. Throws `order-state` when it can't be paid (any more), and what the payment service does. */
  pay(account: string, id: string, channel: PaymentChannel, payerAddress: string): Promise<PayAddress>
  /** Asks the payment service whether it is paid, and answers with the order as it is then. */
  check(account: string, id: string): Promise<OrderRow>
  /** Closes an order that is not paid; one that was paid meanwhile stays so. Throws `order-state`. */
  cancel(account: string, id: string): Promise<OrderRow>
  /** Begins to pay an order back, for an officer. Throws `order-state`. */
  refund(officer: string, id: string, reason: string): Promise<void>
  /** Ends an order that waited for too long, unless it was paid. */
  expire(order: OrderRow): Promise<void>
  /** Ends an order whose application is over, unless it was paid. */
  drop(order: OrderRow): Promise<void>
}

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** The payment service takes orders for a week at most. */
const LASTS = 7 * DAY - MINUTE
/** The payment service wants a minute at least. */
const LAST_MINUTES = 2 * MINUTE
const FIRST_LOOK = MINUTE
const CHINA = 8 * 60 * MINUTE

const DESCRIPTIONS: { readonly [kind in OrderKind]: string } = {
  claim: '手机证书（认领企业）',
  join: '手机证书（加入企业）',
  renew: '手机证书（续期）',
  recover: '手机证书（找回）',
  takeover: '手机证书（变更管理员）',
}

const descriptionOf = (kind: string): string => DESCRIPTIONS[kind as OrderKind] ?? '手机证书'

/** The day in China and twelve random places: people read it out. */
const newId = (now: number, random: RandomBytes): string =>
  `${new Date(now + CHINA).toISOString().slice(0, 10).replaceAll('-', '')}${Buffer.from(random(6)).toString('hex').toUpperCase()}`

export const createOrders = (options: OrdersOptions): Orders => {
  const { store, payment, settlement, noticeUrl, returnUrl, random, now } = options

  const find: Orders['find'] = async (account, id) => {
    const order = await store.orders.findOf(account, id)
    if (order === null) throw new AppError('order-not-found')
    return order
  }

  const waive = async (records: Repositories, order: OrderRow, at: number): Promise<OrderRow> => {
    const state = moveOrder(order.state, 'waive')
    await records.orders.move(order.id, order.state, state, { paidAt: at, dueAt: null })
    await records.orderEvents.add(order.id, 'paid', at)
    return { ...order, state, paidAt: at, dueAt: null }
  }

  const open: Orders['open'] = async (records, request) => {
    const found = await records.orders.findOpen(request.application)
    if (found !== null) return found
    const at = now()
    const dates = { createdAt: at, expiresAt: at + LASTS, dueAt: at + LASTS }
    const order = { ...request, id: newId(at, random), state: 'created' as const, ...dates }
    if (!(await records.orders.add(order))) throw new AppError('order-state', { act: 'open' })
    const facts = { order: order.id, application: order.application, fen: order.fen, organisation: order.organisation }
    await records.audit.append({ actor: 'registration', action: 'order-opened', facts }, at)
    const unpaid = {
      channel: null,
      begunAt: null,
      transactionId: null,
      refundReason: null,
      paidAt: null,
      endedAt: null,
    }
    return order.fen === 0 ? waive(records, { ...order, ...unpaid }, at) : { ...order, ...unpaid }
  }

  /** From here on the payment service may know the order: it is remembered before it is told. */
  const begin = (account: string, id: string, channel: PaymentChannel): Promise<OrderRow> =>
    store.transaction(async ({ orders }) => {
      const order = await orders.findOf(account, id)
      if (order === null) throw new AppError('order-not-found')
      if (order.state === 'paid') return order
      const state = moveOrder(order.state, 'begin')
      const at = now()
      if (order.expiresAt - at < LAST_MINUTES) throw new AppError('order-state', { state: 'expired', act: 'begin' })
      const begun = { channel: order.channel ?? channel, begunAt: order.begunAt ?? at, dueAt: at + FIRST_LOOK }
      await orders.move(id, order.state, state, begun)
      return { ...order, ...begun, state }
    })

  const pay: Orders['pay'] = async (account, id, wished, payerAddress) => {
    const order = await begin(account, id, wished)
    const channel = order.channel === 'native' ? 'native' : 'h5'
    if (order.state === 'paid') return { channel, address: null }
    const address = await payment.place({
      ...{ order: id, description: descriptionOf(order.kind), fen: order.fen, expiresAt: order.expiresAt },
      ...{ channel, payerAddress, noticeUrl, returnUrl: returnUrl(id) },
    })
    if (address === null) await settlement.check(order)
    return { channel, address }
  }

  /** Nothing is ended that the payment service could still take money for. */
  const end = async (order: OrderRow, act: 'cancel' | 'expire', actor: string): Promise<void> => {
    if (order.state === 'awaiting' && (await payment.close(order.id)) === 'paid') {
      await settlement.check(order)
      return
    }
    await store.transaction(async (records) => {
      const state: OrderState | null = orderAfter(order.state, act)
      const at = now()
      if (state === null || !(await records.orders.move(order.id, order.state, state, { dueAt: null, endedAt: at })))
        return
      await records.audit.append({ actor, action: `order-${state}`, facts: { order: order.id } }, at)
      await followOrder(records, order.id, state, at)
    })
  }

  return {
    ...{ open, find, pay },
    list: (account, after, limit) => store.orders.ofAccount(account, after, limit),

    check: async (account, id) => {
      const order = await find(account, id)
      if (order.state === 'awaiting') await settlement.check(order)
      return find(account, id)
    },

    cancel: async (account, id) => {
      const order = await find(account, id)
      moveOrder(order.state, 'cancel')
      await end(order, 'cancel', 'applicant')
      return find(account, id)
    },

    expire: (order) => end(order, 'expire', 'clock'),
    drop: (order) => end(order, 'cancel', 'registration'),

    refund: (officer, id, reason) =>
      store.transaction(async (records) => {
        const order = await records.orders.find(id)
        if (order === null) throw new AppError('order-not-found')
        const state = moveOrder(order.state, 'refund')
        if (order.transactionId === null) throw new AppError('order-state', { state: order.state, act: 'refund' })
        const at = now()
        await records.orders.move(id, order.state, state, { refundReason: reason, dueAt: at })
        const facts = { order: id, fen: order.fen }
        await records.audit.append({ actor: officer, action: 'refund-begun', facts }, at)
      }),
  }
}
