/** The second factor, from the first code to the last recovery code. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { bytesOf, databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from '../store/store.ts'
import { createFactor, FACTOR_PAUSE, type Factor } from './factor.ts'
import { codeOf, fromBase32, stepAt, toBase32 } from './totp.ts'

const OFFICER = '何审'
const random = (length: number) => ownBytes(randomBytes(length))

let folder: string
let store: Store
let factor: Factor
let now = Date.UTC(2026, 10, 25)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'factor-'))
  store = await openStore(await databaseOf(folder))
  factor = createFactor({ store, storageKey: random(32), random, now: () => now })
  await store.officers.add({ name: OFFICER, password: '', roles: 'auditor', isTemporary: 0 }, now)
})

afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const setUp = async () => {
  const secret = fromBase32((await factor.setUp(OFFICER)).secret)
  const code = (off = 0) => codeOf(secret, stepAt(now) + off)
  return { secret, code }
}

const refused = (attempt: Promise<unknown>) =>
  attempt.then(
    () => null,
    (error: { readonly code: string; readonly details: { readonly reason?: string } }) =>
      `${error.code} ${error.details.reason}`,
  )

const WRONG = 'not-authorised code'
const PAUSED = 'rate-limited code'

test('a secret is the same until its first code confirms it, and then is shown no more', async () => {
  const first = await factor.setUp(OFFICER)
  expect(await factor.setUp(OFFICER)).toEqual(first)
  expect(first.secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(first.uri).toContain(`secret=${first.secret}`)
  const { code } = await setUp()
  expect(await refused(factor.confirm(OFFICER, '000000'))).toBe(WRONG)
  expect(await factor.confirm(OFFICER, ` ${code().slice(0, 3)} ${code().slice(3)}`)).toHaveLength(10)
  expect(await refused(factor.setUp(OFFICER))).toBe('not-authorised stage')
  now += 60_000
  expect(await refused(factor.confirm(OFFICER, code()))).toBe('not-authorised stage')
})

test('a code works once, and none works that is older', async () => {
  const { code } = await setUp()
  await factor.confirm(OFFICER, code())
  expect(await refused(factor.prove(OFFICER, code()))).toBe(WRONG)
  await factor.prove(OFFICER, code(1))
  for (const off of [-1, 0, 1]) expect(await refused(factor.prove(OFFICER, code(off)))).toBe(WRONG)
  now += 60_000
  await factor.prove(OFFICER, code())
})

test('a code that comes twice at the same time is taken once', async () => {
  const { code } = await setUp()
  await factor.confirm(OFFICER, code(-1))
  const answers = await Promise.all([1, 2, 3].map(() => refused(factor.prove(OFFICER, code()))))
  expect(answers.filter((answer) => answer === null)).toHaveLength(1)
})

test('five wrong codes make a pause, also for the right one; a right one forgets the wrong ones', async () => {
  const { code } = await setUp()
  await factor.confirm(OFFICER, code())
  for (let i = 0; i < 4; i++) expect(await refused(factor.prove(OFFICER, '000000'))).toBe(WRONG)
  now += 30_000
  await factor.prove(OFFICER, code())
  now += 30_000
  for (let i = 0; i < 5; i++) expect(await refused(factor.prove(OFFICER, '000000'))).toBe(WRONG)
  expect(await refused(factor.prove(OFFICER, code()))).toBe(PAUSED)
  now += FACTOR_PAUSE - 1
  expect(await refused(factor.prove(OFFICER, code()))).toBe(PAUSED)
  now += 1
  await factor.prove(OFFICER, code())
  const actions = (await store.audit.latest(30)).map(({ action }) => action)
  expect(actions.filter((action) => action === 'factor-failed')).toHaveLength(9)
  expect(actions.filter((action) => action === 'factor-paused')).toHaveLength(1)
})

test('guesses at the same time do not get more tries', async () => {
  await setUp().then(({ code }) => factor.confirm(OFFICER, code()))
  const answers = await Promise.all(Array.from({ length: 30 }, () => refused(factor.prove(OFFICER, '000000'))))
  expect(answers.filter((answer) => answer === WRONG)).toHaveLength(5)
  expect(answers.filter((answer) => answer === PAUSED)).toHaveLength(25)
})

test('each recovery code works once, however it is typed', async () => {
  const { code } = await setUp()
  const codes = await factor.confirm(OFFICER, code())
  expect(new Set(codes).size).toBe(10)
  const [first = '', second = ''] = codes
  await factor.prove(OFFICER, first)
  expect(await refused(factor.prove(OFFICER, first))).toBe(WRONG)
  await factor.prove(OFFICER, second.replaceAll('-', ' ').toUpperCase())
  expect((await store.audit.latest(1))[0]).toMatchObject({ action: 'recovery-code-used', facts: { left: 8 } })
})

test('another officer’s codes do not fit', async () => {
  const { code } = await setUp()
  const codes = await factor.confirm(OFFICER, code())
  await store.officers.add({ name: 'other', password: '', roles: 'auditor', isTemporary: 0 }, now)
  const other = fromBase32((await factor.setUp('other')).secret)
  await factor.confirm('other', codeOf(other, stepAt(now)))
  expect(await refused(factor.prove('other', codes[0] ?? ''))).toBe(WRONG)
  now += 30_000
  expect(await refused(factor.prove('other', code()))).toBe(WRONG)
})

test('the database has neither the secret nor a recovery code', async () => {
  const { secret, code } = await setUp()
  const codes = await factor.confirm(OFFICER, code())
  const whole = await bytesOf(folder)
  for (const known of [secret, toBase32(secret), ...codes, ...codes.map((each) => each.replaceAll('-', ''))])
    expect(whole.includes(Buffer.from(known))).toBe(false)
})
