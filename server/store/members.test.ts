import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const CODE = '91410100MA9ABCD16M'
const OTHER_CODE = '91110108MA0TE5T240'
const signed = { certificate: 'c', signedAt: AT, signature: Uint8Array.of(1) }

let folder: string
let store: Store

/** Somebody with an account who has become a member, by an application of the same name. */
const member = async (name: string, creditCode: string, role: string, since = AT): Promise<boolean> => {
  await store.accounts.add({ id: name, mobile: name, password: null, wechat: null }, AT)
  const application = `${name}-${creditCode}`
  await store.applications.add({
    ...{ id: application, account: name, kind: 'join', creditCode, company: creditCode, state: 'issued', version: 1 },
    ...{ approvedBy: null, form: Uint8Array.of(), createdAt: AT, changedAt: AT, submittedAt: AT },
  })
  return store.members.add({ application, creditCode, account: name, role, since })
}
const of = (name: string, creditCode = CODE): string => `${name}-${creditCode}`

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'members-'))
  store = await openStore(await databaseOf(folder))
  await store.companies.add(
    [CODE, OTHER_CODE].map((creditCode) => ({ creditCode, name: creditCode })),
    AT,
  )
  await member('wang', CODE, 'administrator')
  await member('li', CODE, 'staff', AT + 1)
  await member('sun', OTHER_CODE, 'administrator')
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

test('members are found within their company only', async () => {
  expect((await store.members.ofCompany(CODE, 9)).map(({ account }) => account)).toEqual(['li', 'wang'])
  expect(await store.members.countIn(CODE)).toBe(2)
  expect(await store.members.findIn(CODE, 'sun')).toBeNull()
  expect(await store.members.findIn(OTHER_CODE, 'sun')).toMatchObject({ role: 'administrator' })
  await store.members.end(of('li'), AT + 2)
  expect([await store.members.find(of('li')), await store.members.countIn(CODE)]).toEqual([null, 1])
  expect(await store.members.ofCompany(CODE, 9)).toHaveLength(2)
})

test('a company never has two administrators, and the roles are swapped', async () => {
  expect(await member('zhao', CODE, 'administrator')).toBe(false)
  await store.transaction(({ members }) => members.swapAdministrator(of('wang'), of('li')))
  expect(await store.members.administrator(CODE)).toMatchObject({ account: 'li' })
  expect(await store.members.findIn(CODE, 'wang')).toMatchObject({ role: 'staff' })
  expect(await store.members.administrator(OTHER_CODE)).toMatchObject({ account: 'sun' })
})

test('a swap that fails half way changes nothing', async () => {
  const swap = store.transaction(async ({ members }) => {
    await members.swapAdministrator(of('wang'), of('li'))
    throw new Error('killed')
  })
  await expect(swap).rejects.toThrow('killed')
  expect(await store.members.administrator(CODE)).toMatchObject({ account: 'wang' })
})

const offer = (id: string, creditCode = CODE, offeredAt = AT) =>
  store.handovers.add({
    ...{ id, creditCode, offeredBy: of('wang'), offeredTo: of('li'), offeredAt, until: offeredAt + 10, ...signed },
  })

test('one offer stands at a time, and is settled once', async () => {
  expect(await Promise.all([offer('first'), offer('second')])).toEqual([true, false])
  expect(await offer('third', OTHER_CODE)).toBe(true)
  expect(await store.handovers.standing(CODE)).toMatchObject({ id: 'first', state: 'offered', settledAt: null })
  expect(await store.handovers.settle('first', 'declined', AT + 1)).toBe(true)
  expect(await store.handovers.settle('first', 'accepted', AT + 2)).toBe(false)
  expect(await store.handovers.standing(CODE)).toBeNull()
  expect(await offer('fourth', CODE, AT + 5)).toBe(true)
  expect((await store.handovers.ofCompany(CODE, 9)).map(({ id }) => id)).toEqual(['fourth', 'first'])
  expect((await store.handovers.listOver(AT + 11, 9)).map(({ id }) => id)).toEqual(['third'])
})

test('departures are told of their own company, with what was signed', async () => {
  await store.departures.add({ application: of('li'), kind: 'removed', at: AT, by: 'wang', ...signed })
  expect(await store.departures.ofCompany(OTHER_CODE, 9)).toEqual([])
  const [departure] = await store.departures.ofCompany(CODE, 9)
  expect(departure).toMatchObject({ kind: 'removed', by: 'wang', certificate: 'c', signedAt: AT })
  expect([...(departure?.signature ?? [])]).toEqual([1])
  await expect(
    store.departures.add({ application: of('li'), kind: 'left', at: AT, by: 'li', ...signed }),
  ).rejects.toThrow()
})
