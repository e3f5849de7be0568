/** Officers at their work: approve, return and recover, by keyboard, beside real pictures. */
import type { Page } from '@playwright/test'
import { databaseOf } from '#server/database'
import { openStore } from '#server/store/store'
import { openApplicant, type Applicant } from './support/applicant.ts'
import { expectClear } from './support/clear.ts'
import { go, logIn, openColleague, test as base } from './support/console.ts'
import { expect, newServer } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

/** Specs share a server that comes of one function: this one is of nobody else. */
const test = base.extend<object, { server: Server }>({
  server: [async ({}, use) => newServer({}, use), { scope: 'worker', timeout: 90_000 }],
})

const ZHANG = { name: '张明远', idNumber: '999999190001010015', mobile: '13800138021' }
const LI = { name: '李强生', idNumber: '999999190002280017', mobile: '13800138022' }
const FIRST = {
  ...{ name: '河南示范建设工程有限公司', creditCode: '91330100MA2TE5TX0X', legalPerson: ZHANG.name },
  ...{ idNumber: ZHANG.idNumber, licenceUntil: 'long-term' },
}
const SECOND = {
  ...{ name: '豫北模拟机电设备有限公司', creditCode: '91410500MA3DEMX24T', legalPerson: LI.name },
  ...{ idNumber: LI.idNumber, licenceUntil: 'long-term', isScanned: true },
}

const queue = (page: Page) => page.getByRole('navigation', { name: '待审核' })
const details = (page: Page) => page.getByRole('complementary', { name: '申请详情' })
const picturesShown = (page: Page) =>
  expect
    .poll(() => page.locator('.frame .sheet').evaluate((sheet) => sheet.getBoundingClientRect().width))
    .toBeGreaterThan(200)

/** Says yes to all of a checklist. */
const tickAll = async (page: Page, count: number): Promise<void> => {
  for (let key = 1; key <= count; key++) await page.keyboard.press(String(key))
}

/** As if the phone had fetched its certificates. */
const issue = async ({ data }: Server, id: string): Promise<void> => {
  const store = await openStore(await databaseOf(data))
  const row = await store.applications.find(id)
  if (row === null) throw new Error('no such application')
  await store.applications.change(id, row.version, { state: 'issued' }, Date.now())
  const { account, creditCode } = row
  const times = { notBefore: Date.now(), notAfter: Date.now() + 3e10, issuedAt: Date.now() }
  await store.holdings.add({
    ...{ application: id, account, creditCode, organisation: 'bidseal', seals: '[]', previous: null, ...times },
    ...{ signing: '5f3a90c17be24d6688f0aa41', encryption: '5f3a90c17be24d6688f0aa42', fingerprint: 'f'.repeat(64) },
    ...{ revokedAt: null, revocationReason: null, revokedBy: null },
  })
  await store.close()
}

