/** An officer at the console: logs in, looks, finds a certificate, revokes it, checks the log. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { COMPANY, enrol } from './support/acts.ts'
import { chromiumProgram, switches } from './support/chromium.ts'
import { expect, test as base } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const test = base.extend<{ console: Page }>({
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

const PERSON = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }

const logIn = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

const officersPassword = async ({ data }: Server): Promise<string> =>
  (await readFile(join(data, 'officer-password.txt'), 'utf8')).trim()

const go = (page: Page, screen: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: screen }).click()

/** A figure of the overview. */
const figure = (page: Page, name: string) =>
  page.locator('.figure').filter({ hasText: name }).getByRole('definition').first()

test('an officer logs in, revokes a certificate and checks the log', async ({ console: page, phone, server }) => {
  await enrol(phone, PERSON)

  await test.step('only the right password opens it', async () => {
    await expect(page.getByRole('heading', { name: '审核员登录' })).toBeVisible()
    await expect(page.getByRole('button', { name: '登录' })).toBeDisabled()
    await logIn(page, 'not-the-password')
    await expect(page.getByRole('alert')).toHaveText('密码不对')
    await picture(page, 'console-login')
    await logIn(page, await officersPassword(server))
    await expect(page.getByRole('heading', { name: '运行' })).toBeVisible()
  })

  await test.step('the figures count what has happened', async () => {
    await expect(figure(page, '生效中')).toHaveText('2')
    await expect(figure(page, '已注销')).toHaveText('0')
    await expect(figure(page, '今天申请')).toHaveText('1')
    await picture(page, 'console-overview')
    await go(page, '公司')
    await expect(page.getByRole('row', { name: new RegExp(COMPANY.creditCode) })).toContainText('2')
  })

  await test.step('a search finds certificates, or says that there are none', async () => {
    await go(page, '证书')
    const search = page.getByRole('searchbox')
    await search.fill('没有这家公司')
    await search.press('Enter')
    await expect(page.getByText('没有找到“没有这家公司”')).toBeVisible()
    await search.fill(PERSON.person)
    await search.press('Enter')
    await expect(page.getByRole('row', { name: /王敏/ })).toHaveCount(2)
    await picture(page, 'console-certificates')
  })

  await test.step('a certificate is revoked with a reason', async () => {
    const row = page.getByRole('row', { name: /签名/ })
    await row.getByRole('button', { name: /详情/ }).click()
    const details = page.getByRole('complementary', { name: '证书详情' })
    await expect(details.getByText('生效中')).toBeVisible()
    await details.getByRole('button', { name: '注销证书' }).click()
    const dialog = page.getByRole('dialog', { name: `注销${COMPANY.name}的证书` })
    const revoke = dialog.getByRole('button', { name: '注销证书' })
    await expect(revoke).toBeDisabled()
    await dialog.getByLabel('手机丢失或 PIN 码泄露').check()
    await picture(page, 'console-revoke')
    await revoke.click()
    await expect(dialog).toBeHidden()
    await expect(row.getByText('已注销')).toBeVisible()
    await expect(details.getByText('手机丢失或 PIN 码泄露')).toBeVisible()
    await expect(details.getByRole('button', { name: '注销证书' })).toHaveCount(0)
    await picture(page, 'console-revoked')
    await go(page, '运行')
    await expect(figure(page, '已注销')).toHaveText('1')
  })

  await test.step('the log is whole and tells all of it', async () => {
    await go(page, '审计日志')
    await expect(page.getByRole('status')).toContainText('没有缺漏和改动')
    for (const action of ['登录失败', '登录', '批准申请', '签发证书', '注销证书'])
      await expect(page.getByRole('rowheader', { name: action, exact: true }).first()).toBeVisible()
    await picture(page, 'console-audit')
  })

  await test.step('whoever has logged out sees nothing more', async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.reload()
    await expect(page.getByLabel('密码')).toBeVisible()
  })
})
