/** Logging in with WeChat, and what may go wrong on the way there and back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WechatAnswer } from '#core/identity/account'
import { DEVICE, openAccounts, PASSWORD, type Accounts } from '#tests/support/accounts'
import { askCode, type Answer, type Browser } from '#tests/support/browser-person'

let accounts: Accounts
beforeAll(async () => {
  accounts = await openAccounts()
})
afterAll(() => accounts.remove())

let used = 0
const freshMobile = (): string => `137001${String((used += 1)).padStart(5, '0')}`

/** Goes to WeChat; what it comes back with. */
const leave = async (page: Browser, openid: string) => {
  const { url } = (await page.post('account/wechat')).body as { url: string }
  const query = new URL(url).searchParams
  expect(query.get('return')).toBe(`${accounts.server.address}/p/?from=wechat`)
  return { code: accounts.fake.consent(openid), state: query.get('state') ?? '', device: DEVICE }
}

const bindingIn = ({ body }: Answer): string => {
  const answer = body as WechatAnswer
  return 'binding' in answer ? answer.binding : 'none'
}

const bind = async (page: Browser, binding: string, mobile: string) => {
  const ticket = await askCode(page, mobile, 'wechat')
  return page.post('account/wechat/bind', { binding, ticket, code: accounts.fake.codeFor(mobile), device: DEVICE })
}

test('who comes the first time binds a number, and is known from then on', async () => {
  const page = accounts.browser()
  const mobile = freshMobile()
  const first = await page.post('account/wechat/return', await leave(page, 'user-1'))
  expect(await bind(page, bindingIn(first), mobile)).toMatchObject({
    ...{ status: 200, body: { mobile, hasPassword: false, hasWechat: true } },
  })
  const other = accounts.browser()
  const again = await other.post('account/wechat/return', await leave(other, 'user-1'))
  expect(again).toMatchObject({ status: 200, body: { account: { mobile } } })
})

test('a number that has an account keeps it', async () => {
  const mobile = freshMobile()
  await accounts.member(mobile)
  const page = accounts.browser()
  const back = await page.post('account/wechat/return', await leave(page, 'user-2'))
  expect(await bind(page, bindingIn(back), mobile)).toMatchObject({ body: { mobile, hasPassword: true } })
  const login = await page.post('account/login/password', { mobile, password: PASSWORD, device: DEVICE })
  expect(login).toMatchObject({ body: { hasWechat: true } })
})

test('a link from somebody else logs nobody in', async () => {
  const [mine, theirs] = [accounts.browser(), accounts.browser()]
  const returned = await leave(theirs, 'user-3')
  expect(await mine.post('account/wechat/return', returned)).toMatchObject({ details: { reason: 'wechat' } })
  await leave(mine, 'user-3')
  expect(await mine.post('account/wechat/return', returned)).toMatchObject({ details: { reason: 'wechat' } })
})

test('neither a code nor the way back works twice', async () => {
  const page = accounts.browser()
  const returned = await leave(page, 'user-4')
  expect((await page.post('account/wechat/return', returned)).status).toBe(200)
  expect((await page.post('account/wechat/return', returned)).status).toBe(403)
  const { state } = await leave(page, 'user-4')
  expect((await page.post('account/wechat/return', { ...returned, state })).status).toBe(403)
})

test('a binding is good for a quarter of an hour, and none that was made up', async () => {
  const page = accounts.browser()
  const binding = bindingIn(await page.post('account/wechat/return', await leave(page, 'user-5')))
  for (const made of ['', 'A', 'A'.repeat(120), `${binding.slice(0, -2)}AA`])
    expect((await bind(page, made, freshMobile())).status).toBeGreaterThanOrEqual(400)
  accounts.pass(15 * 60_000)
  expect(await bind(page, binding, freshMobile())).toMatchObject({ status: 403, details: { reason: 'wechat' } })
})

test('a code that was sent to log in binds nothing', async () => {
  const page = accounts.browser()
  const mobile = freshMobile()
  const binding = bindingIn(await page.post('account/wechat/return', await leave(page, 'user-6')))
  const ticket = await askCode(page, mobile, 'enter')
  const wrong = { binding, ticket, code: accounts.fake.codeFor(mobile), device: DEVICE }
  expect(await page.post('account/wechat/bind', wrong)).toMatchObject({ error: 'code-over' })
})
