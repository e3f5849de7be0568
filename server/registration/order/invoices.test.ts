/** Invoices in a database of their own, with an issuer in memory. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { utf8 } from '#core/bytes/bytes'
import { ACCOUNT, DETAILS, MINUTE, openOrderBench, STRANGER, type OrderBench } from '#tests/support/order-bench'

let bench: OrderBench

beforeEach(async () => {
  bench = await openOrderBench()
})

afterEach(() => bench.remove())

describe('an invoice', () => {
  const issue = async (id: string, number: string): Promise<void> => {
    await bench.desk.run()
    bench.world.issued.set(id, {
      state: 'issued',
      number,
      issuedAt: bench.world.now,
      pdf: 'https://x/a.pdf',
      ofd: null,
    })
    bench.world.now += MINUTE
    await bench.desk.run()
  }

  test('waits for its order to be paid, and can be written anew until then', async () => {
    const order = await bench.begun('a')
    const { id, state } = await bench.desk.invoices.give(ACCOUNT, order.id, DETAILS)
    expect(state).toBe('waiting')
    await bench.desk.run()
    expect(bench.world.requested).toEqual([])
    const anew = await bench.desk.invoices.give(ACCOUNT, order.id, { ...DETAILS, title: '河南示范建设集团' })
    expect(anew).toMatchObject({ id, title: '河南示范建设集团' })
    await bench.settlement.settle(bench.paidBy(order), 'n')
    await issue(id, '1'.repeat(20))
    expect(bench.world.requested).toEqual([id])
    expect(await bench.desk.invoices.find(ACCOUNT, id)).toMatchObject({ state: 'issued', number: '1'.repeat(20) })
    expect(await bench.desk.invoices.file(ACCOUNT, id, 'pdf')).toEqual(utf8('%PDF-1.7'))
    await expect(bench.desk.invoices.file(STRANGER, id, 'pdf')).rejects.toThrow('invoice-not-found')
    await expect(bench.desk.invoices.file(ACCOUNT, id, 'ofd')).rejects.toThrow('file-not-found')
    await expect(bench.desk.invoices.give(ACCOUNT, order.id, DETAILS)).rejects.toThrow('invoice-state')
  })

  test('has a number whose check character fits, unless the person is sure', async () => {
    const { id } = await bench.paid('a')
    const wrong = { ...DETAILS, taxNumber: '91410100MA9ABCD16N' }
    await expect(bench.desk.invoices.give(ACCOUNT, id, wrong)).rejects.toThrow('credit-code-invalid')
    expect((await bench.desk.invoices.give(ACCOUNT, id, { ...wrong, isSure: true })).state).toBe('requested')
  })

  test('is one for an order, however often and at once it is asked for', async () => {
    const { id } = await bench.paid('a')
    const asked = await Promise.allSettled([1, 2, 3].map(() => bench.desk.invoices.give(ACCOUNT, id, DETAILS)))
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await Promise.all([bench.desk.run(), bench.desk.run()])
    expect(await bench.store.invoices.ofOrder(id)).toHaveLength(1)
    expect(new Set(bench.world.requested).size).toBe(1)
  })

  test('that the issuer does not want says so, and another can be asked for', async () => {
    const { id } = await bench.paid('a')
    bench.world.isIssuerRefusing = true
    await bench.desk.invoices.give(ACCOUNT, id, DETAILS)
    await bench.desk.run()
    expect((await bench.store.invoices.ofOrder(id)).map(({ state, failure }) => [state, failure])).toEqual([
      ['failed', 'E9101'],
    ])
    bench.world.isIssuerRefusing = false
    const next = await bench.desk.invoices.give(ACCOUNT, id, DETAILS)
    await bench.desk.run()
    bench.world.issued.set(next.id, { state: 'failed', reason: '购方名称与税号不匹配' })
    bench.world.now += MINUTE
    await bench.desk.run()
    expect((await bench.desk.invoices.find(ACCOUNT, next.id)).failure).toBe('购方名称与税号不匹配')
  })

  test('is asked for again where the issuer has forgotten it, and not kept without a real file', async () => {
    const { id: order } = await bench.paid('a')
    const { id } = await bench.desk.invoices.give(ACCOUNT, order, DETAILS)
    await bench.desk.run()
    bench.world.issued.clear()
    bench.world.now += MINUTE
    await bench.desk.run()
    expect(bench.world.requested).toEqual([id, id])
    bench.world.issued.set(id, {
      state: 'issued',
      number: '1',
      issuedAt: bench.world.now,
      pdf: 'https://x/a.html',
      ofd: null,
    })
    bench.world.now += 20 * MINUTE
    await bench.desk.run()
    expect((await bench.desk.invoices.find(ACCOUNT, id)).state).toBe('issuing')
    expect(bench.world.warned).toMatchObject([{ event: 'invoice-upkeep-failed', code: 'service-unavailable' }])
  })

  test('is undone before another is made in its place, and all stay in its history', async () => {
    const { id: order } = await bench.paid('a')
    const { id } = await bench.desk.invoices.give(ACCOUNT, order, DETAILS)
    await expect(bench.desk.invoices.reissue(ACCOUNT, id, DETAILS)).rejects.toThrow('invoice-state')
    await issue(id, '1'.repeat(20))
    await expect(bench.desk.invoices.reissue(STRANGER, id, DETAILS)).rejects.toThrow('invoice-not-found')
    await bench.desk.invoices.reissue(ACCOUNT, id, { ...DETAILS, title: '河南示范建设集团' })
    await expect(bench.desk.invoices.reissue(ACCOUNT, id, DETAILS)).rejects.toThrow('invoice-state')
    await bench.desk.run()
    expect(await bench.store.invoices.ofOrder(order)).toHaveLength(1)
    bench.world.reversals.set(`${id}R`, { state: 'done', number: '2'.repeat(20) })
    bench.world.now += MINUTE
    await bench.desk.run()
    const [next, first] = await bench.store.invoices.ofOrder(order)
    expect(first).toMatchObject({ id, state: 'reversed', reversal: '2'.repeat(20) })
    expect(next).toMatchObject({ state: 'requested', title: '河南示范建设集团', replaces: id })
    await issue(next?.id ?? '', '3'.repeat(20))
    expect((await bench.desk.invoices.list(ACCOUNT, null, 9)).map(({ number }) => number?.[0])).toEqual(['3', '1'])
  })

  test('whose reversal is refused is recorded for an officer', async () => {
    const { id: order } = await bench.paid('a')
    const { id } = await bench.desk.invoices.give(ACCOUNT, order, DETAILS)
    await issue(id, '1'.repeat(20))
    await bench.desk.invoices.reissue(ACCOUNT, id, DETAILS)
    bench.world.reversals.set(`${id}R`, { state: 'failed', reason: '购方未确认' })
    await bench.desk.run()
    expect(await bench.actions()).toContain('invoice-reversal-failed')
    expect((await bench.desk.invoices.find(ACCOUNT, id)).state).toBe('reversing')
  })
})
