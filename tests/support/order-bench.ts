/** Orders and invoices on a database of their own, with a payment service and an issuer in memory. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { utf8 } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import type { InvoiceIssuer, InvoiceResult, ReversalResult } from '#server/outside/invoice'
import type { Payment, PaymentService, RefundState } from '#server/outside/payment'
import { createOrderDesk, type OrderDesk } from '#server/registration/order/desk'
import { createSettlement, type OrderListener, type Settlement } from '#server/registration/order/settlement'
import type { OrderRequest } from '#server/registration/order/orders'
import type { OrderRow } from '#server/store/orders'
import { openStore, type Store } from '#server/store/store'
import { random } from './authority.ts'
import { databaseOf, removeData } from './database.ts'

export const ACCOUNT = 'account-1'
export const STRANGER = 'account-2'
export const DETAILS = {
  ...{ title: '河南示范建设有限公司', taxNumber: '91410100MA9ABCD16M', email: 'a@example.com', isSure: false },
}
export const MINUTE = 60_000
export const WEEK = 7 * 24 * 60 * MINUTE

/** What the services outside know and do; tests change it. */
export interface OrderWorld {
  now: number
  isListenerBroken: boolean
  /** Whether applications still wait for their payment. */
  isWanted: boolean
  isPaymentAway: boolean
  isIssuerRefusing: boolean
  refundState: RefundState
  /** What was done about orders elsewhere. */
  readonly told: string[]
  readonly warned: object[]
  readonly payments: Map<string, Payment>
  readonly closed: Set<string>
  readonly refunds: string[]
  readonly issued: Map<string, InvoiceResult>
  readonly reversals: Map<string, ReversalResult>
  readonly requested: string[]
}

export interface OrderBench {
  readonly world: OrderWorld
  readonly store: Store
  readonly desk: OrderDesk
  readonly settlement: Settlement
  open(application: string, change?: Partial<OrderRequest>): Promise<OrderRow>
  /** Opened, and somebody wants to pay. */
  begun(application: string): Promise<OrderRow>
  paid(application: string): Promise<OrderRow>
  /** What the payment service tells of an order that was paid. */
  paidBy(order: OrderRow, change?: Partial<Payment>): Payment
  stateOf(id: string): Promise<OrderRow>
  /** The last actions of the audit log. */
  actions(): Promise<readonly string[]>
  remove(): Promise<void>
}

const paymentIn = (world: OrderWorld): PaymentService => {
  const reach = (): void => {
    if (world.isPaymentAway) throw new AppError('service-unavailable', { service: 'payment' })
  }
  const isPaid = (order: string): boolean => world.payments.get(order)?.state === 'paid'
  return {
    ...{ app: 'app', merchant: 'merchant' },
    place: async ({ order }) => {
      reach()
      return isPaid(order) ? null : `https://pay.example/${order}`
    },
    find: async (order) => {
      reach()
      return world.payments.get(order) ?? null
    },
    close: async (order) => {
      reach()
      if (isPaid(order)) return 'paid'
      world.closed.add(order)
      return 'closed'
    },
    refund: async ({ refund }) => {
      reach()
      world.refunds.push(refund)
      return world.refundState
    },
    read: () => {
      throw new AppError('signature-invalid')
    },
  }
}

const issuerIn = (world: OrderWorld): InvoiceIssuer => ({
  request: async ({ no }) => {
    if (world.isIssuerRefusing) throw new AppError('service-refused', { service: 'invoice', reason: 'E9101' })
    world.requested.push(no)
    if (!world.issued.has(no)) world.issued.set(no, { state: 'running' })
  },
  find: async (no) => world.issued.get(no) ?? null,
  reverse: async ({ no }) => void world.reversals.set(no, { state: 'running' }),
  findReversal: async (no) => world.reversals.get(no) ?? null,
  download: async (address) => utf8(address.endsWith('.pdf') ? '%PDF-1.7' : 'oops'),
})

const listenerIn = (world: OrderWorld): OrderListener => ({
  paid: async (_records, order) => {
    if (world.isListenerBroken) throw new AppError('internal')
    world.told.push(`paid ${order.application}`)
    return world.isWanted
  },
  refunded: async (_records, order) => void world.told.push(`refunded ${order.application}`),
})

export const openOrderBench = async (): Promise<OrderBench> => {
  const folder = mkdtempSync(join(tmpdir(), 'orders-'))
  const store = await openStore(await databaseOf(folder))
  const world: OrderWorld = {
    ...{
      now: Date.UTC(2026, 10, 25, 8),
      isListenerBroken: false,
      isWanted: true,
      isPaymentAway: false,
      isIssuerRefusing: false,
    },
    ...{ refundState: 'done', told: [], warned: [], payments: new Map(), closed: new Set(), refunds: [] },
    ...{ issued: new Map(), reversals: new Map(), requested: [] },
  }
  for (const [id, mobile] of [
    [ACCOUNT, '13900000001'],
    [STRANGER, '13900000002'],
  ] as const)
    await store.accounts.add({ id, mobile, password: null, wechat: null }, world.now)
  const payment = paymentIn(world)
  const services = { payment, invoice: issuerIn(world) }
  const warn = (facts: object): void => void world.warned.push(facts)
  const common = { store, listener: listenerIn(world), now: () => world.now, warn }
  const desk = createOrderDesk({ ...common, services, address: 'http://localhost', random })
  const settlement = createSettlement({ ...common, payment })

  const open: OrderBench['open'] = (application, change = {}) =>
    store.transaction((records) =>
      desk.orders.open(records, {
        ...{ account: ACCOUNT, application, kind: 'claim', organisation: 'bidseal', fen: 30_000 },
        ...{ creditCode: '91410100MA9ABCD16M', company: '河南示范建设有限公司' },
        ...change,
      }),
    )

  const stateOf: OrderBench['stateOf'] = async (id) => {
    const order = await store.orders.find(id)
    if (order === null) throw new Error('no order')
    return order
  }

  const begun: OrderBench['begun'] = async (application) => {
    const { id } = await open(application)
    await desk.orders.pay(ACCOUNT, id, 'h5', '127.0.0.1')
    return stateOf(id)
  }

  const paidBy: OrderBench['paidBy'] = ({ id, fen }, change = {}) => ({
    ...{ order: id, app: 'app', merchant: 'merchant', state: 'paid', transaction: `T${id}` },
    ...{ fen, currency: 'CNY', paidAt: world.now, ...change },
  })

  return {
    ...{ world, store, desk, settlement, open, begun, paidBy, stateOf },
    paid: async (application) => {
      const order = await begun(application)
      world.payments.set(order.id, paidBy(order))
      expect(await settlement.settle(paidBy(order), `n-${order.id}`)).toBe('applied')
      return stateOf(order.id)
    },
    actions: async () => (await store.audit.latest(50)).map(({ action }) => action),
    remove: async () => {
      await store.close()
      await removeData(folder)
    },
  }
}
