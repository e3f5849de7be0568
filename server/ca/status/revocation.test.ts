import { randomBytes } from 'node:crypto'
import { mkdtempSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { parseCrl, verifyCrl } from '#core/certificate/crl'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from '../../store/store.ts'
import { openKeyFolder } from '../keys/key-folder.ts'
import { openRevocation, type RevocationService } from './revocation.ts'
import { openSigner, type CaSigner, type CrlAuthority } from '../keys/signer.ts'

const HOUR = 3600_000
const DAY = 24 * HOUR

let now: number
let folder: string
let store: Store
let signer: CaSigner
let revocation: RevocationService
let warnings: object[]

beforeEach(async () => {
  now = Date.UTC(2026, 10, 25)
  warnings = []
  folder = mkdtempSync(join(tmpdir(), 'revocation-'))
  store = await openStore(await databaseOf(folder))
  const random = (length: number) => ownBytes(randomBytes(length))
  const keys = {
    folder: join(folder, 'ca'),
    passphraseFile: null,
    address: 'http://localhost:1',
    now: new Date(now),
    random,
  }
  signer = await openSigner(await openKeyFolder(keys), random)
  revocation = await openRevocation({ store, signer, now: () => now, warn: (facts) => void warnings.push(facts) })
})

afterEach(async () => {
  revocation.close()
  await store.close()
  await removeData(folder)
})

const list = async (authority: CrlAuthority) => parseCrl(await revocation.list(authority))
const numbers = async () => [(await list('issuing')).number, (await list('root')).number]

test('both lists exist from the start, signed and in force', async () => {
  for (const authority of ['issuing', 'root'] as const) {
    const { thisUpdate, nextUpdate, revoked } = await list(authority)
    expect([thisUpdate.getTime(), revoked.size]).toEqual([now, 0])
    expect(nextUpdate.getTime()).toBe(now + (authority === 'issuing' ? DAY : 90 * DAY))
    expect(await verifyCrl(await list(authority), signer.certificates[authority])).toBe(true)
  }
})

test('a list is made again when it is due, with a greater number', async () => {
  now += HOUR - 1
  await revocation.refresh()
  expect(await numbers()).toEqual([1n, 1n])
  now += 1
  await revocation.refresh()
  expect(await numbers()).toEqual([2n, 1n])
  now += 60 * DAY
  await Promise.all([revocation.refresh(), revocation.refresh()])
  expect(await numbers()).toEqual([3n, 2n])
})

test('a list from the future, after the clock was set right, is replaced', async () => {
  now -= DAY
  await revocation.refresh()
  expect((await list('issuing')).thisUpdate.getTime()).toBe(now)
})

test('without the root key the server goes on with its old list, and says so', async () => {
  renameSync(join(folder, 'ca/root.key'), join(folder, 'root.key'))
  now += 61 * DAY
  await revocation.refresh()
  expect(await numbers()).toEqual([2n, 1n])
  expect(warnings).toEqual([{ event: 'crl-not-made', authority: 'root', code: 'file-not-found' }])
  renameSync(join(folder, 'root.key'), join(folder, 'ca/root.key'))
  await revocation.refresh()
  expect(await numbers()).toEqual([2n, 2n])
})
