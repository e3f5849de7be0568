/** Orders and payments in a database of their own, with a payment service in memory. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ACCOUNT, DETAILS, MINUTE, openOrderBench, STRANGER, WEEK, type OrderBench } from '#tests/support/order-bench'
import type { Payment } from '../../outside/payment.ts'

let bench: OrderBench

beforeEach(async () => {
  bench = await openOrderBench()
})

afterEach(() => bench.remove())

describe('an order', () => {
  test('is one, however often and at once it is opened and paid for', async () => {
    const opened = await Promise.all([bench.open('a'), bench.open('a'), bench.open('a')])
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1)
    const [{ id }] = opened
    expect(id).toMatch(/^20261125[0-9A-F]{12}$/)
    const clicks = await Promise.all([1, 2, 3].map(() => bench.desk.orders.pay(ACCOUNT, id, 'h5', '127.0.0.1')))
    expect(new Set(clicks.map(({ address }) => address))).toEqual(new Set([`https://pay.example/${id}`]))
    expect(await bench.stateOf(id)).toMatchObject({ state: 'awaiting', channel: 'h5', begunAt: bench.world.now })
    expect((await bench.desk.orders.pay(ACCOUNT, id, 'native', '127.0.0.1')).channel).toBe('h5')
  })

  test('belongs to one account', async () => {
    const { id } = await bench.open('a')
    for (const work of [
      () => bench.desk.orders.find(STRANGER, id),
      () => bench.desk.orders.pay(STRANGER, id, 'h5', '127.0.0.1'),
      () => bench.desk.orders.check(STRANGER, id),
      () => bench.desk.orders.cancel(STRANGER, id),
      () => bench.desk.invoices.give(STRANGER, id, DETAILS),
    ])
      await expect(work()).rejects.toThrow('order-not-found')
    expect(await bench.desk.orders.list(STRANGER, null, 9)).toEqual([])
  })

  test('with nothing to pay is paid at once', async () => {
    const { id } = await bench.open('a', { fen: 0 })
    await bench.desk.run()
    expect(await bench.stateOf(id)).toMatchObject({ state: 'paid', transactionId: null })
    expect(bench.world.told).toEqual(['paid a'])
    await expect(bench.desk.orders.refund('officer', id, '')).rejects.toThrow('order-state')
  })

  test('that nobody pays is closed at the payment service first, and ends', async () => {
    const { id } = await bench.begun('a')
    await bench.desk.invoices.give(ACCOUNT, id, DETAILS)
    bench.world.now += WEEK
    bench.world.isPaymentAway = true
    await bench.desk.run()
    expect((await bench.stateOf(id)).state).toBe('awaiting')
    bench.world.isPaymentAway = false
    bench.world.now += MINUTE
    await bench.desk.run()
    expect(await bench.stateOf(id)).toMatchObject({ state: 'expired', dueAt: null })
    expect(bench.world.closed).toEqual(new Set([id]))
    expect((await bench.store.invoices.ofOrder(id)).map(({ state }) => state)).toEqual(['dropped'])
    await expect(bench.desk.orders.pay(ACCOUNT, id, 'h5', '127.0.0.1')).rejects.toThrow('order-state')
    expect((await bench.open('a')).id).not.toBe(id)
  })
})

describe('a payment', () => {
  test('is applied once, and its notice gets the same answer every time', async () => {
    const order = await bench.begun('a')
    const payment = bench.paidBy(order)
    const verdicts = await Promise.all([1, 2, 3].map(() => bench.settlement.settle(payment, 'n')))
    expect(verdicts).toEqual(['applied', 'applied', 'applied'])
    expect(await bench.settlement.settle(payment, 'another')).toBe('repeated')
    expect(bench.world.told).toEqual(['paid a'])
    expect((await bench.actions()).filter((action) => action === 'order-paid')).toHaveLength(1)
    expect(await bench.stateOf(order.id)).toMatchObject({ state: 'paid', transactionId: `T${order.id}`, dueAt: null })
  })

  test.each<[string, Partial<Payment>]>([
    ['amount', { fen: 1 }],
    ['amount', { fen: 30_001 }],
    ['amount', { fen: null }],
    ['currency', { currency: 'USD' }],
    ['recipient', { app: 'other' }],
    ['recipient', { merchant: 'other' }],
    ['order', { order: '20261125NOSUCHONE' }],
    ['state', { state: 'unpaid' }],
    ['state', { transaction: null }],
  ])('with another %s is refused, recorded once, and changes nothing', async (reason, change) => {
    const order = await bench.begun('a')
    for (let i = 0; i < 3; i++) expect(await bench.settlement.settle(bench.paidBy(order, change), 'n')).toBe('refused')
    expect(await bench.stateOf(order.id)).toEqual(order)
    expect(bench.world.told).toEqual([])
    const recorded = (await bench.store.audit.latest(9)).filter(({ action }) => action === 'payment-refused')
    expect(recorded).toMatchObject([{ actor: 'payment', facts: { reason } }])
    expect(bench.world.warned).toMatchObject([{ event: 'payment-refused', reason }])
    expect(await bench.settlement.settle(bench.paidBy(order), 'good')).toBe('applied')
  })

  test('of whatever amount but its own never pays an order', async () => {
    const order = await bench.begun('a')
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.uuid(), async (fen, notice) => {
        fc.pre(fen !== order.fen)
        expect(await bench.settlement.settle(bench.paidBy(order, { fen }), notice)).toBe('refused')
      }),
      { numRuns: 20 },
    )
    expect((await bench.stateOf(order.id)).state).toBe('awaiting')
  })

  test('whose notice was lost is found by asking, by the person or by itself', async () => {
    const [first, second] = [await bench.begun('a'), await bench.begun('b')]
    bench.world.payments.set(first.id, bench.paidBy(first))
    expect((await bench.desk.orders.check(ACCOUNT, first.id)).state).toBe('paid')
    bench.world.payments.set(second.id, bench.paidBy(second))
    bench.world.now += MINUTE
    await bench.desk.run()
    expect((await bench.stateOf(second.id)).state).toBe('paid')
    expect(bench.world.told).toEqual(['paid a', 'paid b'])
  })

  test('found by asking with another amount is recorded once', async () => {
    const order = await bench.begun('a')
    bench.world.payments.set(order.id, bench.paidBy(order, { fen: 1 }))
    for (let i = 0; i < 3; i++) await bench.desk.orders.check(ACCOUNT, order.id)
    expect((await bench.actions()).filter((action) => action === 'payment-refused')).toHaveLength(1)
  })

  test('is passed on later when what it leads to fails now', async () => {
    bench.world.isListenerBroken = true
    const order = await bench.paid('a')
    expect(order.state).toBe('paid')
    expect(bench.world.told).toEqual([])
    expect(bench.world.warned).toMatchObject([{ event: 'order-event-failed' }])
    bench.world.isListenerBroken = false
    await Promise.all([bench.desk.run(), bench.desk.run()])
    expect(bench.world.told).toEqual(['paid a'])
  })

  test('that comes while the order is closed wins; one that comes afterwards goes back', async () => {
    const [first, second] = [await bench.begun('a'), await bench.begun('b')]
    bench.world.payments.set(first.id, bench.paidBy(first))
    expect((await bench.desk.orders.cancel(ACCOUNT, first.id)).state).toBe('paid')
    expect((await bench.desk.orders.cancel(ACCOUNT, second.id)).state).toBe('closed')
    await expect(bench.desk.orders.cancel(ACCOUNT, second.id)).rejects.toThrow('order-state')
    bench.world.payments.set(second.id, bench.paidBy(second))
    expect(await bench.settlement.settle(bench.paidBy(second), 'late')).toBe('applied')
    expect((await bench.stateOf(second.id)).state).toBe('refunding')
    await bench.desk.run()
    expect(await bench.stateOf(second.id)).toMatchObject({ state: 'refunded', dueAt: null })
    expect(bench.world.refunds).toEqual([`${second.id}R`])
    expect(bench.world.told).toEqual(['paid a'])
  })

  test('that nobody waits for any more goes back', async () => {
    bench.world.isWanted = false
    const order = await bench.paid('a')
    expect(order).toMatchObject({ state: 'refunding', refundReason: 'unwanted' })
    await bench.desk.run()
    expect((await bench.stateOf(order.id)).state).toBe('refunded')
    expect(await bench.actions()).toContain('payment-unwanted')
    expect(bench.world.told).toEqual(['paid a', 'refunded a'])
    const { id } = await bench.open('b', { fen: 0 })
    await bench.desk.run()
    expect((await bench.stateOf(id)).state).toBe('paid')
  })

  test('and the end of its order at once leave no money behind', async () => {
    for (const application of ['a', 'b', 'c', 'd']) {
      const order = await bench.begun(application)
      await Promise.all([
        bench.desk.orders.cancel(ACCOUNT, order.id).catch(() => null),
        Promise.resolve().then(() => {
          bench.world.payments.set(order.id, bench.paidBy(order))
          return bench.settlement.settle(bench.paidBy(order), `n-${order.id}`)
        }),
      ])
      await bench.desk.run()
      expect(['paid', 'refunded']).toContain((await bench.stateOf(order.id)).state)
    }
  })
})

describe('a refund', () => {
  test('is begun by an officer, takes its time, and undoes the invoice', async () => {
    const { id } = await bench.paid('a')
    const invoice = await bench.desk.invoices.give(ACCOUNT, id, DETAILS)
    await bench.desk.run()
    bench.world.issued.set(invoice.id, {
      state: 'issued',
      number: '1'.repeat(20),
      issuedAt: bench.world.now,
      pdf: 'https://x/a.pdf',
      ofd: null,
    })
    bench.world.now += MINUTE
    await bench.desk.run()
    bench.world.refundState = 'running'
    await bench.desk.orders.refund('officer', id, '重复支付')
    await bench.desk.run()
    expect((await bench.stateOf(id)).state).toBe('refunding')
    bench.world.refundState = 'done'
    bench.world.now += MINUTE
    await bench.desk.run()
    expect((await bench.stateOf(id)).state).toBe('refunded')
    expect(bench.world.told).toEqual(['paid a', 'refunded a'])
    expect(new Set(bench.world.refunds)).toEqual(new Set([`${id}R`]))
    await bench.desk.run()
    bench.world.reversals.set(`${invoice.id}R`, { state: 'done', number: '2'.repeat(20) })
    bench.world.now += MINUTE
    await bench.desk.run()
    expect((await bench.store.invoices.ofOrder(id)).map(({ state }) => state)).toEqual(['reversed'])
  })

  test('that fails is recorded, and tried again', async () => {
    const { id } = await bench.paid('a')
    bench.world.refundState = 'failed'
    await bench.desk.orders.refund('officer', id, '')
    await bench.desk.run()
    expect(await bench.actions()).toContain('refund-failed')
    bench.world.refundState = 'done'
    bench.world.now += WEEK
    await bench.desk.run()
    expect((await bench.stateOf(id)).state).toBe('refunded')
  })
})
