/** The console in a browser, and how an officer gets in. */
import { chromium, type Page } from '@playwright/test'
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
