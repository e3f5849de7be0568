/** What the console's lists find, on whichever database. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const DAY = 24 * 3600_000
const CODES = ['91410100MA9ABCD16M', '91110108MA0TE5T240', '92440300MAK8DEM349'] as const

let folder: string
let store: Store

/** A company, somebody who claimed it, and his certificates and seal. */
const add = async (n: number): Promise<void> => {
  const creditCode = CODES[n] ?? ''
  const company = `河南第${n}建设有限公司`
  const application = `${n}`.repeat(32)
  await store.companies.add([{ creditCode, name: company }], AT + n)
  await store.accounts.add({ id: `a${n}`, mobile: `1390000000${n}`, password: null, wechat: null }, AT + n)
  if (n > 0) await store.accounts.identify(`a${n}`, Uint8Array.of(n), `i${n}`, AT)
  await store.applications.add({
    ...{ id: application, account: `a${n}`, kind: 'claim', creditCode, company, state: 'issued', version: 1 },
    ...{ approvedBy: null, form: Uint8Array.of(0), createdAt: AT, changedAt: AT, submittedAt: AT },
  })
  await store.members.add({ application, creditCode, account: `a${n}`, role: 'administrator', since: AT })
  for (const usage of ['sign', 'encrypt'])
    await store.certificates.add(
      {
        ...{ serial: `${usage === 'sign' ? 'a' : 'b'}${n}`, fingerprint: `f${usage}${n}`, keyId: `k${usage}${n}` },
        ...{ usage, orderId: application, creditCode, company, person: `王${n}` },
        ...{ notBefore: AT, notAfter: AT + (n + 1) * 40 * DAY, issuedAt: AT + n },
      },
      Uint8Array.of(1),
    )
  for (const kind of ['company', 'contract'])
    await store.seals.add({ id: `BS${kind}${n}`, serial: `a${n}`, kind, record: Uint8Array.of(n) }, AT)
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lists-'))
  store = await openStore(await databaseOf(folder))
  for (const n of CODES.keys()) await add(n)
  await store.certificates.revoke('a2', AT, 1)
})

afterAll(async () => {
  await store.close()
  await removeData(folder)
})

const people = async (text: string, isIdentified: boolean | null = null) =>
  (await store.people.search({ text, isIdentified, after: null, limit: 9 })).map(({ id }) => id)

test('people are found by number, credit code, name and whether they have shown who they are', async () => {
  expect(await people('')).toEqual(['a2', 'a1', 'a0'])
  expect(await people('13900000001')).toEqual(['a1'])
  expect(await people('0000')).toEqual(['a2', 'a1', 'a0'])
  expect(await people(CODES[1].toLowerCase())).toEqual(['a1'])
  expect(await people('王2')).toEqual(['a2'])
  expect(await people('王')).toEqual([])
  expect(await people('', false)).toEqual(['a0'])
  expect(await people('139', true)).toEqual(['a2', 'a1'])
  const first = await store.people.search({ text: '', isIdentified: null, after: null, limit: 2 })
  const rest = await store.people.search({ text: '', isIdentified: null, after: first.at(-1) ?? null, limit: 2 })
  expect(rest.map(({ id }) => id)).toEqual(['a0'])
})

test('people come with where they belong, and belonged', async () => {
  const found = await store.people.membershipsOf(['a0', 'a1'])
  expect(found.map(({ account, company, role }) => [account, company, role])).toEqual([
    ['a0', '河南第0建设有限公司', 'administrator'],
    ['a1', '河南第1建设有限公司', 'administrator'],
  ])
  expect(await store.people.membershipsOf([])).toEqual([])
  expect(await store.people.historyOf('a2')).toMatchObject([{ creditCode: CODES[2], endedAt: null }])
})

test('companies are read page after page', async () => {
  const first = await store.companies.page('', null, 2)
  expect(first.map(({ certificates }) => certificates)).toEqual([2, 2])
  expect(await store.companies.page('', first.at(-1) ?? null, 2)).toMatchObject([{ certificates: 1 }])
  expect(await store.companies.findListed(CODES[2])).toMatchObject({ name: '河南第2建设有限公司', certificates: 1 })
  expect(await store.companies.findListed('none')).toBeNull()
})

