import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore, type Store } from './store.ts'

const AT = Date.UTC(2026, 10, 25)
const COMPANY = { creditCode: '91410100MA9ABCD16M', name: '河南示范建设有限公司' }

let folder: string
let file: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  file = join(folder, 'store.db')
  store = await openStore(file)
  await store.companies.add([COMPANY], AT)
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
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
  store = await openStore(file)
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
  expect(await serials('%')).toEqual([])
  expect(await serials('_')).toEqual([])
  expect((await store.certificates.search({ text: '王', offset: 0, limit: 1 })).total).toBe(3)
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
  expect(taken.filter((row) => row !== null).map(({ tries }) => tries)).toEqual([1, 2, 3, 4, 5])
  await store.shares.resetTries('id')
  expect((await store.shares.takeTry('id', 5))?.tries).toBe(1)
})

test('the audit log shows edits and gaps, and refuses both', async () => {
  for (let i = 1; i <= 3; i++) await store.audit.append({ actor: 'test', action: `a${i}`, facts: { i } }, AT + i)
  const good = await store.audit.verify()
  expect(good).toMatchObject({ rows: 3, brokenAt: null })
  expect((await store.audit.latest(2)).map(({ action }) => action)).toEqual(['a3', 'a2'])

  const raw = new Database(file)
  expect(() => raw.prepare("update audit set facts = '{}' where n = 2").run()).toThrow('append-only')
  expect(() => raw.prepare('delete from audit where n = 2').run()).toThrow('append-only')
  raw.exec('drop trigger audit_no_update; drop trigger audit_no_delete')
  raw.prepare("update audit set actor = 'other' where n = 2").run()
  expect(await store.audit.verify()).toMatchObject({ brokenAt: 2 })
  raw.prepare("update audit set actor = 'test' where n = 2").run()
  expect(await store.audit.verify()).toEqual(good)
  raw.prepare('delete from audit where n = 2').run()
  expect(await store.audit.verify()).toMatchObject({ brokenAt: 2 })
  raw.close()
})
