/** An officer at the console: people, a company in detail, seals with their designs, and settings. */
import { readFile } from 'node:fs/promises'
import { databaseOf } from '#server/database'
import { openStore } from '#server/store/store'
import { COMPANY, enrol } from './support/acts.ts'
import { expectClear } from './support/clear.ts'
import { go, logIn, openColleague, test as base } from './support/console.ts'
import { expect, newServer } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const test = base.extend<object, { server: Server }>({
  server: [async ({}, use) => newServer({}, use), { scope: 'worker', timeout: 90_000 }],
})

const AT = Date.UTC(2026, 10, 25, 1)
const PERSON = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }

/** The company's administrator and somebody who has left, a phone that is logged in, and people without companies. */
const fill = async ({ data }: Server): Promise<void> => {
  const store = await openStore(await databaseOf(data))
  const { creditCode, name: company } = COMPANY
  for (let n = 0; n < 12; n++)
    await store.accounts.add(
      { id: `a${n}`, mobile: `139000000${n + 10}`, password: null, wechat: null },
      AT + n * 60_000,
    )
  for (const [n, kind] of ['claim', 'join'].entries()) {
    const application = `${n + 1}`.repeat(32)
    await store.applications.add({
      ...{ id: application, account: `a${n}`, kind, creditCode, company, state: 'issued', version: 1 },
      ...{ approvedBy: null, form: Uint8Array.of(0), createdAt: AT, changedAt: AT, submittedAt: AT },
    })
    const role = n === 0 ? 'administrator' : 'staff'
    await store.members.add({ application, creditCode, account: `a${n}`, role, since: AT + n })
  }
  await store.members.end('2'.repeat(32), AT + 60_000)
  const seenAt = Date.now()
  const session = { token: 't', id: 's', csrf: '', device: '王敏的手机', createdAt: seenAt, seenAt }
  await store.accountSessions.add({ ...session, account: 'a0' })
  await store.close()
}