test('certificates are found by use, state and end', async () => {
  const serials = async (filter: object) =>
    (await store.certificates.page({ text: '', ...filter }, null, 9)).map(({ serial }) => serial)
  expect(await serials({})).toEqual(['a2', 'b2', 'a1', 'b1', 'a0', 'b0'])
  expect(await serials({ usage: 'encrypt' })).toEqual(['b2', 'b1', 'b0'])
  expect(await serials({ isRevoked: true })).toEqual(['a2'])
  expect(await serials({ isRevoked: false, endsFrom: AT, endsBefore: AT + 90 * DAY })).toEqual(['a1', 'b1', 'a0', 'b0'])
  const after = { issuedAt: AT + 2, serial: 'b2' }
  expect(await store.certificates.page({ text: '' }, after, 1)).toMatchObject([{ serial: 'a1' }])
  const { total } = await store.certificates.search({ text: '', usage: 'sign', isRevoked: false, offset: 0, limit: 9 })
  expect(total).toBe(2)
})

test('seals are found with their companies, page after page', async () => {
  const ids = async (text: string, kind: string | null = null) =>
    (await store.seals.search({ text, kind }, null, 9)).map(({ id }) => id)
  expect(await ids('')).toEqual(['BScompany2', 'BScontract2', 'BScompany1', 'BScontract1', 'BScompany0', 'BScontract0'])
  expect(await ids('第1', 'contract')).toEqual(['BScontract1'])
  expect(await ids(CODES[0])).toEqual(['BScompany0', 'BScontract0'])
  expect(await ids('王2')).toEqual(['BScompany2', 'BScontract2'])
  const first = await store.seals.search({ text: '', kind: null }, null, 3)
  const rest = await store.seals.search({ text: '', kind: null }, first.at(-1) ?? null, 9)
  expect(rest.map(({ id }) => id)).toEqual(['BScontract1', 'BScompany0', 'BScontract0'])
  expect(await store.seals.find('BScompany2')).toMatchObject({ record: Uint8Array.of(2), revokedAt: AT })
  expect(await store.seals.find('none')).toBeNull()
})

test('a company has one design of each kind of seal', async () => {
  const row = { creditCode: CODES[0], kind: 'company', design: '{}', savedBy: '何审', savedAt: AT }
  await store.sealDesigns.put(row)
  await store.sealDesigns.put({ ...row, design: '{"line":"1"}', savedBy: '王审' })
  expect(await store.sealDesigns.ofCompany(CODES[0])).toEqual([{ ...row, design: '{"line":"1"}', savedBy: '王审' }])
  expect(await store.sealDesigns.find(CODES[0], 'contract')).toBeNull()
  expect(await store.sealDesigns.remove(CODES[0], 'company')).toBe(true)
  expect(await store.sealDesigns.remove(CODES[0], 'company')).toBe(false)
})

test('one change of a setting is proposed at a time, and decided once', async () => {
  const change = { setting: 'validity', proposedBy: '何审', proposedAt: AT }
  expect(await store.settingChanges.propose({ ...change, id: '1', value: '6' })).toBe(true)
  expect(await store.settingChanges.propose({ ...change, id: '2', value: '9' })).toBe(false)
  expect(await store.settingChanges.current('validity')).toBeNull()
  expect(await store.settingChanges.decide('1', 'approved', '王审', AT + 1)).toBe(true)
  expect(await store.settingChanges.decide('1', 'withdrawn', '何审', AT + 2)).toBe(false)
  expect(await store.settingChanges.propose({ ...change, id: '3', value: '9', proposedAt: AT + 3 })).toBe(true)
  expect(await store.settingChanges.decide('3', 'rejected', '王审', AT + 4)).toBe(true)
  expect(await store.settingChanges.current('validity')).toBe('6')
  expect((await store.settingChanges.list(9)).map(({ id, state }) => [id, state])).toEqual([
    ['3', 'rejected'],
    ['1', 'approved'],
  ])
})
