/** What strangers may not do with accounts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askCode } from '#tests/support/browser-person'
import { DEVICE, openAccounts, PASSWORD, type Accounts } from '#tests/support/accounts'
import type { DeviceList } from '#core/identity/account'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts.remove())

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

let used = 0
const freshMobile = (): string => `139001${String((used += 1)).padStart(5, '0')}`
const otherThan = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

test('a code is guessed at five times and no more', async () => {
  const { fake, browser } = accounts
  const mobile = freshMobile()
  const page = browser()
  const ticket = await askCode(page, mobile)
  const code = fake.codeFor(mobile)
  const wrong = { ticket, code: otherThan(code), password: PASSWORD, device: DEVICE }
  for (let left = 4; left >= 0; left--)
    expect(await page.post('account/register', wrong)).toMatchObject({
      ...{ status: 403, error: 'code-wrong', details: { triesLeft: left } },
    })
  expect(await page.post('account/register', { ...wrong, code })).toMatchObject({ error: 'code-over' })
})

test('guesses at the same time do not share a try', async () => {
  const { fake, browser } = accounts
  const mobile = freshMobile()
  const page = browser()
  const ticket = await askCode(page, mobile)
  const wrong = { ticket, code: otherThan(fake.codeFor(mobile)), device: DEVICE }
  const answers = await Promise.all(Array.from({ length: 15 }, () => page.post('account/login/code', wrong)))
  expect(answers.filter(({ error }) => error === 'code-wrong')).toHaveLength(5)
})

test('a stranger cannot use up the tries of somebody else', async () => {
  const { fake, browser } = accounts
  const mobile = freshMobile()
  const page = browser()
  const ticket = await askCode(page, mobile)
  const code = fake.codeFor(mobile)
  const stranger = browser()
  for (let i = 0; i < 10; i++)
    await stranger.post('account/login/code', { ticket: 'A'.repeat(43), code, device: DEVICE })
  expect((await page.post('account/register', { ticket, code, password: PASSWORD, device: DEVICE })).status).toBe(200)
})

test('a code works once, for five minutes, and for what it was sent for', async () => {
  const { fake, browser, member, pass } = accounts
  const mobile = freshMobile()
  const page = await member(mobile)
  const first = { ticket: await askCode(page, mobile), code: fake.codeFor(mobile), device: DEVICE }
  const reset = await page.post('account/password/reset', { ...first, password: 'another good one' })
  expect(reset).toMatchObject({ error: 'code-over' })
  const both = await Promise.all([
    browser().post('account/login/code', first),
    browser().post('account/login/code', first),
  ])
  expect(both.map(({ error }) => error).sort()).toEqual(['code-over', null].sort())
  expect(await page.post('account/login/code', first)).toMatchObject({ error: 'code-over' })

  pass(MINUTE)
  const second = { ticket: await askCode(page, mobile), code: fake.codeFor(mobile), device: DEVICE }
  pass(5 * MINUTE)
  expect(await page.post('account/login/code', second)).toMatchObject({ error: 'code-over' })
})

test('a number gets one code a minute and ten a day, whoever asks', async () => {
  const { browser, pass, fake } = accounts
  const mobile = freshMobile()
  expect(await askCode(browser(), mobile)).toHaveLength(43)
  expect(await browser().post('account/codes', { mobile, purpose: 'enter' })).toMatchObject({
    ...{ status: 429, error: 'rate-limited', details: { reason: 'code-minute' } },
  })
  for (let i = 1; i < 10; i++) {
    pass(MINUTE)
    expect(await askCode(browser(), mobile)).toHaveLength(43)
  }
  pass(MINUTE)
  expect(await browser().post('account/codes', { mobile, purpose: 'enter' })).toMatchObject({
    ...{ status: 429, details: { reason: 'code-day' } },
  })
  expect(fake.sent.filter((message) => message.mobile === mobile)).toHaveLength(10)
  pass(DAY)
  expect(await askCode(browser(), mobile)).toHaveLength(43)
})

test('strangers who have used up a number do not keep its owner from a code', async () => {
  const { browser, member, pass } = accounts
  const mobile = freshMobile()
  const owner = await member(mobile)
  for (let i = 0; i < 11; i++) {
    pass(MINUTE)
    await askCode(browser(), mobile)
  }
  expect(await askCode(browser(), mobile)).toBe('rate-limited')
  expect(await askCode(owner, mobile)).toHaveLength(43)
})

test('an address gets twenty codes an hour', async () => {
  const { browser, pass } = accounts
  pass(DAY)
  const page = browser()
  for (let i = 0; i < 20; i++) {
    if (i % 10 === 0) pass(MINUTE)
    expect(await askCode(page, freshMobile())).toHaveLength(43)
  }
  expect(await page.post('account/codes', { mobile: freshMobile(), purpose: 'enter' })).toMatchObject({ status: 429 })
})

test('behind a proxy of this machine people count by their own address, and nobody else names another', async () => {
  const { server, pass } = accounts
  pass(DAY)
  const ask = async (connection: string, named: string) => {
    const { statusCode } = await server.app.inject({
      ...{ method: 'POST', url: '/api/account/codes', remoteAddress: connection },
      headers: { origin: server.address, 'x-forwarded-for': named },
      payload: { mobile: freshMobile(), purpose: 'enter' },
    })
    return statusCode
  }
  const fill = async (connection: string, name: (i: number) => string) => {
    const answers: number[] = []
    for (let i = 0; i < 21; i++) {
      if (i % 10 === 0) pass(MINUTE)
      answers.push(await ask(connection, name(i)))
    }
    return answers.filter((status) => status === 429).length
  }
  expect(await fill('127.0.0.1', (i) => `203.0.113.${i}`)).toBe(0)
  expect(await fill('127.0.0.1', (i) => `203.0.113.${100 + i}, 198.51.100.7`)).toBe(1)
  expect(await fill('192.0.2.44', (i) => `203.0.113.${200 + i}`)).toBe(1)
})

test('the answer to an unknown number is the same as to a known one', async () => {
  const { browser, member, fake } = accounts
  const known = freshMobile()
  await member(known)
  const unknown = freshMobile()
  const ask = async (mobile: string) => {
    const { status, body } = await browser().post('account/codes', { mobile, purpose: 'password' })
    return [status, Object.keys(body as object), fake.sent.filter((message) => message.mobile === mobile).length > 0]
  }
  expect(await ask(known)).toEqual(await ask(unknown))
  const login = async (mobile: string) => {
    const { status, body } = await browser().post('account/login/password', { mobile, password: 'x', device: DEVICE })
    return [status, body]
  }
  expect(await login(known)).toEqual(await login(unknown))
})

test('wrong passwords pause strangers and not the owner', async () => {
  const { browser, member, pass } = accounts
  const mobile = freshMobile()
  const owner = await member(mobile)
  const wrong = { mobile, password: 'not this one', device: DEVICE }
  const right = { mobile, password: PASSWORD, device: DEVICE }
  const stranger = browser()
  for (let i = 0; i < 5; i++) expect((await stranger.post('account/login/password', wrong)).status).toBe(401)
  expect(await stranger.post('account/login/password', right)).toMatchObject({
    ...{ status: 429, details: { reason: 'password' } },
  })
  for (let i = 0; i < 60; i++) await browser().post('account/login/password', wrong)
  expect((await browser().post('account/login/password', right)).status).toBe(429)
  expect((await owner.post('account/login/password', right)).status).toBe(200)
  pass(DAY)
  expect((await browser().post('account/login/password', right)).status).toBe(200)
})

test('the mark of one number is none for another', async () => {
  const { member } = accounts
  const [mine, theirs] = [freshMobile(), freshMobile()]
  const page = await member(mine)
  await member(theirs)
  for (let i = 0; i < 5; i++)
    await page.post('account/login/password', { mobile: theirs, password: 'not this one', device: DEVICE })
  const right = { mobile: theirs, password: PASSWORD, device: DEVICE }
  expect((await page.post('account/login/password', right)).status).toBe(429)
})

test('a page of somebody else changes nothing, and neither does a request without the token', async () => {
  const { member } = accounts
  const page = await member(freshMobile())
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'x-csrf-token': '' },
    { 'x-csrf-token': 'A'.repeat(43) },
  ])
    expect(await page.post('account/logout', {}, headers)).toMatchObject({ status: 403, error: 'not-authorised' })
  expect((await page.get('account')).status).toBe(200)
  const foreign = { origin: 'https://evil.example' }
  const login = { mobile: '13800138000', password: PASSWORD, device: DEVICE }
  for (const path of ['account/codes', 'account/login/password', 'account/wechat'])
    expect(await page.post(path, login, foreign)).toMatchObject({ status: 403, details: { reason: 'origin' } })
})

test('nobody sees or ends the sessions of somebody else', async () => {
  const { member } = accounts
  const mine = await member(freshMobile())
  const theirs = await member(freshMobile())
  const { devices } = (await theirs.get('account/devices')).body as DeviceList
  const [device] = devices
  expect(await mine.post(`account/devices/${device?.id}/end`)).toMatchObject({
    ...{ status: 400, details: { reason: 'no-such-device' } },
  })
  expect((await theirs.get('account')).status).toBe(200)
  expect(JSON.stringify((await mine.get('account/devices')).body)).not.toContain(device?.id)

  mine.cookies.set('bidseal-account', theirs.cookies.get('bidseal-account') ?? '')
  expect((await mine.post('account/logout')).status).toBe(403)
})

test('the database holds neither codes, tickets, passwords nor tokens', async () => {
  const { server, fake, browser } = accounts
  const mobile = freshMobile()
  const page = browser()
  const ticket = await askCode(page, mobile)
  const code = fake.codeFor(mobile)
  await page.post('account/register', { ticket, code, password: PASSWORD, device: DEVICE })
  await askCode(browser(), freshMobile())
  const secrets = [ticket, PASSWORD, page.cookies.get('bidseal-account') ?? 'none']
  const files = ['store.db', 'store.db-wal'].map((name) => readFileSync(join(server.data, name)))
  for (const secret of secrets) expect(files.some((file) => file.includes(secret))).toBe(false)
})
