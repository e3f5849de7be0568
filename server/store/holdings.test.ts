import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const YEAR = 365 * 24 * 3600_000

let folder: string
let store: Store

const application = (id: string, account: string, state: string) => ({
  ...{ id, account, kind: 'claim', creditCode: id, company: '河南示范建设有限公司', state, version: 1 },
  ...{ approvedBy: null, form: Uint8Array.of(1), createdAt: AT, changedAt: AT, submittedAt: null },
})

const holding = (id: string, account: string, change: object = {}) => ({
  ...{ application: id, account, creditCode: 'company', organisation: 'bidseal' },
  ...{ signing: `${id}5`, encryption: `${id}e`, fingerprint: id, notBefore: AT, notAfter: AT + YEAR, issuedAt: AT },
  ...{ seals: '[]', previous: null, revokedAt: null, revocationReason: null, revokedBy: null },
  ...change,
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdings-'))
  store = await openStore(await databaseOf(folder))
  for (const [id, mobile] of [
    ['wang', '13900000001'],
    ['li', '13900000002'],
  ] as const)
    await store.accounts.add({ id, mobile, password: null, wechat: null }, AT)
  for (const id of ['a', 'b', 'c']) await store.applications.add(application(id, 'wang', 'issued'))
  await store.applications.add(application('d', 'li', 'issued'))
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const ids = (rows: readonly { readonly application: string }[]): readonly string[] => rows.map((row) => row.application)

test('are listed for their holder and for their company, the newest first, and found by either certificate', async () => {
  await store.holdings.add(holding('a', 'wang'))
  await store.holdings.add(holding('b', 'wang', { issuedAt: AT + 1 }))
  await store.holdings.add(holding('d', 'li', { issuedAt: AT + 2 }))
  expect(ids(await store.holdings.ofAccount('wang'))).toEqual(['b', 'a'])
  expect(ids(await store.holdings.ofCompany('company'))).toEqual(['d', 'b', 'a'])
  expect(await store.holdings.find('a')).toEqual({
    ...holding('a', 'wang'),
    ...{ kind: 'claim', company: '河南示范建设有限公司' },
    ...{ tags: '[]', next: null, publishedAt: null, remindedAt: null, fetchedAt: null },
  })
  for (const serial of ['d5', 'de']) expect((await store.holdings.ofSerial(serial))?.application).toBe('d')
  expect(await store.holdings.ofSerial('d')).toBeNull()
  await expect(store.holdings.add(holding('a', 'wang'))).rejects.toThrow(/unique|duplicate/i)
})

test('belong to their holder', async () => {
  await store.holdings.add(holding('a', 'wang'))
  expect(await store.holdings.findOwn('li', 'a')).toBeNull()
  expect(await store.holdings.tag('li', 'a', '["x"]')).toBe(false)
  expect(await store.holdings.tag('wang', 'a', '["x"]')).toBe(true)
  expect(await store.holdings.findOwn('wang', 'a')).toMatchObject({ tags: '["x"]' })
})

test('are followed by one application, until nothing comes of it', async () => {
  await store.holdings.add(holding('a', 'wang'))
  expect(await store.holdings.follow('a', 'b')).toBe(true)
  expect(await store.holdings.follow('a', 'c')).toBe(false)
  await store.holdings.unfollow('c')
  expect(await store.holdings.find('a')).toMatchObject({ next: 'b' })
  await store.holdings.unfollow('b')
  expect(await store.holdings.follow('a', 'c')).toBe(true)
})

test('are revoked once, and wait for their organisation to know', async () => {
  await store.holdings.add(holding('a', 'wang'))
  expect(await store.holdings.unpublished(9)).toEqual([])
  expect(await store.holdings.revoke('a', 'superseded', 'authority', AT + 1)).toBe(true)
  expect(await store.holdings.revoke('a', 'keyCompromise', 'chen', AT + 2)).toBe(false)
  const [row, ...more] = await store.holdings.unpublished(9)
  expect(row).toMatchObject({ revokedAt: AT + 1, revocationReason: 'superseded', revokedBy: 'authority' })
  expect(more).toEqual([])
  await store.holdings.publish('a', AT + 3)
  expect(await store.holdings.unpublished(9)).toEqual([])
})

test('those near their end are reminded of once, unless they are revoked or followed', async () => {
  for (const id of ['a', 'b', 'c']) await store.holdings.add(holding(id, 'wang'))
  await store.holdings.add(holding('d', 'li', { notAfter: AT + 2 * YEAR }))
  await store.holdings.revoke('b', 'superseded', 'authority', AT)
  await store.holdings.follow('c', 'd')
  const near = (now: number) => store.holdings.unreminded(now, now + YEAR / 4, 9)
  expect(await near(AT)).toEqual([])
  expect(ids(await near(AT + YEAR * 0.75))).toEqual(['a'])
  expect(await near(AT + YEAR)).toEqual([])
  expect(await store.holdings.remind('a', AT)).toBe(true)
  expect(await store.holdings.remind('a', AT)).toBe(false)
  expect(await near(AT + YEAR * 0.75)).toEqual([])
})

test('applications that were answered are found until somebody holds what they brought', async () => {
  for (const [id, state] of [
    ['p', 'paid'],
    ['q', 'paid'],
    ['r', 'draft'],
  ] as const) {
    await store.applications.add(application(id, 'wang', state))
    await store.placedOrders.add({ id, organisation: 'bidseal', digest: '', content: '', dueAt: AT, createdAt: AT })
    if (id !== 'q') await store.placedOrders.settle(id, { state: 'issued', answer: '{}', error: null })
  }
  await store.placedOrders.settle('q', { state: 'refused', answer: null, error: '{}' })
  const found = async (answer: 'issued' | 'refused') =>
    (await store.applications.listAnswered(answer, ['paid'], 9)).map(({ id }) => id)
  expect([await found('issued'), await found('refused')]).toEqual([['p'], ['q']])
  await store.holdings.add(holding('p', 'wang'))
  expect([await found('issued'), await found('refused')]).toEqual([[], ['q']])
})

test('notices are changed only as they were read', async () => {
  const { notices } = store
  await notices.add({ id: 'n', account: 'wang', application: 'a', kind: 'to-pay', dueAt: AT })
  await notices.add({ id: 'n', account: 'wang', application: 'a', kind: 'to-pay', dueAt: AT + 1 })
  const [row] = await notices.due(AT, 9)
  expect(row).toMatchObject({ attempt: 0, triedAt: null, dueAt: AT })
  expect(await notices.change(row!, { triedAt: AT, dueAt: AT + 9 })).toBe(true)
  expect(await notices.change(row!, { dueAt: null })).toBe(false)
  expect(await notices.due(AT + 8, 9)).toEqual([])
  expect(await notices.change({ ...row!, triedAt: AT, dueAt: AT + 9 }, { dueAt: null })).toBe(true)
  expect(await notices.due(AT + 99, 9)).toEqual([])
})
