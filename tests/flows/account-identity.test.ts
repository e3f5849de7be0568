/** Proving who one is, once and again, and what is kept of it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAccounts, type Accounts } from '#tests/support/accounts'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts.remove())

const WANG = { name: '王敏之', idNumber: '999999190001010015' }
const LI = { name: '李强生', idNumber: '999999190002280017' }
const CARD = { card: '4111 1111 1111 1111', mobile: '13600000000' }
const HOUR = 3600_000

let used = 0
const freshMobile = (): string => `136001${String((used += 1)).padStart(5, '0')}`

test('proves it at Alipay, and sees little of it afterwards', async () => {
  const { fake, member, server } = accounts
  const page = await member(freshMobile())
  expect((await page.get('identity')).body).toEqual({ name: null, idNumber: null, method: null, provenAt: null })
  const begun = await page.post('identity/alipay', WANG)
  expect(begun.body).toEqual({
    url: `https://alipay.example/?return=${encodeURIComponent(`${server.address}/p/?from=alipay`)}`,
  })
  fake.say({ certify: 'pending' })
  expect((await page.post('identity/alipay/return')).body).toMatchObject({ state: 'pending' })
  fake.say({ certify: 'passed' })
  expect((await page.post('identity/alipay/return')).body).toMatchObject({
    state: 'passed',
    identity: { name: '王**', idNumber: '9999**********0015', method: 'alipay' },
  })
  expect((await page.get('account')).body).not.toMatchObject({ identifiedAt: null })
  expect(await page.post('identity/alipay/return')).toMatchObject({ status: 409, error: 'identity-over' })
})

test('proves it by a bank card, and by nothing that does not match', async () => {
  const { fake, member } = accounts
  const page = await member(freshMobile())
  fake.say({ card: 'no-match' })
  expect(await page.post('identity/bank-card', { ...WANG, ...CARD })).toMatchObject({ error: 'identity-refused' })
  expect((await page.get('account')).body).toMatchObject({ identifiedAt: null })
  fake.say({ card: 'match' })
  expect((await page.post('identity/bank-card', { ...WANG, ...CARD })).body).toMatchObject({ method: 'bank-card' })
})

test('nobody becomes somebody else', async () => {
  const { fake, member } = accounts
  const page = await member(freshMobile())
  await page.post('identity/bank-card', { ...WANG, ...CARD })
  const asked = fake.asked.length
  for (const other of [LI, { ...WANG, name: '王敏' }, { ...WANG, idNumber: LI.idNumber }]) {
    expect(await page.post('identity/bank-card', { ...other, ...CARD })).toMatchObject({ error: 'identity-different' })
    expect(await page.post('identity/alipay', other)).toMatchObject({ error: 'identity-different' })
  }
  expect(fake.asked).toHaveLength(asked)
  expect((await page.post('identity/bank-card', { ...WANG, ...CARD })).status).toBe(200)
})

test('a refusal ends a check, and so does an hour', async () => {
  const { fake, member, pass } = accounts
  const page = await member(freshMobile())
  fake.say({ certify: 'failed' })
  await page.post('identity/alipay', WANG)
  expect(await page.post('identity/alipay/return')).toMatchObject({ error: 'identity-refused' })
  fake.say({ certify: 'passed' })
  expect(await page.post('identity/alipay/return')).toMatchObject({ error: 'identity-over' })
  await page.post('identity/alipay', WANG)
  pass(HOUR)
  expect(await page.post('identity/alipay/return')).toMatchObject({ error: 'identity-over' })
  expect((await page.get('account')).body).toMatchObject({ identifiedAt: null })
})

test('asks five times a day, and never with a number that cannot be', async () => {
  const { fake, member, pass } = accounts
  const page = await member(freshMobile())
  const asked = fake.asked.length
  expect(await page.post('identity/alipay', { ...WANG, idNumber: '999999190002290012' })).toMatchObject({ status: 400 })
  fake.say({ card: 'no-match' })
  for (let i = 0; i < 5; i++) await page.post('identity/bank-card', { ...LI, ...CARD })
  expect(await page.post('identity/bank-card', { ...LI, ...CARD })).toMatchObject({
    ...{ status: 429, details: { reason: 'identity' } },
  })
  expect(fake.asked).toHaveLength(asked + 5)
  pass(24 * HOUR)
  fake.say({ card: 'match' })
  expect((await page.post('identity/bank-card', { ...LI, ...CARD })).status).toBe(200)
})

test('a check that one person began passes for nobody else', async () => {
  const { member } = accounts
  const [mine, theirs] = [await member(freshMobile()), await member(freshMobile())]
  await theirs.post('identity/alipay', LI)
  expect(await mine.post('identity/alipay/return')).toMatchObject({ error: 'identity-over' })
})

test('neither names nor numbers are in the database or its log in clear', () => {
  const files = ['store.db', 'store.db-wal'].map((name) => readFileSync(join(accounts.server.data, name)))
  for (const secret of [WANG.name, WANG.idNumber, LI.name, LI.idNumber, CARD.card, '4111111111111111'])
    expect(files.some((file) => file.includes(secret))).toBe(false)
})
