/** Orders and invoices on the phone: details, the payment page and back, the invoice, another one in its place. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { expectClear } from './support/clear.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const MOBILE = '13800138061'
const PASSWORD = 'tender north 2026'
const PLACE_ORDER = fileURLToPath(new URL('../support/place-order.ts', import.meta.url))

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap()

const register = async (page: Page, { developerPage }: Server): Promise<void> => {
  await press(page, '我的')
  await page.getByRole('button', { name: /登录或注册/ }).tap()
  await press(page, '注册')
  await page.getByLabel('手机号').fill(MOBILE)
  await press(page, '获取验证码')
  await expect(page.getByText('已发到这个手机号，5 分钟内有效')).toBeVisible()
  const other = await page.context().newPage()
  await other.goto(developerPage)
  const code = await other.getByRole('listitem').filter({ hasText: MOBILE }).first().locator('output').innerText()
  await other.close()
  await page.getByLabel('验证码', { exact: true }).fill(code)
  await page.getByLabel('设置密码').fill(PASSWORD)
  await press(page, '注册')
  await expect(page.getByRole('heading', { name: '账号' })).toBeVisible()
  await press(page, '返回')
  await press(page, '返回')
  await expect(page.getByRole('heading', { name: '我的' })).toBeVisible()
}

test('pays an order, and gets an invoice and another in its place', async ({ phone, server }) => {
  const { page } = phone
  page.setDefaultTimeout(20_000)
  await register(page, server)

  await test.step('an order is there to be paid', async () => {
    await page.getByRole('button', { name: /^订单/ }).tap()
    await expect(page.getByText('还没有订单')).toBeVisible()
    await expectClear(page, 'no orders')
    await press(page, '返回')
    execFileSync(process.execPath, [PLACE_ORDER, server.data, MOBILE])
    await page.getByRole('button', { name: /^订单/ }).tap()
    await expect(page.getByText('待支付')).toBeVisible()
    await expectClear(page, 'orders')
    await picture(page, 'phone-orders')
    await page.getByRole('button', { name: /认领企业的手机证书/ }).tap()
    await expect(page.getByRole('button', { name: '支付 ¥300.00' })).toBeVisible()
    await expectClear(page, 'order')
    await picture(page, 'phone-order')
  })

  await test.step('details for the invoice are checked, doubted and kept', async () => {
    await page.getByRole('button', { name: /填写开票信息/ }).tap()
    await expect(page.getByLabel('发票抬头')).toHaveValue('河南示范建设有限公司')
    await press(page, '提交')
    await expect(page.getByText('填写能收到邮件的邮箱')).toBeVisible()
    await expect(page.getByLabel('邮箱')).toBeFocused()
    await page.getByLabel('邮箱').fill('a@example.com')
    await page.getByLabel('税号').fill('91410100MA9ABCD16N')
    await press(page, '提交')
    await expect(page.getByText('税号的校验位对不上')).toBeVisible()
    await expectClear(page, 'invoice details')
    await picture(page, 'phone-invoice-form')
    await page.reload()
    await expect(page.getByLabel('邮箱')).toHaveValue('a@example.com')
    await page.getByLabel('税号').fill('91410100MA9ABCD16M')
    await press(page, '提交')
    await expect(page.getByText('已填写，支付后自动开具')).toBeVisible()
  })

  await test.step('the payment page leads back, and the order is paid', async () => {
    await press(page, '支付 ¥300.00')
    await expect(page.getByRole('heading', { name: '微信支付' })).toBeVisible()
    await picture(page, 'sandbox-payment')
    await page.getByRole('button', { name: '支付', exact: true }).tap()
    await expect(page.getByText('可以回到申请，下载证书。')).toBeVisible()
    expect(new URL(page.url()).search).toBe('')
    await expectClear(page, 'paid order')
    await picture(page, 'phone-order-paid')
  })

  await test.step('the invoice is issued while one looks on', async () => {
    await page.getByRole('button', { name: /^发票/ }).tap()
    await expect(page.getByText('已开具')).toBeVisible({ timeout: 60_000 })
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载 PDF' }).tap()
    expect((await downloading).suggestedFilename()).toMatch(/^\d{8}[0-9A-F]{12}F1\.pdf$/)
    await expectClear(page, 'invoice')
    await picture(page, 'phone-invoice')
  })

  await test.step('another one takes its place', async () => {
    await press(page, '换开发票')
    await page.getByLabel('发票抬头').fill('河南示范建设集团有限公司')
    await press(page, '提交')
    await expect(page.getByText('已冲红')).toBeVisible({ timeout: 60_000 })
    await expect(page.getByText('河南示范建设集团有限公司')).toBeVisible()
    await expectClear(page, 'reversed invoice')
    await picture(page, 'phone-invoice-reversed')
  })
})
