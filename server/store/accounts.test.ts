/** Accounts and what is counted and kept beside them, on whichever database. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const WANG = { id: 'a1', mobile: '13800138000', password: null, wechat: null }
const LI = { id: 'a2', mobile: '13900139000', password: null, wechat: null }

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  store = await openStore(await databaseOf(folder))
  await store.accounts.add(WANG, AT)
  await store.accounts.add(LI, AT)
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const session = (token: string, account: string, change: object = {}) => ({
  ...{ token, account, id: `id-${token}`, csrf: 'c', device: '手机', createdAt: AT, seenAt: AT },
  ...change,
})

test('a number has one account', async () => {
  expect(await store.accounts.add({ ...LI, id: 'a3', mobile: WANG.mobile }, AT)).toBe(false)
  expect(await store.accounts.findByMobile(WANG.mobile)).toMatchObject({ ...WANG, person: null, identifiedAt: null })
})

test('a WeChat user has one account, the last one that was bound', async () => {
  await store.accounts.setWechat(WANG.id, 'w')
  await store.accounts.setWechat(LI.id, 'w')
  expect((await store.accounts.findByWechat('w'))?.id).toBe(LI.id)
  expect((await store.accounts.find(WANG.id))?.wechat).toBeNull()
})

test('who somebody is stays', async () => {
  expect(await store.accounts.identify(WANG.id, Uint8Array.of(1), 'first', AT)).toBe(true)
  expect(await store.accounts.identify(WANG.id, Uint8Array.of(2), 'second', AT + 1)).toBe(false)
  const row = await store.accounts.find(WANG.id)
  expect([row?.personIndex, row?.identifiedAt, [...(row?.person ?? [])]]).toEqual(['first', AT, [1]])
})

test('tries at the same time never share one, and come back after their window', async () => {
  const take = (now: number) => store.tries.take('k', 5, 100, now)
  const taken = await Promise.all(Array.from({ length: 20 }, () => take(AT)))
  expect(taken.filter((used) => used !== null).sort()).toEqual([1, 2, 3, 4, 5])
  expect(await take(AT + 99)).toBeNull()
  expect(await take(AT + 100)).toBe(1)
  expect(await take(AT + 150)).toBe(2)
  await store.tries.forget('k')
  expect(await take(AT + 151)).toBe(1)
  await store.tries.removeEnded(AT + 250)
  expect(await take(AT + 250)).toBe(2)
})

test('a code has its tries, its purpose and its end, and is used once', async () => {
  const { smsCodes } = store
  await smsCodes.add({ ticket: 't', mobile: WANG.mobile, purpose: 'enter', hash: 'h', expiresAt: AT + 10 })
  expect(await smsCodes.takeTry('t', 'password', 2, AT)).toBeNull()
  expect((await smsCodes.takeTry('t', 'enter', 2, AT))?.tries).toBe(1)
  expect(await smsCodes.takeTry('t', 'enter', 2, AT + 10)).toBeNull()
  expect((await smsCodes.takeTry('t', 'enter', 2, AT + 9))?.tries).toBe(2)
  expect(await smsCodes.takeTry('t', 'enter', 2, AT)).toBeNull()
  expect([await smsCodes.use('t'), await smsCodes.use('t')]).toEqual([true, false])
})

test('sessions are used, listed and ended by their owner only', async () => {
  const { accountSessions } = store
  await accountSessions.add(session('t1', WANG.id))
  await accountSessions.add(session('t2', WANG.id, { seenAt: AT - 100 }))
  await accountSessions.add(session('t3', LI.id))
  expect(await accountSessions.use('t2', AT - 1, AT - 100, AT)).toBeNull()
  const seenAfter = async (now: number) => {
    expect(await accountSessions.use('t1', AT - 1, AT - 1, now)).toMatchObject({ account: WANG.id })
    return (await accountSessions.list(WANG.id, AT - 1, AT - 100)).map(({ seenAt }) => seenAt - AT)
  }
  expect(await seenAfter(AT + 59_999)).toEqual([0])
  expect(await seenAfter(AT + 60_000)).toEqual([60_000])
  expect((await accountSessions.list(WANG.id, AT - 1, AT - 100)).map(({ id }) => id)).toEqual(['id-t1'])
  expect(await accountSessions.remove(WANG.id, 'id-t3')).toBe(false)
  await accountSessions.removeOf(WANG.id, 'id-t1')
  expect((await accountSessions.list(WANG.id, 0, 0)).map(({ id }) => id)).toEqual(['id-t1'])
  expect(await accountSessions.remove(LI.id, 'id-t3')).toBe(true)
})

test('an account has one check under way, and its last proof counts', async () => {
  const { identityProofs } = store
  for (const [index, certifyId] of ['c1', 'c2'].entries())
    await identityProofs.begin({ certifyId, account: WANG.id, person: Uint8Array.of(index), createdAt: AT + index })
  expect(await identityProofs.findBegun(WANG.id, AT)).toMatchObject({ certifyId: 'c2' })
  expect(await identityProofs.findBegun(LI.id, AT)).toBeNull()
  expect([await identityProofs.finish('c2'), await identityProofs.finish('c2')]).toEqual([true, false])
  expect(await identityProofs.latest(WANG.id)).toBeNull()
  for (const [id, provenAt] of [
    ['p1', AT + 2],
    ['p2', AT + 1],
  ] as const)
    await identityProofs.add({ id, account: WANG.id, method: 'alipay', provenAt })
  expect(await identityProofs.latest(WANG.id)).toMatchObject({ id: 'p1' })
})
