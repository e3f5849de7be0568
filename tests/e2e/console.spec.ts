/** An officer at the console: logs in, looks, finds a certificate, revokes it, checks the log. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { COMPANY, enrol } from './support/acts.ts'
import { chromiumProgram, switches } from './support/chromium.ts'
import { expect, test as base } from './support/fixtures.ts'
import { expectClear } from './support/clear.ts'
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
    await expect(page.getByRole('alert')).toContainText('密码不对')
    await expectClear(page, 'login')
    await picture(page, 'console-login')
    await logIn(page, await officersPassword(server))
    await expect(page.getByRole('heading', { name: '运行' })).toBeVisible()
  })

  await test.step('the figures count what has happened', async () => {
    await expect(figure(page, '生效中')).toHaveText('2')
    await expect(figure(page, '已注销')).toHaveText('0')
    await expect(figure(page, '今天申请')).toHaveText('1')
    await picture(page, 'console-overview')
    await expectClear(page, 'overview')
    await go(page, '公司')
    await picture(page, 'console-companies')
    await expectClear(page, 'companies')
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
    await expectClear(page, 'revoking')
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
    await expectClear(page, 'audit log')
  })

  await test.step('whoever has logged out sees nothing more', async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.reload()
    await expect(page.getByLabel('密码')).toBeVisible()
  })
})

const LONG_NAME = '内蒙古自治区呼伦贝尔市鄂温克族自治旗伊敏河镇露天煤业机电设备安装工程有限责任公司'

/** A page of certificates of a company with a long name. */
const manyCertificates = () => ({
  total: 120,
  certificates: Array.from({ length: 50 }, (_, index) => ({
    serial: `${String(index).padStart(2, '0')}3e3b4f265400f02b6ff70652ffc3765`,
    usage: 'sign',
    state: 'in-force',
    company: LONG_NAME,
    creditCode: COMPANY.creditCode,
    person: '欧阳明月',
    order: 'BcOZACoNIVKH8MA85Bx8YA',
    notBefore: 1_790_000_000_000,
    notAfter: 1_820_000_000_000,
    issuedAt: 1_790_000_000_000,
    revokedAt: null,
    reason: null,
  })),
})

test('long lists, a way back, and a server or a session that is gone', async ({ console: page, server }) => {
  await logIn(page, await officersPassword(server))
  await expect(page.getByRole('heading', { name: '运行' })).toBeVisible()

  await test.step('the last row of a long list has its details in sight', async () => {
    await page.route('**/api/console/certificates?*', (route) => route.fulfill({ json: manyCertificates() }))
    await go(page, '证书')
    await page.getByRole('row').last().getByRole('button').click()
    const details = page.getByRole('complementary', { name: '证书详情' })
    await expect(details.getByText(LONG_NAME)).toBeInViewport()
    await expect(details.getByRole('button', { name: '注销证书' })).toBeInViewport()
    await expect(page.getByRole('columnheader', { name: '到期' })).toBeInViewport()
    await expect(page.getByText('第 1–50 张，共 120 张')).toBeVisible()
    expect(await page.evaluate(() => document.querySelector('main')?.scrollWidth)).toBeLessThanOrEqual(1366)
    await picture(page, 'console-many')
    await page.unroute('**/api/console/certificates?*')
  })

  await test.step('the way back leads to the screen before, and a reload stays', async () => {
    await go(page, '公司')
    await expect(page.getByRole('heading', { name: '公司' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { name: '证书' })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('heading', { name: '证书' })).toBeVisible()
  })

  await test.step('a server that does not answer is told, and tried again', async () => {
    await page.route('**/api/console/**', (route) => route.abort())
    await go(page, '审计日志')
    await expect(page.getByRole('alert')).toContainText('看服务器是否在运行')
    await picture(page, 'console-unreachable')
    await page.unroute('**/api/console/**')
    await page.getByRole('button', { name: '重试' }).click()
    await expect(page.getByRole('status')).toContainText('没有缺漏和改动')
    await expect(page.getByRole('alert')).toHaveCount(0)
  })

  await test.step('whose session has ended is told so, and comes back to where he was', async () => {
    await page.context().clearCookies()
    await go(page, '公司')
    await expect(page.getByRole('status')).toContainText('登录已到期')
    await picture(page, 'console-lapsed')
    await logIn(page, await officersPassword(server))
    await expect(page.getByRole('heading', { name: '公司' })).toBeVisible()
  })
})
