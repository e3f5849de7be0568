/** The console in a browser, and how an officer gets in. */
import { chromium, type Page } from '@playwright/test'
import type { Role } from '#server/admin/roles'
import { fromBase32 } from '#server/admin/totp'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { chromiumProgram, switches } from './chromium.ts'
import { expect, test as base } from './fixtures.ts'
import type { Server } from './server.ts'

export const test = base.extend<{ console: Page }>({
  console: async ({ server }, use) => {
    const browser = await chromium.launch({ ...chromiumProgram(), args: switches() })
    const page = await browser.newPage({
      viewport: { width: 1366, height: 768 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    })
    await page.goto(`${server.address}/console/`)
    await use(page)
    await browser.close()
  },
})

export const enterPassword = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

export const enterCode = async (page: Page, code: string): Promise<void> => {
  await page.getByRole('textbox', { name: /动态码/ }).fill(code)
  await page.getByRole('button', { name: /^(登录|确认)$/ }).click()
}

export const logIn = async (page: Page, server: Server): Promise<void> => {
  await enterPassword(page, passwordOf(server))
  await expect(page.getByRole('heading', { name: '第二步：动态码' })).toBeVisible()
  await enterCode(page, await freshCode(secretOf(server)))
}

export const go = (page: Page, screen: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: screen }).click()

/** Asks the console's server as whoever is logged in there. */
export const askConsole = async <T>(
  { request }: Pick<Page, 'request'>,
  { address }: Pick<Server, 'address'>,
  path: string,
  body?: object,
): Promise<T> => {
  const place = `${address}/api/console/`
  if (body === undefined) return (await (await request.get(place + path)).json()) as T
  const { csrf = '' } = (await (await request.get(`${place}session`)).json()) as { csrf?: string }
  const answer = await request.post(place + path, { data: body, headers: { origin: address, 'x-csrf-token': csrf } })
  if (!answer.ok()) throw new Error(`${path}: ${await answer.text()}`)
  return (await answer.json()) as T
}

export interface Colleague {
  readonly page: Page
  close(): Promise<void>
}

/** Another officer, in a browser of his own, added by an administrator. */
export const openColleague = async (
  server: Server,
  administrator: Page,
  name: string,
  roles: readonly Role[] = ['reviewer', 'auditor'],
): Promise<Colleague> => {
  const browser = await chromium.launch({ ...chromiumProgram(), args: switches() })
  const context = await browser.newContext({
    ...{ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
  })
  const given = await askConsole<{ password: string }>(administrator, server, 'officers', { name, roles })
  const ask = <T>(path: string, body: object): Promise<T> => askConsole(context, server, path, body)
  await ask('login', { name, password: given.password })
  const { secret } = await ask<{ secret: string }>('factor/set-up', {})
  await ask('factor/confirm', { code: await freshCode(fromBase32(secret)) })
  await ask('password', { current: given.password, password: '一段自己才知道的长密码 2026' })
  const page = await context.newPage()
  await page.goto(`${server.address}/console/#applications`)
  return { page, close: () => browser.close() }
}
