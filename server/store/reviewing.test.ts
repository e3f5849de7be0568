/** What officers ask of applications and people, on whichever database. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const WAITING = [
  { kind: 'claim', states: ['submitted'] },
  { kind: 'recover', states: ['submitted', 'approved-once'] },
]

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  store = await openStore(await databaseOf(folder))
  for (const id of ['a1', 'a2'])
    await store.accounts.add({ id, mobile: `1380013800${id[1]}`, password: null, wechat: null }, AT)
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const row = (id: string, change: object = {}) => ({
  ...{
    id,
    account: 'a1',
    kind: 'claim',
    creditCode: '91410100MA9ABCD16M',
    company: `示范${id}公司`,
    state: 'submitted',
  },
  ...{ version: 2, approvedBy: null, form: Uint8Array.of(1), createdAt: AT, changedAt: AT, submittedAt: AT },
  ...change,
})

test('what waits is counted by kind with its oldest, and found by name and code', async () => {
  expect(await store.applications.countWaiting(WAITING)).toEqual([])
  await store.applications.add(row('b', { submittedAt: AT + 2 }))
  await store.applications.add(row('c', { account: 'a2', submittedAt: AT + 1 }))
  await store.applications.add(row('d', { kind: 'recover', state: 'approved-once', creditCode: '91330100MA2TE5TX0X' }))
  await store.applications.add(row('e', { kind: 'recover', state: 'returned' }))
  const counted = await store.applications.countWaiting(WAITING)
  expect(counted.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
    { kind: 'claim', count: 2, oldest: AT + 1 },
    { kind: 'recover', count: 1, oldest: AT },
  ])
  const found = async (text: string) => (await store.applications.queue(WAITING, null, 9, text)).map(({ id }) => id)
  expect(await found('')).toEqual(['d', 'c', 'b'])
  expect(await found('范c')).toEqual(['c'])
  expect(await found('ma2te5')).toEqual(['d'])
  expect(await found('%')).toEqual([])
})

test('others for the same company are counted, without the one that is looked at', async () => {
  await store.applications.add(row('b'))
  await store.applications.add(row('c', { account: 'a2', state: 'returned' }))
  await store.applications.add(row('d', { kind: 'join' }))
  expect(await store.applications.countBeside(row('b'), ['submitted', 'returned'])).toBe(1)
  expect(await store.applications.countBeside(row('b'), ['submitted'])).toBe(0)
})

test('it is known which came back once, and when somebody was first who he is', async () => {
  await store.applications.add(row('b'))
  const moved = { application: 'b', at: AT, state: 'returned', role: 'officer', actor: 'officer', note: null }
  await store.applicationHistory.append({ ...moved, n: 2, event: 'submit' })
  expect(await store.applicationHistory.returned([])).toEqual(new Set())
  expect(await store.applicationHistory.returned(['b'])).toEqual(new Set())
  await store.applicationHistory.append({ ...moved, n: 3, event: 'return' })
  expect(await store.applicationHistory.returned(['b', 'c'])).toEqual(new Set(['b']))
  expect(await store.identityProofs.first('a1')).toBeNull()
  for (const [id, provenAt] of Object.entries({ p1: AT + 5, p2: AT + 1 }))
    await store.identityProofs.add({ id, account: 'a1', method: 'alipay', provenAt })
  expect((await store.identityProofs.first('a1'))?.id).toBe('p2')
})

test('a person’s accounts, an application’s files and an officer’s number are found', async () => {
  for (const id of ['a1', 'a2']) await store.accounts.identify(id, Uint8Array.of(1), 'person', AT)
  expect((await store.accounts.ofPerson('person')).map(({ id }) => id).sort()).toEqual(['a1', 'a2'])
  await store.applications.add(row('b'))
  const upload = { account: 'a1', type: 'image/png', size: 9, createdAt: AT }
  await store.uploads.add({ ...upload, id: 'u1', purpose: 'licence', application: 'b' })
  await store.uploads.add({ ...upload, id: 'u2', purpose: 'licence', application: null })
  expect((await store.uploads.ofApplication('b')).map(({ id }) => id)).toEqual(['u1'])
  for (const name of ['one', 'two']) await store.officers.add({ name, password: '', roles: '', isTemporary: 0 }, AT)
  await store.officers.change('one', { mobile: '13800138021' })
  expect((await store.officers.findByMobile('13800138021'))?.name).toBe('one')
  await expect(store.officers.change('two', { mobile: '13800138021' })).rejects.toThrow()
})
