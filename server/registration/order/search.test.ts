import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNT, DETAILS, openOrderBench, type OrderBench } from '#tests/support/order-bench'
import { exportInvoices, exportOrders, orderSearch, searchInvoices, searchOrders } from './search.ts'

const whole = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

const words = (key: string, otherwise: string): string => (key.startsWith('table.') ? otherwise : `${key}!`)

let bench: OrderBench

beforeEach(async () => {
  bench = await openOrderBench()
})

afterEach(() => bench.remove())

test('finds orders by words and state, page by page', async () => {
  for (const application of ['a', 'b', 'c']) await bench.open(application)
  const paid = await bench.paid('d')
  const first = await searchOrders(bench.store, orderSearch.parse({ limit: '3' }))
  const { rows, next } = await searchOrders(bench.store, orderSearch.parse({ limit: '3', after: first.next }))
  expect([...first.rows, ...rows].map(({ application }) => application).sort()).toEqual(['a', 'b', 'c', 'd'])
  expect(next).toBeNull()
  const byState = await searchOrders(bench.store, orderSearch.parse({ state: 'paid' }))
  expect(byState.rows.map(({ id }) => id)).toEqual([paid.id])
  expect((await searchOrders(bench.store, orderSearch.parse({ text: '示范' }))).rows).toHaveLength(4)
  expect((await searchOrders(bench.store, orderSearch.parse({ text: paid.id }))).rows).toHaveLength(1)
  expect((await searchOrders(bench.store, orderSearch.parse({ text: '_' }))).rows).toHaveLength(0)
  for (const wrong of [{ limit: '0' }, { limit: '201' }, { after: 'x' }, { state: 'x' }, { text: 'x'.repeat(101) }])
    expect(orderSearch.safeParse(wrong).success).toBe(false)
})

test('exports all that is found, and no formula', async () => {
  const evil = '=HYPERLINK("http://example.com")'
  await bench.open('a', { company: evil })
  for (let i = 0; i < 505; i++) await bench.open(`n${i}`)
  const { id } = await bench.paid('b')
  await bench.desk.invoices.give(ACCOUNT, id, { ...DETAILS, title: '@示范' })
  const orders = await whole(exportOrders(bench.store, { text: '' }, words))
  expect(orders.split('\r\n')).toHaveLength(509)
  expect(orders).toContain(`"'${evil.replaceAll('"', '""')}"`)
  expect(orders).toContain('300.00,order.state.paid!')
  expect(await whole(exportOrders(bench.store, { text: '', state: 'paid' }, words))).toContain(id)
  expect((await searchInvoices(bench.store, { text: '示范', limit: 9 })).rows).toHaveLength(1)
  expect(await whole(exportInvoices(bench.store, { text: '' }, words))).toContain(`${id}F1,${id},'@示范,`)
})
