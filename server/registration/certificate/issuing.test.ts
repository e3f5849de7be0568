import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RENEWAL_PERIOD } from '#core/application/holding'
import { parseCertificate } from '#core/certificate/certificate'
import { AppError } from '#core/errors'
import { ACCOUNT, newCsr, openIssuingBench, type IssuingBench } from '#tests/support/issuing-bench'
import { COMPANY_CODE } from '#tests/support/applying'

let bench: IssuingBench

beforeEach(async () => {
  bench = await openIssuingBench()
})
afterEach(() => bench.remove())

const away = new AppError('organisation-unreachable', { organisation: 'bidseal' })
const killed = new Error('killed')
const die = async (): Promise<never> => {
  throw killed
}

const statusOf = async (id: string): Promise<readonly string[]> => {
  const held = await bench.store.holdings.find(id)
  const serials = held === null ? [] : [held.signing, held.encryption]
  const rows = await Promise.all(serials.map((serial) => bench.store.certificates.find(serial)))
  return rows.map((row) => (row?.revokedAt === null ? 'good' : `revoked ${row?.revocationReason}`))
}

/** Everything that was certified for an application. */
const certified = async (id: string): Promise<number> =>
  (await bench.store.certificates.search({ text: COMPANY_CODE, offset: 0, limit: 99 })).rows.filter(
    ({ orderId }) => orderId === id,
  ).length

describe('whoever is killed or hears nothing', () => {
  test('before the authority has answered, asks again', async () => {
    const { issuing, faults } = bench
    const [id, csr] = [await bench.paid(), await newCsr()]
    faults.authority = { place: async () => ({ state: 'pending', error: { code: away.code, details: {} } }) }
    await expect(issuing.fetch(ACCOUNT, id, csr)).rejects.toMatchObject({ code: 'organisation-unreachable' })
    expect([await bench.stateOf(id), await certified(id)]).toEqual(['paid', 0])
    faults.authority = {}
    await issuing.fetch(ACCOUNT, id, csr)
    expect([await bench.stateOf(id), await certified(id)]).toEqual(['issued', 2])
  })

  test.each(['asks again', 'never comes back'])('after it has answered, %s', async (what) => {
    const { issuing, faults, authority } = bench
    const [id, csr] = [await bench.paid(), await newCsr()]
    faults.authority = { place: (...given) => authority.place(...given).then(die) }
    await expect(issuing.fetch(ACCOUNT, id, csr)).rejects.toThrow('killed')
    expect([await bench.stateOf(id), await certified(id)]).toEqual(['paid', 2])
    faults.authority = {}
    if (what === 'never comes back') await issuing.run()
    else await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toMatchObject({ code: 'order-conflict' })
    if (what === 'asks again') await issuing.fetch(ACCOUNT, id, csr)
    expect([await bench.stateOf(id), await certified(id)]).toEqual(['issued', 2])
    expect(await bench.messages()).toEqual(['issued'])
  })

  test.each(['before', 'after'] as const)('%s it was taken into the books, finds it there once', async (when) => {
    const { issuing, faults, store } = bench
    const [id, csr] = [await bench.paid(), await newCsr()]
    faults.transaction = when === 'before' ? die : (work) => store.transaction(work).then(die)
    await expect(issuing.fetch(ACCOUNT, id, csr)).rejects.toThrow('killed')
    expect(await bench.stateOf(id)).toBe(when === 'before' ? 'paid' : 'issued')
    const first = await issuing.fetch(ACCOUNT, id, csr)
    expect(await issuing.fetch(ACCOUNT, id, csr)).toEqual(first)
    await issuing.run()
    expect(await bench.messages()).toEqual(['issued'])
    expect(await store.holdings.ofAccount(ACCOUNT)).toHaveLength(1)
    expect(await certified(id)).toBe(2)
    const { serial, fingerprint } = parseCertificate(first.signing[0]!)
    expect(await store.holdings.find(id)).toMatchObject({ signing: serial, fingerprint, revokedAt: null })
  })

  test.each([0, 1])('after %d of two revocations, has the others made', async (made) => {
    const { issuing, holdings, faults, authority, warned } = bench
    const previous = await bench.paid()
    await issuing.fetch(ACCOUNT, previous, await newCsr())
    const id = await bench.paid('recover', { previous })
    let calls = 0
    faults.authority = {
      revoke: async (...given) => {
        calls += 1
        if (calls > made) throw away
        await authority.revoke(...given)
      },
    }
    await issuing.fetch(ACCOUNT, id, await newCsr())
    expect(await bench.store.holdings.find(previous)).toMatchObject({ revocationReason: 'superseded' })
    expect((await statusOf(previous)).filter((status) => status === 'good')).toHaveLength(2 - made)
    expect(warned).toMatchObject([{ event: 'revocation-not-published', application: previous }])
    faults.authority = {}
    await holdings.publish()
    expect([await statusOf(previous), await statusOf(id)]).toEqual([
      ['revoked 4', 'revoked 4'],
      ['good', 'good'],
    ])
    expect(await bench.store.holdings.unpublished(9)).toEqual([])
  })
})