test('officers approve, return and recover, by keyboard', async ({ console: page, server }) => {
  let zhang: Applicant
  let li: Applicant
  let first = ''
  let second = ''

  await test.step('nothing waits at first', async () => {
    await logIn(page, server)
    await go(page, '申请')
    await expect(page.getByRole('heading', { name: '没有等待审核的申请' })).toBeVisible()
    await expectClear(page, 'empty queue')
    await picture(page, 'console-review-empty')
  })

  await test.step('what was submitted is in the queue, longest waiting first, its picture beside it', async () => {
    zhang = await openApplicant(server, ZHANG)
    li = await openApplicant(server, LI)
    first = (await zhang.claim(FIRST)).id
    second = (await li.claim(SECOND, { licenceUntil: '2039-05-19' })).id
    await page.getByRole('button', { name: '刷新', exact: true }).click()
    await expect(queue(page).getByRole('listitem')).toHaveText([/河南示范.*认领企业/, /豫北模拟.*认领企业/])
    await expect(details(page)).toContainText('校验位正确')
    await expect(details(page)).toContainText('9999**********0015')
    await expect(page.getByRole('img', { name: '营业执照' })).toBeVisible()
    await picturesShown(page)
    await picture(page, 'console-review')
    await expectClear(page, 'review')
    await page.getByRole('button', { name: 'English' }).click()
    await expect(page.getByRole('heading', { name: 'Waiting' })).toBeVisible()
    await picture(page, 'console-review-en')
    await page.getByRole('button', { name: '中文' }).click()
  })

  await test.step('the picture is turned, enlarged and moved, and the next one shown', async () => {
    await page.keyboard.press('+')
    await page.keyboard.press('+')
    await page.keyboard.press('t')
    await expect(page.getByRole('button', { name: '150%' })).toBeVisible()
    const moved = page.locator('.moved')
    const before = await moved.getAttribute('style')
    await page.getByRole('group', { name: '营业执照，方向键移动' }).focus()
    await page.keyboard.press('ArrowDown')
    expect(await moved.getAttribute('style')).not.toBe(before)
    await page.keyboard.press('0')
    await page.keyboard.press(']')
    await expect(page.getByRole('img', { name: '盖章申请表' })).toBeVisible()
    await picturesShown(page)
    await picture(page, 'console-review-form')
  })

  await test.step('keys are told, and do nothing while somebody types', async () => {
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: '键盘操作' })
    await expect(help).toBeVisible()
    await page.keyboard.press('1')
    await expectClear(page, 'keys')
    await picture(page, 'console-review-keys')
    await page.keyboard.press('Escape')
    await expect(help).toBeHidden()
    await page.keyboard.press('r')
    await page.keyboard.type('a1?')
    await expect(page.getByLabel('补充说明')).toHaveValue('a1?')
    await expect(details(page)).toContainText('还有 7 项没有核对')
    await page.getByLabel('补充说明').fill('')
    await page.keyboard.press('Escape')
  })

  await test.step('a claim is approved when all of it was looked at; the next one opens by itself', async () => {
    await page.keyboard.press('a')
    await tickAll(page, 7)
    await expect(details(page)).toContainText('全部相符')
    await page.getByRole('button', { name: '刷新' }).click()
    await expect(details(page)).toContainText('全部相符')
    await picture(page, 'console-review-ready')
    await page.keyboard.press('a')
    await expect(queue(page).getByRole('status')).toHaveText(`已通过：${FIRST.name}`)
    await expect(queue(page).getByRole('listitem')).toHaveCount(1)
    await expect(details(page)).toContainText(SECOND.creditCode)
    expect((await zhang.find(first)).state).toBe('awaiting-payment')
  })

  await test.step('one that does not agree is returned with reasons; a form may be a PDF', async () => {
    await page.keyboard.press(']')
    await expect(page.getByRole('img', { name: '盖章申请表，第 1 页' })).toBeVisible()
    await picturesShown(page)
    await picture(page, 'console-review-pdf')
    await page.keyboard.press('[')
    await page.keyboard.press('Shift+4')
    await expect(details(page)).toContainText('1 项不符，不能通过')
    await page.keyboard.press('r')
    await page.keyboard.type('执照上写的是“长期”，请选择“长期”，其他内容不用改。')
    await picturesShown(page)
    await picture(page, 'console-review-return')
    await expectClear(page, 'returning')
    await page.keyboard.press('Control+Enter')
    await expect(queue(page).getByRole('status')).toHaveText(`已退回：${SECOND.name}`)
    await expect(page.getByRole('heading', { name: '没有等待审核的申请' })).toBeVisible()
    expect((await li.find(second)).history.at(-1)?.reasons).toEqual([
      '有效期与执照不符',
      '执照上写的是“长期”，请选择“长期”，其他内容不用改。',
    ])
    await li.correct(second, { licenceUntil: 'long-term' })
    await page.getByRole('button', { name: '刷新' }).click()
    await expect(queue(page).getByRole('listitem')).toContainText('补正后')
    await expect(details(page)).toContainText('第 2 次提交')
    await expect(details(page)).toContainText('退回：有效期与执照不符')
  })

  const colleague = await openColleague(server, page, '陈复')
  const other = colleague.page

  await test.step('somebody else has decided meanwhile', async () => {
    await expect(details(other)).toContainText(SECOND.creditCode)
    await tickAll(other, 7)
    await other.keyboard.press('a')
    await expect(queue(other).getByRole('status')).toHaveText(`已通过：${SECOND.name}`)
    await tickAll(page, 7)
    await page.keyboard.press('a')
    await expect(queue(page).getByRole('status')).toContainText('刚被别人处理或修改')
    await expect(page.getByRole('alert')).toHaveCount(0)
  })

  await test.step('a recovery needs two officers', async () => {
    await issue(server, first)
    const recovery = (await zhang.recover(first, FIRST.name)).id
    await page.getByRole('button', { name: '刷新' }).click()
    await expect(queue(page).getByRole('listitem')).toContainText('须两人审核')
    await expect(details(page)).toContainText('与首次实名')
    await picturesShown(page)
    await expectClear(page, 'recovery')
    await picture(page, 'console-review-recover')
    await tickAll(page, 4)
    await page.keyboard.press('a')
    await expect(queue(page).getByRole('status')).toContainText('等另一位审核员')
    await expect(details(page)).toContainText('第一位审核员是你')
    await tickAll(page, 4)
    await expect(page.getByRole('button', { name: /^通过/ })).toBeDisabled()
    await other.getByRole('button', { name: '刷新' }).click()
    await expect(queue(other).getByRole('listitem')).toContainText('待复核')
    await expect(details(other)).toContainText('officer 已通过')
    await tickAll(other, 4)
    await other.keyboard.press('a')
    await expect(queue(other).getByRole('status')).toHaveText(`已通过：${FIRST.name}`)
    expect((await zhang.find(recovery)).state).toBe('awaiting-payment')
  })

  await test.step('a change of administrator needs two officers, who see whose place it is', async () => {
    const takeover = (await li.takeOver(FIRST)).id
    await page.getByRole('button', { name: '刷新' }).click()
    await expect(queue(page).getByRole('listitem')).toContainText(/变更管理员.*须两人审核/)
    await page.getByRole('button', { name: /变更$/ }).click()
    await expect(details(page)).toContainText('张*远')
    await expect(details(page)).toContainText('138****8021')
    await expect(details(page)).toContainText(/已发消息/)
    await picturesShown(page)
    await expectClear(page, 'takeover')
    await picture(page, 'console-review-takeover')
    await tickAll(page, 8)
    await expect(details(page)).toContainText('还有 1 项没有核对')
    await page.keyboard.press('9')
    await page.keyboard.press('a')
    await expect(queue(page).getByRole('status')).toContainText('等另一位审核员')
    await other.getByRole('button', { name: '刷新' }).click()
    await expect(queue(other).getByRole('listitem')).toContainText('待复核')
    await expect(details(other)).toContainText('回拨核实')
    await expect(details(other)).toContainText('officer 已通过')
    await tickAll(other, 9)
    await expect(details(other)).toContainText('全部相符')
    await other.keyboard.press('a')
    await expect.poll(async () => (await li.find(takeover)).state).toBe('awaiting-payment')
  })

  await test.step('the audit log tells who looked and who decided', async () => {
    await go(other, '审计日志')
    for (const action of ['查看申请', '处理申请'])
      await expect(other.getByRole('rowheader', { name: action, exact: true }).first()).toBeVisible()
    await expect(other.getByText('claim-1').first()).toBeVisible()
  })
  await colleague.close()
})
