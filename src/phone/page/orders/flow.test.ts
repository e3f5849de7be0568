import { expect, test } from 'vitest'
import type { OrdersApi } from '#agent/orders'
import { AppError } from '#core/errors'
import type { InvoiceItem } from '#core/order/invoice'
import type { OrderItem } from '#core/order/order'
import { HOME, type Screen } from '../app/screen.ts'
import { createOrdersFlow } from './flow.ts'
import { paidOrderIn } from './returned.ts'

const ORDER: OrderItem = {
  ...{ id: '20261125AAAAAAAAAAAA', application: 'a', kind: 'claim', organisation: 'bidseal', fen: 30_000 },
  ...{ company: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M', state: 'created', invoice: null },
  ...{ createdAt: 0, expiresAt: 1, paidAt: null, endedAt: null },
}

const INVOICE: InvoiceItem = {
  ...{ id: `${ORDER.id}F1`, order: ORDER.id, title: '河南示范建设有限公司', taxNumber: '91410100MA9ABCD16M' },
  ...{ email: 'a@example.com', fen: 30_000, state: 'waiting', number: null, failure: null, replaces: null },
  ...{ reversal: null, createdAt: 0, issuedAt: null, endedAt: null },
}

const open = (change: Partial<OrdersApi> = {}) => {
  const stack: Screen[] = [HOME]
  const left: string[] = []
  const led: Screen[] = []
  let kept: string | null = null
  const api: OrdersApi = {
    orders: async (after) => ({ orders: [ORDER], next: after === null ? '1.A' : null }),
    order: async () => ORDER,
    check: async () => ({ ...ORDER, state: 'paid' }),
    cancel: async () => ({ ...ORDER, state: 'closed' }),
    pay: async () => ({ channel: 'h5', address: 'https://pay.example' }),
    giveDetails: async () => INVOICE,
    invoices: async () => ({ invoices: [INVOICE], next: null }),
    invoice: async () => ({ invoice: INVOICE, files: [], history: [INVOICE] }),
    reissue: async () => INVOICE,
    ...change,
  }
  const flow = createOrdersFlow(
    {
      api,
      draft: { read: () => kept, write: (value) => (kept = value) },
      leaveFor: (url) => void left.push(url),
    },
    {
      open: (screen) => void stack.push(screen),
      lead: (screen) => void led.push(screen),
      back: () => void stack.pop(),
    },
  )
  return { flow, stack, left, led, kept: () => kept, state: flow.store.getState }
}

test('lists orders page by page', async () => {
  const { flow, state } = open()
  await flow.arrive({ at: 'orders' })
  expect(state().orders).toMatchObject({ items: [ORDER], next: '1.A' })
  await flow.more()
  expect(state().orders).toMatchObject({ items: [ORDER, ORDER], next: null })
  await flow.more()
  expect(state().orders?.items).toHaveLength(2)
})

test('goes to pay, and shows what has become of it on the way back', async () => {
  const { flow, left, stack, state } = open({ order: async () => ({ ...ORDER, state: 'awaiting' }) })
  await flow.pay(ORDER.id)
  expect(left).toEqual(['https://pay.example'])
  flow.start(paidOrderIn(`?from=payment&order=${ORDER.id}`), HOME)
  expect(stack.at(-1)).toEqual({ at: 'order', order: ORDER.id })
  await flow.arrive({ at: 'order', order: ORDER.id })
  expect(state().order?.state).toBe('paid')
})

test('leads back as one came, after the page was loaded again', async () => {
  const form = { at: 'invoice-form', order: ORDER.id, replaces: null } as const
  const { flow, stack } = open()
  flow.start(null, form)
  expect(stack).toEqual([HOME, { at: 'me' }, { at: 'orders' }, { at: 'order', order: ORDER.id }, form])
  await flow.send(ORDER.id, null, false)
  expect(stack.at(-1)).toEqual({ at: 'order', order: ORDER.id })
  const invoice = open()
  invoice.flow.start(null, { at: 'invoice', invoice: INVOICE.id })
  expect(invoice.stack.map(({ at }) => at)).toEqual(['home', 'me', 'invoices', 'invoice'])
  const elsewhere = open()
  elsewhere.flow.start(null, { at: 'certificates' })
  expect(elsewhere.stack).toEqual([HOME])
})

test('shows an order that is paid already instead of leaving', async () => {
  const { flow, left, state } = open({
    pay: async () => ({ channel: 'h5', address: null }),
    order: async () => ({ ...ORDER, state: 'paid' }),
  })
  await flow.pay(ORDER.id)
  expect([left, state().order?.state]).toEqual([[], 'paid'])
})

test('keeps what was filled in, sends it and leads back', async () => {
  const sent: unknown[] = []
  const { flow, stack, kept } = open({
    giveDetails: async (...given) => {
      sent.push(given)
      return INVOICE
    },
  })
  stack.push({ at: 'order', order: ORDER.id }, { at: 'invoice-form', order: ORDER.id, replaces: null })
  flow.fill({ title: '示范' })
  expect(JSON.parse(kept() ?? '')).toMatchObject({ title: '示范' })
  await flow.send(ORDER.id, null, false)
  expect(sent).toEqual([[ORDER.id, { title: '示范', taxNumber: '', email: '', isSure: false }]])
  expect(stack.at(-1)).toEqual({ at: 'order', order: ORDER.id })
})

test('says what went wrong, and looks without a word', async () => {
  const { flow, state } = open({ cancel: () => Promise.reject(new AppError('order-state')) })
  await flow.cancel(ORDER.id)
  expect(state()).toMatchObject({ isBusy: false, error: { code: 'order-state' } })
  const quiet = open({ order: () => Promise.reject(new AppError('server-unreachable')) })
  await quiet.flow.look({ at: 'order', order: ORDER.id })
  expect(quiet.state().error).toBeNull()
})

test('leads to the log-in who has none, and back to where one was', async () => {
  const refuse = () => Promise.reject(new AppError('not-authorised', { reason: 'login' }))
  const { flow, led, state } = open({
    orders: refuse,
    order: refuse,
    invoices: refuse,
    pay: refuse,
    giveDetails: refuse,
  })
  const order: Screen = { at: 'order', order: ORDER.id }
  await flow.arrive({ at: 'orders' })
  await flow.arrive({ at: 'invoices' })
  await flow.arrive(order)
  await flow.pay(ORDER.id)
  await flow.send(ORDER.id, null, false)
  const form: Screen = { at: 'invoice-form', order: ORDER.id, replaces: null }
  expect(led).toEqual([{ at: 'orders' }, { at: 'invoices' }, order, order, form])
  expect(state().error).toBeNull()
})

test('forgets what one person has ordered and filled in before the next one uses the page', async () => {
  const { flow, state, kept } = open()
  await flow.arrive({ at: 'orders' })
  await flow.arrive({ at: 'order', order: ORDER.id })
  flow.fill({ title: '示范' })
  flow.forget()
  expect(state()).toMatchObject({ orders: null, order: null, draft: { title: '' } })
  expect(kept()).toBe('')
})

test.each(['', '?from=payment', '?from=payment&order=../x', `?order=${ORDER.id}`, '?from=alipay'])(
  '%j names no order',
  (search) => expect(paidOrderIn(search)).toBeNull(),
)
