import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { verifySealRecord } from '#core/certificate/seal-record'
import { newOrder, openCaBench, type CaBench } from '#tests/support/ca-bench'
import { DEMO_CODE } from '#tests/support/server'
import type { Issued, OrderedSeal } from './order.ts'

const DAY = 24 * 3600_000
const FRONT = 'own'

let bench: CaBench

beforeAll(async () => {
  bench = await openCaBench()
})
afterAll(() => bench.remove())

const sealsOf = async ({ signing, seals }: Issued) => {
  const roots = [bench.ca.certificates.root.der]
  const trust = { signer: signing[0]!, intermediates: signing.slice(1), roots, at: new Date() }
  return Promise.all(seals.map((seal) => verifySealRecord(seal, trust)))
}

test('an order brings a seal of each kind, until its time or its certificate ends', async () => {
  const until = Math.floor(Date.now() / 1000) * 1000 + 30 * DAY
  const seals: readonly OrderedSeal[] = [
    { kind: 'company', until: null },
    { kind: 'contract', until },
    { kind: 'finance', until: until + 100 * 365 * DAY },
    { kind: 'legal-person', until, name: '李建国' },
  ]
  const issued = await bench.ca.issuance.issue(await newOrder({ seals }), FRONT)
  const made = await sealsOf(issued)
  expect(made.map(({ kind, name, width, height }) => [kind, name, width, height])).toEqual([
    ['company', '河南示范建设有限公司公章', 42, 42],
    ['contract', '河南示范建设有限公司合同专用章', 42, 42],
    ['finance', '河南示范建设有限公司财务专用章', 38, 38],
    ['legal-representative', '河南示范建设有限公司法定代表人李建国名章', 20, 20],
  ])
  const { serial, notAfter } = parseCertificate(issued.signing[0]!)
  expect(made.map(({ validEnd }) => validEnd)).toEqual([notAfter, new Date(until), notAfter, new Date(until)])
  expect((await bench.store.seals.ofCertificate(serial)).map(({ kind }) => kind).sort()).toEqual(
    seals.map(({ kind }) => kind).sort(),
  )
})

test('a seal whose time is over is not made, and an order may bring none', async () => {
  const over = await newOrder({
    seals: [
      { kind: 'company', until: null },
      { kind: 'finance', until: 1 },
    ],
  })
  expect((await sealsOf(await bench.ca.issuance.issue(over, FRONT))).map(({ kind }) => kind)).toEqual(['company'])
  expect((await bench.ca.issuance.issue(await newOrder({ seals: [] }), FRONT)).seals).toEqual([])
})

test('an order of one number with other seals is another order', async () => {
  const order = await newOrder()
  await bench.ca.issuance.issue(order, FRONT)
  const other = { ...order, seals: [{ kind: 'contract', until: null }] } as const
  await expect(bench.ca.issuance.issue(other, FRONT)).rejects.toMatchObject({ code: 'order-conflict' })
})

test('keys of others are recovered by nobody', async () => {
  const { issuance } = bench.ca
  const [mine, theirs] = [await newOrder(), await newOrder()]
  await issuance.issue(mine, FRONT)
  await issuance.issue(theirs, 'f'.repeat(64))
  const refused = { code: 'order-refused', details: { reason: 'recovers' } }
  for (const change of [
    { recovers: [theirs.id] },
    { recovers: [mine.id, 'order-nobody-placed'] },
    { recovers: [mine.id], creditCode: '91110108MA0TE5T240' },
    { recovers: [mine.id], person: '李四' },
  ]) {
    const order = await newOrder(change)
    await expect(issuance.issue(order, FRONT)).rejects.toMatchObject(refused)
    expect(await bench.store.receivedOrders.find(order.id)).toBeNull()
  }
  const self = await newOrder()
  await expect(issuance.issue({ ...self, recovers: [self.id] }, FRONT)).rejects.toMatchObject(refused)
})

test('a front sees what was released for its own orders only', async () => {
  const order = await newOrder({ creditCode: DEMO_CODE })
  await bench.ca.issuance.issue(order, FRONT)
  expect(await bench.ca.issuance.releasedKeys(order.id, FRONT)).toEqual({ isComplete: true, keys: [] })
  for (const [id, front] of [
    [order.id, 'f'.repeat(64)],
    ['order-nobody-placed', FRONT],
  ] as const)
    await expect(bench.ca.issuance.releasedKeys(id, front)).rejects.toMatchObject({ code: 'invalid-input' })
})
