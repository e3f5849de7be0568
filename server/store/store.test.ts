import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, execute, removeData, tamper } from '#tests/support/database'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const COMPANY = { creditCode: '91410100MA9ABCD16M', name: '河南示范建设有限公司' }

let folder: string
let database: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  database = await databaseOf(folder)
  store = await openStore(database)
  await store.companies.add([COMPANY], AT)
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const certificate = (serial: string, change: object = {}) => ({
  serial,
  fingerprint: `f${serial}`,
  keyId: `k${serial}`,
  usage: 'sign',
  orderId: `o${serial}`,
  creditCode: COMPANY.creditCode,
  company: COMPANY.name,
  person: '王敏',
  notBefore: AT,
  notAfter: AT + 1000,
  issuedAt: AT,
  ...change,
})

test('opens again with everything that was written', async () => {
  await store.certificates.add(certificate('01'), Uint8Array.of(1, 2))
  await store.close()
  store = await openStore(database)
  expect(await store.certificates.der('01')).toEqual(Uint8Array.of(1, 2))
  expect(await store.companies.list()).toEqual([{ ...COMPANY, createdAt: AT, certificates: 1 }])
})

test('a transaction that fails leaves nothing', async () => {
  const failing = store.transaction(async (repositories) => {
    await repositories.audit.append({ actor: 'test', action: 'failed', facts: {} }, AT)
    throw new RangeError('stop')
  })
  await expect(failing).rejects.toThrow('stop')
  expect(await store.audit.verify()).toMatchObject({ rows: 0, brokenAt: null })
})

test('neither a serial number nor a key is used twice', async () => {
  expect(await store.certificates.add(certificate('01'), Uint8Array.of(1))).toBe(true)
  expect(await store.certificates.add(certificate('01', { keyId: 'other' }), Uint8Array.of(1))).toBe(false)
  expect(await store.certificates.add(certificate('02', { keyId: 'k01' }), Uint8Array.of(1))).toBe(false)
  expect(await store.certificates.hasKey('k01')).toBe(true)
})

test('searches by parts of names, codes and serial numbers, page by page', async () => {
  for (const serial of ['0a', '0b', '0c'])
    await store.certificates.add(certificate(serial, { issuedAt: AT + Number.parseInt(serial, 16) }), Uint8Array.of(1))
  const serials = async (text: string, offset = 0, limit = 10) =>
    (await store.certificates.search({ text, offset, limit })).rows.map(({ serial }) => serial)
  expect(await serials('')).toEqual(['0c', '0b', '0a'])
  expect(await serials('示范', 1, 1)).toEqual(['0b'])
  expect(await serials('0B')).toEqual(['0b'])
  expect(await serials(COMPANY.creditCode.toLowerCase(), 2)).toEqual(['0a'])
  expect(await serials(COMPANY.creditCode.slice(2, 9), 0, 1)).toEqual(['0c'])
  expect(await serials('%')).toEqual([])
  expect(await serials('_')).toEqual([])
  expect((await store.certificates.search({ text: '王', offset: 0, limit: 1 })).total).toBe(3)
})

test('names are found and sorted the same way by every database', async () => {
  const names = ['Ärzte AG', 'Zeta', 'alpha', 'Beta', '示范（集团）', '示范(集团)', '一', '丁', '\u{20000}']
  for (const [at, person] of names.entries())
    await store.certificates.add(certificate(`0${at}`, { person }), Uint8Array.of(1))
  const found = async (text: string) =>
    (await store.certificates.search({ text, offset: 0, limit: 99 })).rows.map(({ person }) => person)
  expect(await found('BETA')).toEqual(['Beta'])
  expect(await found('ALPHA')).toEqual(['alpha'])
  expect(await found('ärzte')).toEqual([])
  expect(await found('（集')).toEqual(['示范（集团）'])
  expect(await found('\u{20000}')).toEqual(['\u{20000}'])
  for (const name of names) await store.officers.add({ name, password: '', roles: '', isTemporary: 0 }, AT)
  expect((await store.officers.list()).map(({ name }) => name)).toEqual([
    ...['Beta', 'Zeta', 'alpha', 'Ärzte AG', '一', '丁', '示范(集团)', '示范（集团）', '\u{20000}'],
  ])
})

test('revokes once, and counts', async () => {
  for (const serial of ['01', '02']) await store.certificates.add(certificate(serial), Uint8Array.of(1))
  expect(await store.certificates.revoke('01', AT + 5, 1)).toBe(true)
  expect(await store.certificates.revoke('01', AT + 6, 4)).toBe(false)
  expect(await store.certificates.revoke('03', AT + 6, 4)).toBe(false)
  expect(await store.certificates.revoked()).toEqual([{ serial: '01', at: AT + 5, reason: 1 }])
  expect(await store.certificates.count(AT + 10, AT)).toEqual({ inForce: 1, revoked: 1, enrolments: 2 })
})

test('tries at the same time never share one', async () => {
  await store.shares.add('id', Uint8Array.of(1), Uint8Array.of(2), AT)
  const taken = await Promise.all(Array.from({ length: 40 }, () => store.shares.takeTry('id', 5)))
  expect(taken.flatMap((row) => (row === null ? [] : [row.tries])).sort()).toEqual([1, 2, 3, 4, 5])
  await store.shares.resetTries('id')
  expect((await store.shares.takeTry('id', 5))?.tries).toBe(1)
})

test('the audit log is searched page by page, and says how far', async () => {
  for (let i = 1; i <= 5; i++) await store.audit.append({ actor: 'test', action: `a${i % 2}`, facts: { i } }, AT)
  const found = async (change: object) => {
    const { rows, searchedTo } = await store.audit.search({ text: '', action: null, before: null, limit: 2, ...change })
    return [rows.map(({ n }) => n), searchedTo]
  }
  expect(await found({})).toEqual([[5, 4], 4])
  expect(await found({ before: 4 })).toEqual([[3, 2], 2])
  expect(await found({ before: 2 })).toEqual([[1], 1])
  expect(await found({ action: 'a0', limit: 5 })).toEqual([[4, 2], 1])
  expect(await found({ text: '"i":3' })).toEqual([[3], 1])
  expect(await store.audit.actions()).toEqual(['a0', 'a1'])
})

test('the audit log shows edits and gaps, and refuses both', async () => {
  for (let i = 1; i <= 3; i++) await store.audit.append({ actor: 'test', action: `a${i}`, facts: { i } }, AT + i)
  const good = await store.audit.verify()
  expect(good).toMatchObject({ rows: 3, brokenAt: null })
  expect((await store.audit.latest(2)).map(({ action }) => action)).toEqual(['a3', 'a2'])

  const edit = "update audit set facts = '{}' where n = 2"
  for (const statement of [edit, 'delete from audit where n = 2'])
    await expect(execute(folder, statement)).rejects.toThrow('append-only')
  await tamper(folder, "update audit set actor = 'other' where n = 2")
  expect(await store.audit.verify()).toMatchObject({ brokenAt: 2 })
  await tamper(folder, "update audit set actor = 'test' where n = 2")
  expect(await store.audit.verify()).toEqual(good)
  await tamper(folder, 'delete from audit where n = 2')
  expect(await store.audit.verify()).toMatchObject({ brokenAt: 2 })
})
