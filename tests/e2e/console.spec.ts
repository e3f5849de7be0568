/** An officer at the console: logs in, looks, finds a certificate, revokes it, checks the log. */
import type { Page } from '@playwright/test'
import { fromBase32 } from '#server/admin/totp'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { COMPANY, enrol } from './support/acts.ts'
import { enterCode, enterPassword, go, logIn, test as base } from './support/console.ts'
import { expect, newServer } from './support/fixtures.ts'
import { expectClear } from './support/clear.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const test = base.extend<object, { server: Server }>({
  server: [newServer, { scope: 'worker', timeout: 90_000 }],
})

const PERSON = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }

/** A figure of the overview. */
const figure = (page: Page, name: string) =>
  page.locator('.figure').filter({ hasText: name }).getByRole('definition').first()

test('an officer logs in, revokes a certificate and checks the log', async ({ console: page, phone, server }) => {
  await enrol(phone, PERSON)

  await test.step('only the right password opens it', async () => {
    await expect(page.getByRole('heading', { name: '审核员登录' })).toBeVisible()
    await expect(page.getByRole('button', { name: '登录' })).toBeDisabled()
    await enterPassword(page, 'not-the-password')
    await expect(page.getByRole('alert')).toContainText('密码不对')
    await expectClear(page, 'login')
    await picture(page, 'console-login')
    await enterPassword(page, passwordOf(server))
    await enterCode(page, '000000')
    await expect(page.getByRole('alert')).toContainText('还可以试 4 次')
    await expectClear(page, 'code')
    await picture(page, 'console-code')
    await enterCode(page, await freshCode(secretOf(server)))
    await expect(page.getByRole('heading', { name: '运行' })).toBeVisible()
  })

  await test.step('the figures count what has happened', async () => {
    await expect(figure(page, '生效中')).toHaveText('2')
    await expect(figure(page, '已注销')).toHaveText('0')
    await expect(figure(page, '今天申请')).toHaveText('1')
    await picture(page, 'console-overview')
    await expectClear(page, 'overview')
    await go(page, '公司')
    await expect(page.getByRole('row', { name: new RegExp(COMPANY.creditCode) })).toContainText('2')
    await page.getByRole('searchbox').fill('没有这家公司')
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByText('没有找到“没有这家公司”')).toBeVisible()
    await page.getByRole('searchbox').fill(COMPANY.creditCode)
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByText('第 1–1 家，共 1 家')).toBeVisible()
    await picture(page, 'console-companies')
    await expectClear(page, 'companies')
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
    for (const action of ['登录失败', '动态码不对', '登录', '批准申请', '签发证书', '注销证书'])
      await expect(page.getByRole('rowheader', { name: action, exact: true }).first()).toBeVisible()
    await picture(page, 'console-audit')
    await expectClear(page, 'audit log')
    await page.getByLabel('事项', { exact: true }).selectOption('签发证书')
    await expect(page.getByRole('rowheader')).toHaveText(['签发证书', '签发证书'])
    await page.getByLabel('事项', { exact: true }).selectOption('全部事项')
    await page.getByRole('searchbox').fill('没有这样的词')
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByText('没有这样的记录')).toBeVisible()
    await expect(page.getByRole('status')).toContainText('没有缺漏和改动')
    await page.getByRole('searchbox').fill('')
    await page.getByRole('searchbox').press('Enter')
  })

  await test.step('whoever has logged out sees nothing more', async () => {
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible()
    await page.getByRole('button', { name: 'Log out' }).click()
    await page.reload()
    await expect(page.getByLabel('密码', { exact: true })).toBeVisible()
  })
})

