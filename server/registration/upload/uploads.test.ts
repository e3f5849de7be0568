import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { databaseOf, removeData } from '#tests/support/database'
import { textPdf } from '#tests/support/pdf'
import { openStore, type Store } from '../../store/store.ts'
import { openUploadFiles, type UploadFiles } from './files.ts'
import { createUploads, type Uploads } from './uploads.ts'

const ACCOUNT = 'account'
const DAY = 24 * 3600_000
const random = (length: number) => ownBytes(randomBytes(length))

let folder: string
let store: Store
let files: UploadFiles
let uploads: Uploads
let now: number

beforeEach(async () => {
  now = Date.now()
  folder = mkdtempSync(join(tmpdir(), 'uploads-'))
  store = await openStore(await databaseOf(folder))
  await store.accounts.add({ id: ACCOUNT, mobile: '13700000001', password: null, wechat: null }, now)
  files = await openUploadFiles(join(folder, 'uploads'), random(32), random)
  uploads = createUploads(store, files, random, () => now)
})
afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const names = (): readonly string[] => readdirSync(join(folder, 'uploads')).sort()

test('lie encrypted under random names, and come back as they were', async () => {
  const pdf = await textPdf(1)
  const { id, size } = await uploads.add(ACCOUNT, 'letter', pdf)
  expect(names()).toEqual([id])
  expect(readFileSync(join(folder, 'uploads', id)).includes('%PDF')).toBe(false)
  expect(await uploads.read(ACCOUNT, id)).toEqual({ type: 'application/pdf', bytes: pdf })
  expect(size).toBe(pdf.length)
})

test("are neither somebody else's nor an officer's as long as they are part of nothing", async () => {
  const { id } = await uploads.add(ACCOUNT, 'letter', await textPdf(1))
  await expect(uploads.read('other', id)).rejects.toMatchObject({ code: 'file-not-found' })
  await expect(uploads.readAny(id)).rejects.toMatchObject({ code: 'file-not-found' })
})

test('that were exchanged on the disk are not handed out', async () => {
  const [one, other] = [await textPdf(1), await textPdf(2)]
  const [a, b] = [await uploads.add(ACCOUNT, 'letter', one), await uploads.add(ACCOUNT, 'letter', other)]
  writeFileSync(join(folder, 'uploads', a.id), readFileSync(join(folder, 'uploads', b.id)))
  await expect(uploads.read(ACCOUNT, a.id)).rejects.toThrow()
})

test('that are part of nothing for a day go, with files that nobody knows', async () => {
  const kept = await uploads.add(ACCOUNT, 'letter', await textPdf(1))
  const application = 'application'
  await store.applications.add({
    ...{ id: application, account: ACCOUNT, kind: 'claim', creditCode: 'x', company: 'x', state: 'draft', version: 1 },
    ...{ approvedBy: null, form: Uint8Array.of(1), createdAt: now, changedAt: now, submittedAt: null },
  })
  expect(await store.uploads.attach(ACCOUNT, kept.id, 'letter', application)).toBe(true)
  const loose = await uploads.add(ACCOUNT, 'letter', await textPdf(1))
  const strays = ['0'.repeat(64), `${'1'.repeat(64)}.new`]
  for (const name of strays) writeFileSync(join(folder, 'uploads', name), 'left by a crash')
  await uploads.clear()
  expect(names()).toEqual([kept.id, loose.id, ...strays].sort())
  now += 2 * DAY
  for (const name of names()) utimesSync(join(folder, 'uploads', name), 1, 1)
  await uploads.clear()
  expect(names()).toEqual([kept.id])
  await expect(uploads.read(ACCOUNT, loose.id)).rejects.toMatchObject({ code: 'file-not-found' })
})

test('of one person that are part of nothing are few', async () => {
  const pdf = await textPdf(1)
  for (let n = 0; n < 20; n++) await uploads.add(ACCOUNT, 'letter', pdf)
  await expect(uploads.add(ACCOUNT, 'letter', pdf)).rejects.toMatchObject({ code: 'rate-limited' })
})
