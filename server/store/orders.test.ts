import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const ACCOUNT = 'account-1'

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orders-'))
  store = await openStore(await databaseOf(folder))
  await store.accounts.add({ id: ACCOUNT, mobile: '13900000001', password: null, wechat: null }, AT)
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const order = (id: string, change: object = {}) => ({
  ...{ id, account: ACCOUNT, application: `a-${id}`, kind: 'claim', organisation: 'bidseal' },
  ...{ creditCode: '91410100MA9ABCD16M', company: '河南示范建设有限公司', fen: 30_000 },
  ...{ state: 'created' as const, createdAt: AT, expiresAt: AT + 1000, dueAt: AT + 1000 },
  ...change,
})

const invoice = (id: string, of: string, change: object = {}) => ({
  ...{ id, order: of, account: ACCOUNT, title: '河南示范建设有限公司', taxNumber: '91410100MA9ABCD16M' },
  ...{ email: 'a@example.com', fen: 30_000, state: 'requested' as const, replaces: null },
  ...{ createdAt: AT, dueAt: AT, ...change },
})

test('an application has one open order, and another one after that has ended', async () => {
  expect(await store.orders.add(order('A', { application: 'x' }))).toBe(true)
  expect(await store.orders.add(order('B', { application: 'x' }))).toBe(false)
  expect((await store.orders.findOpen('x'))?.id).toBe('A')
  expect(await store.orders.move('A', 'created', 'closed', { dueAt: null, endedAt: AT })).toBe(true)
  expect(await store.orders.move('A', 'created', 'expired', { dueAt: null })).toBe(false)
  expect(await store.orders.findOpen('x')).toBeNull()
  expect(await store.orders.add(order('B', { application: 'x' }))).toBe(true)
})

test('two orders never have the same payment', async () => {
  for (const id of ['A', 'B']) await store.orders.add(order(id, { state: 'awaiting' }))
  await store.orders.move('A', 'awaiting', 'paid', { transactionId: 't', paidAt: AT, dueAt: null })
  const twice = store.orders.move('B', 'awaiting', 'paid', { transactionId: 't', paidAt: AT, dueAt: null })
  await expect(twice).rejects.toThrow(/unique/i)
})

test('pages follow each other without gaps, also where many were made at once', async () => {
  for (const id of ['A', 'B', 'C', 'D']) await store.orders.add(order(id))
  await store.orders.add(order('E', { createdAt: AT + 1 }))
  const first = await store.orders.ofAccount(ACCOUNT, null, 2)
  const second = await store.orders.ofAccount(ACCOUNT, first.at(-1)!, 2)
  const third = await store.orders.search({ text: '', state: 'created', after: second.at(-1)!, limit: 9 })
  expect([...first, ...second, ...third].map(({ id }) => id)).toEqual(['E', 'D', 'C', 'B', 'A'])
  expect(await store.orders.ofAccount('nobody', null, 9)).toEqual([])
  expect(await store.orders.findOf('nobody', 'A')).toBeNull()
  const found = await store.orders.search({ text: '%', state: null, after: null, limit: 9 })
  expect(found).toEqual([])
})

test('what is due comes longest overdue first', async () => {
  await store.orders.add(order('A', { dueAt: AT + 2 }))
  await store.orders.add(order('B', { dueAt: AT + 1 }))
  await store.orders.add(order('C', { dueAt: null }))
  expect((await store.orders.due(AT + 2, 9)).map(({ id }) => id)).toEqual(['B', 'A'])
  await store.orders.postpone('B', 'created', AT + 9)
  expect((await store.orders.due(AT + 2, 9)).map(({ id }) => id)).toEqual(['A'])
})

test('an event is taken once', async () => {
  await store.orders.add(order('A'))
  await store.orderEvents.add('A', 'paid', AT)
  await expect(store.orderEvents.add('A', 'paid', AT)).rejects.toThrow(/unique/i)
  expect(await store.orderEvents.pending(9)).toEqual([{ order: 'A', kind: 'paid', at: AT, handledAt: null }])
  expect(await store.orderEvents.take('A', 'paid', AT)).toBe(true)
  expect(await store.orderEvents.take('A', 'paid', AT)).toBe(false)
  expect(await store.orderEvents.pending(9)).toEqual([])
  expect(await store.orderEvents.has('A', 'paid')).toBe(true)
})

test('a notice keeps its first verdict', async () => {
  await store.paymentNotices.add({ id: 'n', order: 'A', verdict: 'applied', at: AT })
  await store.paymentNotices.add({ id: 'n', order: 'A', verdict: 'refused', at: AT })
  expect((await store.paymentNotices.find('n'))?.verdict).toBe('applied')
  await store.paymentNotices.add({ id: 'm', order: 'A', verdict: 'repeated', at: AT - 1 })
  await store.paymentNotices.add({ id: 'o', order: 'B', verdict: 'applied', at: AT })
  expect((await store.paymentNotices.ofOrder('A')).map(({ id }) => id)).toEqual(['m', 'n'])
})

test('an order has one open invoice, whose files are kept beside it', async () => {
  await store.orders.add(order('A'))
  expect(await store.invoices.add(invoice('i', 'A'))).toBe(true)
  expect(await store.invoices.add(invoice('j', 'A'))).toBe(false)
  expect(await store.invoices.move('i', 'requested', 'failed', { dueAt: null, failure: 'no' })).toBe(true)
  expect(await store.invoices.add(invoice('j', 'A', { createdAt: AT + 1 }))).toBe(true)
  expect((await store.invoices.ofOrder('A')).map(({ id }) => id)).toEqual(['j', 'i'])
  await store.invoices.putFile('j', 'pdf', Uint8Array.of(1))
  await store.invoices.putFile('j', 'pdf', Uint8Array.of(2))
  expect(await store.invoices.file('j', 'pdf')).toEqual(Uint8Array.of(2))
  expect(await store.invoices.file('j', 'ofd')).toBeNull()
  expect(await store.invoices.files('j')).toEqual(['pdf'])
})
