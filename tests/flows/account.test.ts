/** The life of an account: registering, logging in, passwords, phones. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeviceList } from '#core/identity/account'
import { DEVICE, openAccounts, PASSWORD, type Accounts } from '#tests/support/accounts'
import { askCode } from '#tests/support/browser-person'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts.remove())

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let used = 0
const freshMobile = (): string => `138001${String((used += 1)).padStart(5, '0')}`

test('registers with a number as people write it, and is logged in', async () => {
  const { fake, browser } = accounts
  const page = browser()
  expect(await page.get('account')).toMatchObject({ status: 401, error: 'not-authorised' })
  const mobile = freshMobile()
  const ticket = await askCode(page, ` +86 ${mobile.slice(0, 3)} ${mobile.slice(3)}`)
  const code = fake.codeFor(mobile)
  expect(code).toMatch(/^\d{6}$/)
  const answer = await page.post('account/register', { ticket, code, password: PASSWORD, device: DEVICE })
  expect(answer.status).toBe(200)
  expect(await page.get('account')).toMatchObject({
    body: { mobile, hasPassword: true, hasWechat: false, identifiedAt: null },
  })
})

test('logs out and in again by password and by code, on another phone too', async () => {
  const { fake, browser, member } = accounts
  const mobile = freshMobile()
  const first = await member(mobile)
  expect((await first.post('account/logout')).status).toBe(200)
  expect((await first.get('account')).status).toBe(401)
  const login = { mobile, password: PASSWORD, device: DEVICE }
  expect((await first.post('account/login/password', login)).status).toBe(200)

  const second = browser()
  const ticket = await askCode(second, mobile)
  const byCode = { ticket, code: fake.codeFor(mobile), device: '另一部手机' }
  expect((await second.post('account/login/code', byCode)).status).toBe(200)

  const { devices } = (await second.get('account/devices')).body as DeviceList
  expect(devices.map(({ name, isThisOne }) => [name, isThisOne]).sort()).toEqual(
    [
      ['另一部手机', true],
      [DEVICE, false],
    ].sort(),
  )
  const other = devices.find(({ isThisOne }) => !isThisOne)?.id ?? ''
  expect((await second.post(`account/devices/${other}/end`)).status).toBe(200)
  expect((await first.get('account')).status).toBe(401)
  expect((await second.get('account')).status).toBe(200)
})

test('logging in again ends the session that the browser had', async () => {
  const mobile = freshMobile()
  const page = await accounts.member(mobile)
  const before = page.cookies.get('bidseal-account') ?? ''
  await page.post('account/login/password', { mobile, password: PASSWORD, device: DEVICE })
  expect(((await page.get('account/devices')).body as DeviceList).devices).toHaveLength(1)
  page.cookies.set('bidseal-account', before)
  expect((await page.get('account')).status).toBe(401)
})

test('says who has an account only to whoever holds the number, and keeps the code for the other way', async () => {
  const { fake, browser, member } = accounts
  const mobile = freshMobile()
  await member(mobile)
  const page = browser()
  const ticket = await askCode(page, mobile)
  const sent = { ticket, code: fake.codeFor(mobile), device: DEVICE }
  expect(await page.post('account/register', { ...sent, password: PASSWORD })).toMatchObject({
    ...{ status: 409, error: 'account-exists' },
  })
  expect((await page.post('account/login/code', sent)).status).toBe(200)

  const stranger = browser()
  const unknown = freshMobile()
  const other = await askCode(stranger, unknown)
  const theirs = { ticket: other, code: fake.codeFor(unknown), device: DEVICE }
  expect(await stranger.post('account/login/code', theirs)).toMatchObject({ status: 404, error: 'account-unknown' })
  expect((await stranger.post('account/register', { ...theirs, password: PASSWORD })).status).toBe(200)
})

test('a new password ends all other sessions', async () => {
  const { fake, browser, member, pass } = accounts
  const mobile = freshMobile()
  const first = await member(mobile)
  const second = browser()
  await second.post('account/login/password', { mobile, password: PASSWORD, device: DEVICE })
  const before = await second.post('account/password', { current: 'not this one', password: 'another good one' })
  expect(before).toMatchObject({ status: 400, details: { reason: 'password-wrong' } })
  const change = { current: PASSWORD, password: 'another good one' }
  expect((await second.post('account/password', change)).status).toBe(200)
  expect((await first.get('account')).status).toBe(401)
  expect((await second.get('account')).status).toBe(200)

  const third = browser()
  const ticket = await askCode(third, mobile, 'password')
  const reset = { ticket, code: fake.codeFor(mobile), password: 'the third password', device: DEVICE }
  expect((await third.post('account/password/reset', reset)).status).toBe(200)
  expect((await second.get('account')).status).toBe(401)
  const old = { mobile, password: 'another good one', device: DEVICE }
  expect((await second.post('account/login/password', old)).status).toBe(401)
  pass(MINUTE)
})

test('weak passwords are not taken, and the code stays good', async () => {
  const { fake, browser } = accounts
  const mobile = freshMobile()
  const page = browser()
  const ticket = await askCode(page, mobile)
  const sent = { ticket, code: fake.codeFor(mobile), device: DEVICE }
  for (const password of ['12345678', 'short', mobile])
    expect(await page.post('account/register', { ...sent, password })).toMatchObject({ error: 'password-weak' })
  expect((await page.post('account/register', { ...sent, password: PASSWORD })).status).toBe(200)
})

test('sessions end after thirty days without use, and after ninety in any case', async () => {
  const { member, pass } = accounts
  const idle = await member(freshMobile())
  const busy = await member(freshMobile())
  for (let day = 0; day < 84; day += 28) {
    pass(28 * DAY)
    expect((await busy.get('account')).status).toBe(200)
  }
  expect((await idle.get('account')).status).toBe(401)
  pass(10 * DAY)
  expect((await busy.get('account')).status).toBe(401)
})
