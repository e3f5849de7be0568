import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openCrookedService } from '#tests/support/crooked-service'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import { createWechatLogin, wechatSettings, type WechatAccount } from './wechat-oauth.ts'

const BACK = 'http://localhost:4180/api/wechat'
const MINUTES = 60_000

let sandbox: TestSandbox
let account: WechatAccount
let now = Date.now()

beforeAll(async () => {
  sandbox = await openTestSandbox('http://localhost:4180', testWorld({ now: () => now }))
  const { wechat } = JSON.parse(readFileSync(sandbox.settings, 'utf8')) as { wechat: unknown }
  const appSecret = readFileSync(join(dirname(sandbox.settings), 'wechat-app-secret'), 'utf8').trim()
  account = { ...wechatSettings.parse(wechat), appSecret }
})
afterAll(() => sandbox.remove())

const login = (change: Partial<WechatAccount> = {}) => createWechatLogin({ ...account, ...change }, testWorld())

const consent = async (person = 'wx-demo', button = 'allow'): Promise<URL> =>
  sandbox.press(login().authorizeUrl('state-1', BACK), button, { account: person })

const codeIn = (url: URL): string => url.searchParams.get('code') ?? ''

describe('login with WeChat', () => {
  test('brings the browser back with a code that stands for one person', async () => {
    const back = await consent()
    expect(back.href.startsWith(`${BACK}?`)).toBe(true)
    expect(back.searchParams.get('state')).toBe('state-1')
    const first = await login().identify(codeIn(back))
    expect(first?.openid).toMatch(/^o[\w-]{27}$/)
    expect(await login().identify(codeIn(await consent()))).toEqual(first)
    expect(await login().identify(codeIn(await consent('wx-other')))).not.toEqual(first)
  })

  test('brings no code back when the person says no', async () => {
    expect([...(await consent('wx-demo', 'deny')).searchParams]).toEqual([['state', 'state-1']])
  })

  test('knows nobody by a code that is used, late, unknown or no code at all', async () => {
    const code = codeIn(await consent())
    await login().identify(code)
    expect(await login().identify(code)).toBeNull()
    const late = codeIn(await consent())
    now += 6 * MINUTES
    expect(await login().identify(late)).toBeNull()
    expect(await login().identify('0123456789abcdef')).toBeNull()
    expect(await login().identify('a&b=c')).toBeNull()
    expect(await login().identify('')).toBeNull()
  })

  test('is refused with a wrong secret or another application, and the code stays good', async () => {
    const code = codeIn(await consent())
    const refused = (reason: string) => ({ code: 'service-refused', details: { service: 'wechat', reason } })
    await expect(login({ appSecret: 'wrong' }).identify(code)).rejects.toMatchObject(refused('40125'))
    await expect(login({ appId: 'wx0' }).identify(code)).rejects.toMatchObject(refused('40013'))
    expect(await login().identify(code)).not.toBeNull()
  })

  test('leads back to the registered domain only', async () => {
    const elsewhere = await fetch(login().authorizeUrl('s', 'https://elsewhere.example/'))
    expect(elsewhere.status).toBe(400)
    const address = `${sandbox.addresses['wechat']}/connect/decide`
    const body = new URLSearchParams({
      redirect_uri: 'https://elsewhere.example/',
      state: 's',
      account: 'a',
      decision: 'allow',
    })
    expect((await fetch(address, { method: 'POST', body, redirect: 'manual' })).status).toBe(400)
  })
})

test.each([
  ['{"errcode":-1,"errmsg":"system error"}', 'service-unavailable'],
  ['{"errcode":45011,"errmsg":"api minute-quota reach limit"}', 'service-unavailable'],
  ['{"errcode":0}', 'service-unavailable'],
  ['{"openid":"../../x"}', 'service-unavailable'],
  ['null', 'service-unavailable'],
  ['<xml>', 'service-unavailable'],
  ['{"errcode":48001,"errmsg":"api unauthorized"}', 'service-refused'],
])('%s is %s', async (text, code) => {
  const crooked = await openCrookedService((response) => response.end(text))
  await expect(login({ api: crooked.address }).identify('abc')).rejects.toMatchObject({ code })
  expect(crooked.asked()).toBe(1)
  await crooked.close()
})
