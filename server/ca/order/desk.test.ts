import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError, type ErrorCode } from '#core/errors'
import { databaseOf, removeData } from '#tests/support/database'
import { random } from '#tests/support/authority'
import { openStore, type Store } from '../../store/store.ts'
import { createOrderDesk, type OrderDesk } from './desk.ts'
import { USUAL, type CaOrganisation } from './organisation.ts'
import type { Organisations } from './organisations.ts'
import type { CertificateOrder, Issued } from './order.ts'

const ISSUED: Issued = {
  company: '示范公司',
  signing: [random(100)],
  encryption: [random(100)],
  encryptionKey: random(100),
  seals: [],
}

const ORDER: CertificateOrder = {
  id: 'order-0123456789',
  profile: 'company',
  company: '示范公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  csr: random(200),
  seals: [{ kind: 'company', until: null }],
  recovers: [],
}

let folder: string
let store: Store
let desk: OrderDesk
let time: number
/** What the authority answers, one after the other; issued when there is nothing left. */
let answers: ErrorCode[]
let asked: CertificateOrder[]

const organisation: CaOrganisation = {
  ...{ id: USUAL.id, name: USUAL.name, prices: async () => USUAL.prices },
  chain: [],
  isAvailable: async () => true,
  issue: async (order) => {
    asked.push(order)
    const code = answers.shift()
    if (code !== undefined) throw new AppError(code, { reason: 'test' })
    return ISSUED
  },
  releasedKeys: async () => ({ isComplete: true, keys: [] }),
  revoke: async () => undefined,
  status: async () => ({ state: 'unknown' }),
}

const organisations: Organisations = {
  usual: USUAL.id,
  list: async () => [],
  find: async (id) => {
    if (id !== USUAL.id) throw new AppError('organisation-unknown')
    return organisation
  },
  close: () => undefined,
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'))
  store = await openStore(await databaseOf(folder))
  time = Date.parse('2026-11-25T12:00:00Z')
  ;[answers, asked] = [[], []]
  desk = createOrderDesk({ store, organisations, now: () => time, warn: () => undefined })
})
afterEach(async () => {
  desk.close()
  await store.close()
  await removeData(folder)
})

const place = (change: Partial<CertificateOrder> = {}) => desk.place({ ...ORDER, ...change }, USUAL.id)

test('an order is sent as it was placed, once, and its answer is kept', async () => {
  expect(await place()).toEqual({ state: 'issued', issued: ISSUED })
  expect(await place()).toEqual({ state: 'issued', issued: ISSUED })
  expect(await desk.find(ORDER.id)).toEqual({ state: 'issued', issued: ISSUED })
  expect(asked).toEqual([ORDER])
  expect(await desk.find('another-0123456789')).toBeNull()
})

test('an order that was not answered is pending, and asked about again in growing intervals', async () => {
  answers = ['organisation-unreachable', 'order-waiting', 'organisation-unreachable']
  const error = { code: 'organisation-unreachable', details: { reason: 'test' } }
  expect(await place()).toEqual({ state: 'pending', error })
  await desk.retry()
  expect(asked).toHaveLength(1)
  for (const [wait, count] of [
    [5_000, 2],
    [5_000, 2],
    [5_000, 3],
    [20_000, 4],
    [600_000, 4],
  ] as const) {
    time += wait
    await desk.retry()
    expect(asked).toHaveLength(count)
  }
  expect(await desk.find(ORDER.id)).toMatchObject({ state: 'issued' })
})

test('a refusal is final', async () => {
  answers = ['order-refused']
  const refused = { state: 'refused', error: { code: 'order-refused', details: { reason: 'test' } } }
  expect(await place()).toEqual(refused)
  time += 3600_000
  await desk.retry()
  expect(await place()).toEqual(refused)
  expect(asked).toHaveLength(1)
})

test('one number is for one order, with one organisation', async () => {
  await place()
  for (const change of [{ person: '李四' }, { csr: random(200) }, { company: '别的公司' }])
    await expect(place(change)).rejects.toMatchObject({ code: 'order-conflict' })
  await expect(desk.place(ORDER, 'nobody')).rejects.toMatchObject({ code: 'organisation-unknown' })
  expect(asked).toHaveLength(1)
})

test('placed several times at once, it is sent once', async () => {
  const placed = await Promise.all([place(), place(), place()])
  expect(placed.map(({ state }) => state)).toEqual(['issued', 'issued', 'issued'])
  expect(asked).toHaveLength(1)
})
