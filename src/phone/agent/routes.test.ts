import { expect, it } from 'vitest'
import { issueAnswer } from '#core/application/issuing'
import { nothing } from '#core/identity/account'
import { orderItem, orderList } from '#core/order/order'
import { createClient, type Client } from './client.ts'
import { addressOf } from './routes.ts'

it('fills in addresses, so that nothing in them leads elsewhere', () => {
  expect(addressOf('/api/orders/{id}/pay', { path: { id: '../a?b' } })).toBe('/api/orders/..%2Fa%3Fb/pay')
  expect(addressOf('/api/companies', { query: { text: '中 铁&', after: undefined } })).toBe(
    '/api/companies?text=%E4%B8%AD%20%E9%93%81%26',
  )
  expect(addressOf('/api/orders', {})).toBe('/api/orders')
})

it('asks as it is told', async () => {
  const asked: unknown[] = []
  const client = createClient(
    async (path, { method, body }) => {
      asked.push([method, path, body])
      return { status: 200, json: {}, bytes: new Uint8Array() }
    },
    () => ({ 'x-csrf-token': 'a' }),
  )
  await client.post('/api/account/devices/{id}/end', nothing, { path: { id: '1' } })
  await client.file('/ca/root.crt')
  expect(asked).toEqual([
    ['POST', '/api/account/devices/1/end', {}],
    ['GET', '/ca/root.crt', undefined],
  ])
})

/** Never run: it is the compiler that judges. */
export const refusedByTheCompiler = async ({ get, post }: Client): Promise<void> => {
  await get('/api/orders', orderList)
  await get('/api/orders', orderList, { query: {} })
  await get('/api/orders/{id}', orderItem, { path: { id: '1' } })
  // @ts-expect-error no such address
  await get('/api/ordersx', orderList)
  // @ts-expect-error nobody can post there
  await post('/api/orders', orderList)
  // @ts-expect-error of which order?
  await get('/api/orders/{id}', orderItem)
  // @ts-expect-error another part of the address
  await get('/api/orders/{id}', orderItem, { path: { order: '1' } })
  // @ts-expect-error not what the route answers
  await get('/api/orders/{id}', orderList, { path: { id: '1' } })
  // @ts-expect-error no such question
  await get('/api/orders', orderList, { query: { before: '1' } })
  // @ts-expect-error no such thing is sent
  await post('/api/applications/{id}/certificates', issueAnswer, { path: { id: '1' }, body: { csr: 1 } })
}
