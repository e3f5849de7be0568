/** What may stand in an officer's way at the console. */
import { COMPANY } from './support/acts.ts'
import { go, logIn, test as base } from './support/console.ts'
import { expect, newServer } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

/** A server of its own: whoever logs in has to wait for a code that nobody has used. */
const test = base.extend<object, { server: Server }>({
  server: [async ({}, use) => newServer({}, use), { scope: 'worker', timeout: 90_000 }],
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
  await logIn(page, server)
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
    await logIn(page, server)
    await expect(page.getByRole('heading', { name: '公司' })).toBeVisible()
  })
})
