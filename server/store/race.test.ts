/** Two servers on one PostgreSQL, which do the same at the same time; one on SQLite, which has no more than one. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { isPostgresAddress } from './postgres.ts'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const COMPANY = { creditCode: '91410100MA9ABCD16M', name: '河南示范建设有限公司' }
const BYTE = Uint8Array.of(1)

let folder: string
let nodes: readonly [Store, Store]

/** Both open the new database at once, and make its tables. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'race-'))
  const database = await databaseOf(folder)
  const opening = openStore(database)
  nodes = await Promise.all([opening, isPostgresAddress(database) ? openStore(database) : opening])
})

afterEach(async () => {
  for (const store of new Set(nodes)) await store.close()
  await removeData(folder)
})

/** Does the same `times` times on each node, all at once. */
const race = <T>(times: number, act: (store: Store, at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(nodes.flatMap((store) => Array.from({ length: times }, (_, at) => act(store, at))))

const [yes, no] = [(value: unknown) => value === true, (value: unknown) => value === false]

test('rows of the audit log follow one another', async () => {
  await race(20, (store, at) =>
    store.transaction(({ audit }) => audit.append({ actor: 'test', action: 'raced', facts: { at } }, AT)),
  )
  expect(await nodes[0].audit.verify()).toMatchObject({ rows: 40, brokenAt: null })
})

test('what a transaction has read stays true until it has written', async () => {
  await nodes[0].officers.add({ name: 'counter', password: '0', roles: '', isTemporary: 0 }, AT)
  await race(20, (store) =>
    store.transaction(async ({ officers }) => {
      const before = Number((await officers.find('counter'))?.password)
      await officers.change('counter', { password: `${before + 1}` })
    }),
  )
  expect((await nodes[1].officers.find('counter'))?.password).toBe('40')
})

test('a number is given to one revocation list', async () => {
  const dates = { thisUpdate: AT, nextUpdate: AT + 1 }
  const put = await race(5, (store, at) => store.crls.put('issuing', { number: 1, der: Uint8Array.of(at), ...dates }))
  expect([put.filter(yes).length, put.filter(no).length]).toEqual([1, 9])
  expect(await nodes[0].crls.put('issuing', { number: 3, der: BYTE, ...dates })).toBe(false)
  expect(await nodes[1].crls.put('issuing', { number: 2, der: BYTE, ...dates })).toBe(true)
  expect(await nodes[0].crls.find('issuing')).toMatchObject({ number: 2 })
})

test('a serial number and a key are certified once', async () => {
  await nodes[0].companies.add([COMPANY], AT)
  const dates = { notBefore: AT, notAfter: AT, issuedAt: AT }
  const { creditCode, name: company } = COMPANY
  const added = await race(5, ({ certificates }, at) =>
    certificates.add(
      {
        ...{ serial: at < 3 ? '01' : `0${at}`, fingerprint: `${Math.random()}`, keyId: at < 3 ? `${at}` : 'key' },
        ...{ usage: 'sign', orderId: 'o', creditCode, company, person: '王敏', ...dates },
      },
      BYTE,
    ),
  )
  expect(added.filter(yes)).toHaveLength(2)
})

test('companies are there once, whoever adds them', async () => {
  await race(5, (store) => store.companies.add([COMPANY], AT))
  expect(await nodes[0].companies.count()).toBe(1)
})

test('tries at the same time never share one', async () => {
  await nodes[0].shares.add('id', BYTE, BYTE, AT)
  const taken = await race(10, (store) => store.shares.takeTry('id', 5))
  expect(taken.flatMap((row) => (row === null ? [] : [row.tries])).sort()).toEqual([1, 2, 3, 4, 5])
})

test("an officer's tries, codes and recovery codes are used once", async () => {
  await nodes[0].officers.add({ name: 'officer', password: '', roles: '', isTemporary: 0 }, AT)
  const taken = await race(10, ({ officers }) => officers.takeTry('officer', 5, 0, AT))
  expect(taken.flatMap((row) => (row === null ? [] : [row.tries])).sort()).toEqual([1, 2, 3, 4, 5])
  const steps = await race(5, ({ officers }) => officers.useStep('officer', 7))
  expect(steps.filter(yes)).toHaveLength(1)
  await nodes[0].officers.putRecoveryCodes('officer', ['a', 'b'])
  const left = await race(5, (store) => store.transaction(({ officers }) => officers.useRecoveryCode('officer', 'a')))
  expect(left.filter((each) => each !== null)).toEqual([1])
})

test('a session that one node ends is over on the other', async () => {
  const [one, other] = nodes
  await one.officers.add({ name: 'officer', password: '', roles: '', isTemporary: 0 }, AT)
  await one.sessions.add({ token: 't', officer: 'officer', csrf: 'c', createdAt: AT, seenAt: AT })
  expect(await other.sessions.use('t', 0, 0, AT + 1)).toMatchObject({ officer: 'officer', seenAt: AT + 1 })
  await one.sessions.remove('t')
  expect(await other.sessions.use('t', 0, 0, AT + 2)).toBeNull()
})

test('a head of the audit log is kept once', async () => {
  const added = await race(5, ({ auditHeads }, at) => auditHeads.add({ n: 1, hash: 'h', at, signature: BYTE }))
  expect(added.filter(yes)).toHaveLength(1)
})