test('an administrator adds an officer, who sets up the second factor and sees what the roles allow', async ({
  console: page,
  server,
}) => {
  await logIn(page, server)
  const NEW_PASSWORD = '一段自己才知道的长密码 2026'
  let given = ''

  await test.step('the new officer gets a one-time password', async () => {
    await go(page, '审核员')
    await page.getByRole('button', { name: '添加审核员' }).click()
    const dialog = page.getByRole('dialog', { name: '添加审核员' })
    await expect(dialog.getByLabel('账号')).toBeFocused()
    await page.keyboard.type('officer')
    await dialog.getByLabel(/^审计/).press('Space')
    await page.keyboard.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('已经有人用')
    await dialog.getByLabel('账号').fill('何审')
    await expectClear(page, 'adding an officer')
    await picture(page, 'console-officer-add')
    await dialog.getByRole('button', { name: '添加' }).click()
    const shown = page.getByRole('dialog', { name: '何审的一次性密码' })
    given = (await shown.getByText(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/).textContent()) ?? ''
    await expectClear(page, 'one-time password')
    await picture(page, 'console-officer-given')
    await shown.getByRole('button', { name: '已转交' }).click()
    await expect(page.getByRole('row', { name: /何审/ })).toContainText('待首次登录')
  })

  await test.step('the last administrator stays one', async () => {
    await page.getByRole('button', { name: 'officer的详情' }).click()
    const details = page.getByRole('complementary', { name: '审核员详情' })
    await details.getByLabel(/人员管理/).uncheck()
    await details.getByRole('button', { name: '保存角色' }).click()
    await expect(page.getByRole('alert')).toContainText('至少要有一位')
    await picture(page, 'console-officers')
    await expectClear(page, 'officers')
    await page.getByRole('button', { name: '退出' }).click()
  })

  let codes: string[] = []
  await test.step('the first log-in sets up code, recovery codes and a password of one’s own', async () => {
    await page.getByLabel('账号').fill('何审')
    await enterPassword(page, given)
    await expect(page.getByRole('img', { name: '验证器应用的二维码' })).toBeVisible()
    await expect(page.getByRole('navigation')).toHaveCount(0)
    await expectClear(page, 'setting up')
    await picture(page, 'console-factor')
    const secret = (await page.locator('.secret').textContent()) ?? ''
    await enterCode(page, await freshCode(fromBase32(secret)))
    await expect(page.getByRole('heading', { name: '恢复码' })).toBeVisible()
    codes = await page.getByRole('listitem').allTextContents()
    expect(codes).toHaveLength(10)
    await expectClear(page, 'recovery codes')
    await picture(page, 'console-recovery')
    await page.keyboard.press('Enter')
    await page.getByLabel('当前密码').fill(given)
    await page.getByLabel('新密码').fill(NEW_PASSWORD)
    await page.getByLabel('再输入一次').fill(`${NEW_PASSWORD}7`)
    await expect(page.getByText('两次输入的新密码不一样')).toBeVisible()
    await page.getByLabel('再输入一次').fill(NEW_PASSWORD)
    await expectClear(page, 'first password')
    await picture(page, 'console-first-password')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: '运行' })).toBeVisible()
  })

  await test.step('an auditor sees every list, and nothing that is done', async () => {
    await expect(page.getByRole('navigation').getByRole('button')).toHaveText([
      ...['运行', '公司', '人员', '证书', '印章', '订单', '发票', '统计', '审计日志', '设置'],
    ])
    await go(page, '审计日志')
    await expect(page.getByRole('rowheader', { name: '添加审核员', exact: true }).first()).toBeVisible()
    await page.getByRole('button', { name: '何审' }).click()
    await expect(page.getByRole('definition').filter({ hasText: '审计' })).toBeVisible()
    await expectClear(page, 'account')
    await picture(page, 'console-account')
    await page.getByRole('button', { name: '退出' }).click()
  })

  await test.step('a recovery code takes the place of the phone, once', async () => {
    await page.getByLabel('账号').fill('何审')
    await enterPassword(page, NEW_PASSWORD)
    await enterCode(page, codes[0] ?? '')
    await expect(page.getByRole('heading', { name: '运行' })).toBeVisible()
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByLabel('账号').fill('何审')
    await enterPassword(page, NEW_PASSWORD)
    await enterCode(page, codes[0] ?? '')
    await expect(page.getByRole('alert')).toContainText('已经用过')
  })
})