test('the money went back while the authority answered: what it has issued is revoked', async () => {
  const { issuing, faults, authority, store } = bench
  const id = await bench.paid()
  faults.authority = { place: (...given) => authority.place(...given).then(die) }
  await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toThrow('killed')
  faults.authority = {}
  await store.applications.change(id, 1, { state: 'withdrawn' }, bench.now())
  await issuing.run()
  expect(await statusOf(id)).toEqual(['revoked 9', 'revoked 9'])
  expect(await bench.stateOf(id)).toBe('withdrawn')
  await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toMatchObject({ code: 'application-state' })
})

test('the company removed its holder while the authority answered: what it has issued is revoked', async () => {
  const { issuing, faults, authority, store } = bench
  const previous = await bench.paid()
  await issuing.fetch(ACCOUNT, previous, await newCsr())
  const id = await bench.paid('renew', { previous })
  faults.authority = { place: (...given) => authority.place(...given).then(die) }
  await expect(issuing.fetch(ACCOUNT, id, await newCsr())).rejects.toThrow('killed')
  faults.authority = {}
  await store.members.end(previous, bench.now())
  await issuing.run()
  expect(await statusOf(id)).toEqual(['revoked 9', 'revoked 9'])
})

test('nothing is issued while money goes back, and nothing to whom the company has removed', async () => {
  const { issuing, store } = bench
  const [id, csr] = [await bench.paid(), await newCsr()]
  await store.orders.move(id, 'paid', 'refunding', { dueAt: null })
  await expect(issuing.fetch(ACCOUNT, id, csr)).rejects.toMatchObject({ details: { reason: 'refund' } })
  const other = await bench.paid('renew', { previous: id })
  await store.members.end(id, bench.now())
  await expect(issuing.fetch(ACCOUNT, other, csr)).rejects.toMatchObject({ code: 'not-a-member' })
  expect([await certified(id), await certified(other)]).toEqual([0, 0])
})

test('a recovery asks for the keys of all that came before, up to what was given up', async () => {
  const { issuing, holdings, faults, authority } = bench
  let recovers: readonly string[] = []
  faults.authority = {
    place: (request, organisation) => {
      recovers = request.recovers
      return authority.place(request, organisation)
    },
  }
  const issue = async (...given: Parameters<IssuingBench['paid']>): Promise<string> => {
    bench.pass(1000)
    const id = await bench.paid(...given)
    await issuing.fetch(ACCOUNT, id, await newCsr())
    return id
  }
  const first = await issue()
  bench.pass(1000)
  await holdings.revoke(first, 'cessationOfOperation', { role: 'applicant', id: ACCOUNT })
  const second = await issue('renew', { previous: first })
  const third = await issue('renew', { previous: second })
  expect(recovers).toEqual([])
  const fourth = await issue('recover', { previous: third })
  expect(recovers).toEqual([third, second])
  await issue('recover', { previous: fourth })
  expect(recovers).toEqual([fourth, third, second])
})

test('its holder is told once when it can be renewed', async () => {
  const { issuing, holdings, store } = bench
  const id = await bench.paid()
  await issuing.fetch(ACCOUNT, id, await newCsr())
  await holdings.remind()
  expect(await bench.messages()).toEqual(['issued'])
  bench.pass(((await store.holdings.find(id))?.notAfter ?? 0) - RENEWAL_PERIOD + 1000 - bench.now())
  for (let round = 0; round < 2; round++) await holdings.remind()
  expect(await bench.messages()).toEqual(['issued', 'renewable'])
})
