import { expect, test } from 'vitest'
import type { OrderItem } from '#core/order/order'
import { findOrderOf } from './find.ts'

const order = (id: string, application: string): OrderItem => ({
  ...{ id, application, kind: 'claim', organisation: 'bidseal', fen: 30_000, company: '河南示范建设有限公司' },
  ...{ creditCode: '91410100MA9ABCD16M', state: 'created', invoice: null, createdAt: 0, expiresAt: 1 },
  ...{ paidAt: null, endedAt: null },
})

test('finds the newest order of an application on whichever page it is', async () => {
  const orders = async (after: string | null) =>
    after === null
      ? { orders: [order('3', 'b'), order('2', 'a')], next: '2' }
      : { orders: [order('1', 'a'), order('0', 'c')], next: null }
  expect(await findOrderOf({ orders }, 'a')).toBe('2')
  expect(await findOrderOf({ orders }, 'c')).toBe('0')
  expect(await findOrderOf({ orders }, 'd')).toBeNull()
})
