/** Accounts with the real adapters, which talk to the stand-ins over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WechatAnswer } from '#core/identity/account'
import { askCode, openBrowser, type Browser } from '#tests/support/browser-person'
import { openTestSandbox, type TestSandbox } from '#tests/support/sandbox'
import { openTestServer, type TestServer } from '#tests/support/server'

const DEVICE = '测试手机'
const PASSWORD = 'tender north 2026'
const WANG = { name: '王敏', idNumber: '999999190001010015' }

let sandbox: TestSandbox
let server: TestServer
beforeAll(async () => {
  sandbox = await openTestSandbox()
  server = await openTestServer({ services: sandbox.services })
})
afterAll(async () => {
  await server.remove()
  await sandbox.remove()
})

let addresses = 0
const browser = (): Browser => openBrowser(server, `10.4.0.${(addresses += 1)}`)

const codeFor = async (mobile: string): Promise<string> => (await sandbox.sentTo(mobile))[0]?.params['code'] ?? ''

const register = async (mobile: string): Promise<Browser> => {
  const page = browser()
  const ticket = await askCode(page, mobile)
  const request = { ticket, code: await codeFor(mobile), password: PASSWORD, device: DEVICE }
  expect((await page.post('account/register', request)).status).toBe(200)
  return page
}

const urlIn = (body: unknown): string => (body as { url: string }).url

test('registers with the code of a message', async () => {
  const page = await register('13400000011')
  expect((await page.get('account')).body).toMatchObject({ mobile: '13400000011' })
})

test.each([
  ['13400000007', 'service-refused'],
  ['13400000008', 'service-unavailable'],
  ['13400000009', 'rate-limited'],
])('a gateway that does not send to %s is told as %s', async (mobile, error) => {
  expect(await askCode(browser(), mobile)).toBe(error)
})

test('logs in with WeChat by way of its page', async () => {
  const page = browser()
  const back = await sandbox.press(urlIn((await page.post('account/wechat')).body), 'allow', { account: 'wx-flow' })
  expect(back.href).toContain(`${server.address}/p/?from=wechat`)
  const [code, state] = ['code', 'state'].map((name) => back.searchParams.get(name) ?? '')
  const answer = (await page.post('account/wechat/return', { code, state, device: DEVICE })).body as WechatAnswer
  const binding = 'binding' in answer ? answer.binding : ''
  const mobile = '13400000012'
  const ticket = await askCode(page, mobile, 'wechat')
  const bound = await page.post('account/wechat/bind', { binding, ticket, code: await codeFor(mobile), device: DEVICE })
  expect(bound).toMatchObject({ status: 200, body: { mobile, hasWechat: true } })
})

test('proves who one is at Alipay, after a check that failed', async () => {
  const page = await register('13400000013')
  await sandbox.press(urlIn((await page.post('identity/alipay', WANG)).body), 'fail')
  expect(await page.post('identity/alipay/return')).toMatchObject({ error: 'identity-refused' })
  const begun = await page.post('identity/alipay', WANG)
  expect((await page.post('identity/alipay/return')).body).toMatchObject({ state: 'pending' })
  const back = await sandbox.press(urlIn(begun.body), 'pass')
  expect(back.href).toBe(`${server.address}/p/?from=alipay`)
  expect((await page.post('identity/alipay/return')).body).toMatchObject({ state: 'passed' })
})

test('proves who one is by a bank card', async () => {
  const page = await register('13400000014')
  const holder = { ...WANG, card: '4111111111111111', mobile: '13400000014' }
  expect((await page.post('identity/bank-card', holder)).body).toMatchObject({ method: 'bank-card' })
})
