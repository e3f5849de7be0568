import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '#core/errors'
import { GONE_AFTER } from '#server/registration/certificate/failures'
import { ACCOUNT, newCsr, openIssuingBench, type IssuingBench } from '#tests/support/issuing-bench'

let bench: IssuingBench

beforeEach(async () => {
  bench = await openIssuingBench()
})
afterEach(() => bench.remove())

const orderOf = async (id: string): Promise<readonly [string | undefined, string | null | undefined]> => {
  const order = await bench.store.orders.find(id)
  return [order?.state, order?.refundReason]
}

const refundsBegun = async (): Promise<number> =>
  (await bench.store.audit.latest(99)).filter(({ action }) => action === 'refund-begun').length

/** An order that the authority has answered with a refusal. */
const refused = async (code: ErrorCode, details: AppError['details'] = {}): Promise<string> => {
  const id = await bench.paid()
  const row = { id, organisation: 'bidseal', digest: id, content: '{}', dueAt: bench.now(), createdAt: bench.now() }
  await bench.store.placedOrders.add(row)
  await bench.store.placedOrders.settle(id, {
    ...{ state: 'refused', answer: null },
    error: JSON.stringify({ code, details }),
  })
  return id
}

test.each(['order-refused', 'csr-rejected', 'invalid-input', 'order-conflict'] as const)(
  'what an authority has answered with %s ends, is paid back and told, once',
  async (code) => {
    const id = await refused(code, { reason: '公司名称不符' })
    for (let round = 0; round < 2; round++) await bench.failures.run()
    expect([await bench.stateOf(id), ...(await orderOf(id))]).toEqual(['rejected', 'refunding', 'authority-refused'])
    expect(await bench.messages()).toEqual(['not-issued'])
    expect(await refundsBegun()).toBe(1)
    expect(await bench.reasonsOf(id)).toEqual([
      'authority-refused',
      ...(code === 'order-refused' ? ['公司名称不符'] : []),
    ])
  },
)

test.each(['before', 'after'] as const)('killed %s it was written down, does it once', async (when) => {
  const { failures, faults, store, warned } = bench
  const id = await refused('order-refused')
  const killed = async (): Promise<never> => {
    throw new Error('killed')
  }
  faults.transaction = when === 'before' ? killed : (work) => store.transaction(work).then(killed)
  await failures.run()
  expect(warned).toMatchObject([{ event: 'application-not-ended', application: id }])
  const isDone = when === 'after'
  expect([await bench.stateOf(id), (await orderOf(id))[0]]).toEqual(
    isDone ? ['rejected', 'refunding'] : ['paid', 'paid'],
  )
  await failures.run()
  expect([await bench.stateOf(id), (await orderOf(id))[0]]).toEqual(['rejected', 'refunding'])
  expect([await bench.messages(), await refundsBegun()]).toEqual([['not-issued'], 1])
})

test.each(['organisation-unreachable', 'order-waiting', 'internal', 'storage-unavailable'] as const)(
  'whoever waits because of %s goes on waiting',
  async (code) => {
    const { issuing, failures, faults } = bench
    const id = await bench.paid()
    faults.authority = { place: async () => ({ state: 'pending', error: { code, details: {} } }) }
    await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toMatchObject({ code })
    bench.pass(90 * 24 * 3600_000)
    await failures.run()
    expect([await bench.stateOf(id), ...(await orderOf(id))]).toEqual(['paid', 'paid', null])
    expect(await bench.messages()).toEqual([])
  },
)

test('whose holder the company has removed ends, also when the authority answers later, which is revoked', async () => {
  const { issuing, failures, faults, authority, store } = bench
  const previous = await bench.paid()
  await issuing.fetch(ACCOUNT, previous, await newCsr())
  const id = await bench.paid('renew', { previous })
  await failures.run()
  expect(await bench.stateOf(id)).toBe('paid')
  const killed = async (): Promise<never> => {
    throw new Error('killed')
  }
  faults.authority = { place: (...given) => authority.place(...given).then(killed) }
  await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toThrow('killed')
  await store.members.end(previous, bench.now())
  await failures.run()
  expect([await bench.stateOf(id), ...(await orderOf(id))]).toEqual(['rejected', 'refunding', 'not-a-member'])
  bench.pass(40 * 24 * 3600_000)
  await issuing.run()
  expect(await store.holdings.find(id)).toMatchObject({ revocationReason: 'privilegeWithdrawn' })
  expect([await bench.stateOf(previous), await bench.stateOf(id)]).toEqual(['issued', 'rejected'])
})

test('an authority that is not on the list is given hours to come back', async () => {
  const { failures, faults } = bench
  const id = await bench.paid()
  const unknown = {
    describe: async () => {
      throw new AppError('organisation-unknown')
    },
  }
  const round = async (missing: boolean, later: number): Promise<string> => {
    faults.authority = missing ? unknown : {}
    bench.pass(later)
    await failures.run()
    return bench.stateOf(id)
  }
  expect(await round(true, 0)).toBe('paid')
  expect(await round(true, GONE_AFTER - 1000)).toBe('paid')
  expect(await round(false, 0)).toBe('paid')
  expect(await round(true, 1000)).toBe('paid')
  expect(await round(true, GONE_AFTER)).toBe('rejected')
  expect(await orderOf(id)).toEqual(['refunding', 'authority-gone'])
})

test('money that an officer pays back already is not paid back again, and nothing is issued for it', async () => {
  const { issuing, failures, faults, authority, store } = bench
  const waiting = await refused('order-refused')
  await store.orders.move(waiting, 'paid', 'refunding', { refundReason: 'by an officer', dueAt: bench.now() })
  await failures.run()
  expect([await bench.stateOf(waiting), ...(await orderOf(waiting))]).toEqual(['paid', 'refunding', 'by an officer'])
  const id = await bench.paid('join')
  faults.authority = {
    place: async (...given) => {
      const placed = await authority.place(...given)
      await store.orders.move(id, 'paid', 'refunding', { refundReason: 'by an officer', dueAt: bench.now() })
      return placed
    },
  }
  await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toMatchObject({ code: 'application-state' })
  expect(await bench.stateOf(id)).toBe('paid')
  expect(await store.holdings.find(id)).toMatchObject({ revocationReason: 'privilegeWithdrawn' })
})

test('what cost nothing ends without money going anywhere', async () => {
  const id = await refused('order-refused')
  await bench.store.orders.move(id, 'paid', 'paid', { transactionId: null, dueAt: null })
  await bench.failures.run()
  expect([await bench.stateOf(id), (await orderOf(id))[0], await refundsBegun()]).toEqual(['rejected', 'paid', 0])
})