test('an officer finds people, companies and seals, designs a seal and proposes a price', async ({
  console: page,
  phone,
  server,
}) => {
  await enrol(phone, PERSON)
  await logIn(page, server)

  await test.step('nobody has registered at first', async () => {
    await go(page, '人员')
    await expect(page.getByText('还没有人注册')).toBeVisible()
    await fill(server)
  })

  await test.step('somebody is found by number, and logged out with a reason', async () => {
    await page.getByRole('searchbox').fill('13900000010')
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByRole('row')).toHaveCount(2)
    await page.getByRole('button', { name: '手机号 139****0010 的详情' }).focus()
    await page.keyboard.press('Enter')
    const details = page.getByRole('complementary', { name: '人员详情' })
    await expect(details).toContainText('王敏的手机')
    await picture(page, 'console-person')
    await expectClear(page, 'person')
    await details.getByRole('button', { name: '退出全部登录' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: '退出全部登录' })).toBeDisabled()
    await dialog.getByLabel('手机丢失').check()
    await expectClear(page, 'logging out')
    await picture(page, 'console-person-log-out')
    await dialog.getByRole('button', { name: '退出全部登录' }).click()
    await expect(details).not.toContainText('王敏的手机')
    await page.getByRole('searchbox').fill('')
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByRole('row')).toHaveCount(13)
    await picture(page, 'console-people')
    await expectClear(page, 'people')
  })

  await test.step('a company is shown with its members, and its seals get another line', async () => {
    await page.getByRole('button', { name: '手机号 139****0010 的详情' }).click()
    await page.getByRole('complementary').getByRole('button', { name: COMPANY.name }).click()
    const details = page.getByRole('complementary', { name: '公司详情' })
    await expect(details).toContainText(/成员.*139\*\*\*\*0011.*退出.*139\*\*\*\*0010.*管理员/)
    await picture(page, 'console-company')
    await expectClear(page, 'company')
    await details.getByRole('button', { name: '印章样式' }).click()
    const dialog = page.getByRole('dialog', { name: `${COMPANY.name}的印章样式` })
    await expect(dialog.getByRole('img', { name: `${COMPANY.name}的印模` })).toBeVisible()
    await expect(dialog.getByRole('button', { name: '保存样式' })).toBeDisabled()
    await dialog.getByLabel('下方文字').fill('😀')
    await expect(dialog.getByRole('alert')).toContainText('字体里没有“😀”')
    await dialog.getByLabel('下方文字').fill('投标专用')
    await dialog.getByLabel('底部有信用代码').uncheck()
    await expect(dialog.getByRole('button', { name: '保存样式' })).toBeEnabled()
    await expect(dialog.getByRole('img')).toBeVisible()
    await expectClear(page, 'designer')
    await picture(page, 'console-seal-designer')
    await dialog.getByRole('button', { name: '保存样式' }).click()
    await expect(dialog).toBeHidden()
  })

  await test.step('seals are listed with their pictures, and any can be tried', async () => {
    await go(page, '印章')
    await expect(page.getByRole('row', { name: new RegExp(COMPANY.creditCode) })).toHaveCount(1)
    await page.getByRole('row', { name: new RegExp(COMPANY.creditCode) }).click()
    await expect(page.getByRole('complementary', { name: '印章详情' })).toContainText('42 × 42 毫米')
    await picture(page, 'console-seals')
    await expectClear(page, 'seals')
    await page.getByLabel('种类').selectOption('财务专用章')
    await expect(page.getByText('没有这样的印章')).toBeVisible()
    await page.getByRole('button', { name: '试画印章' }).click()
    const dialog = page.getByRole('dialog', { name: '试画印章' })
    await dialog.getByLabel('法定代表人章').check()
    await dialog.getByLabel('法定代表人姓名').fill('张明远')
    await expect(dialog.getByRole('img', { name: '张明远的印模' })).toBeVisible()
    await expectClear(page, 'trial')
    await picture(page, 'console-seal-trial')
    await dialog.getByRole('button', { name: '关闭' }).click()
  })

  await test.step('certificates are chosen by use and state, and exported as they are chosen', async () => {
    await go(page, '证书')
    await page.getByLabel('用途').selectOption('签名')
    await expect(page.getByRole('row')).toHaveCount(2)
    const begun = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出' }).click()
    const table = await readFile(await (await begun).path(), 'utf8')
    expect(table.trim().split('\n')).toHaveLength(2)
    await page.getByLabel('状态').selectOption('90 天内到期')
    await expect(page.getByText('没有这样的证书')).toBeVisible()
  })

  await test.step('figures of each month are shown as bars and tables', async () => {
    await go(page, '统计')
    await expect(page.getByRole('img', { name: '签发的证书，每月' })).toBeVisible()
    const november = page.getByRole('region', { name: '提交的申请' }).getByRole('row', { name: /^2026-11/ })
    await expect(november).toContainText('2')
    await page.getByLabel('从').fill('2026-11')
    await page.getByRole('button', { name: '显示' }).click()
    await picture(page, 'console-statistics')
    await expectClear(page, 'statistics')
  })

  await test.step('a price is proposed, and waits for another officer', async () => {
    await go(page, '设置')
    await page.getByRole('button', { name: '修改价格' }).click()
    const dialog = page.getByRole('dialog', { name: '修改价格' })
    const propose = dialog.getByRole('button', { name: '提出修改' })
    await dialog.getByLabel('认领企业（元）').fill('十元')
    await expect(propose).toBeDisabled()
    await dialog.getByLabel('认领企业（元）').fill('280')
    await expectClear(page, 'proposing')
    await picture(page, 'console-setting')
    await propose.click()
    await expect(page.getByText('等待另一位批准')).toBeVisible()
    await expect(page.getByRole('button', { name: '批准' })).toHaveCount(0)
    await picture(page, 'console-settings')
    await expectClear(page, 'settings')
    const colleague = await openColleague(server, page, '何审', ['authority'])
    await go(colleague.page, '设置')
    await expect(colleague.page.getByText('officer 于')).toBeVisible()
    await picture(colleague.page, 'console-setting-second')
    await colleague.page.getByRole('button', { name: '批准' }).click()
    await expect(colleague.page.getByRole('row', { name: /价格/ })).toContainText('已批准')
    await colleague.close()
    await go(page, '设置')
    await expect(page.getByRole('region', { name: '价格' })).toContainText('认领企业 ¥280.00')
    await go(page, '审计日志')
    await expect(page.getByRole('rowheader', { name: '批准修改设置' })).toBeVisible()
    await page.getByRole('button', { name: 'English' }).click()
    await picture(page, 'console-english')
  })
})
