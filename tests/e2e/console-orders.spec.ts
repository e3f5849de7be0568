/** An officer at the console: finds orders and invoices, looks at one, and exports them. */
import { readFile } from 'node:fs/promises'
import { databaseOf } from '#server/database'
import { openStore } from '#server/store/store'
import { COMPANY } from './support/acts.ts'
import { expectClear } from './support/clear.ts'
import { go, logIn, test as base } from './support/console.ts'
import { expect, newServer } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const test = base.extend<object, { server: Server }>({
  server: [newServer, { scope: 'worker', timeout: 90_000 }],
})

const AT = Date.UTC(2026, 10, 25, 1)
const MINUTE = 60_000
const STATES = ['created', 'awaiting', 'paid', 'closed', 'expired', 'refunded'] as const
const idOf = (n: number): string => `20261125${n.toString(16).toUpperCase().padStart(12, '0')}`
const LATE = idOf(60)

const orderOf = (n: number) => {
  const state = STATES[n % STATES.length] ?? 'created'
  const isPaid = state === 'paid' || state === 'refunded'
  const at = AT + n * MINUTE
  return {
    ...{ id: idOf(n), account: 'a', application: `A-${n}`, kind: n % 2 ? 'claim' : 'join', organisation: 'bidseal' },
    ...{ creditCode: COMPANY.creditCode, company: `河南示范第${n}建设工程有限公司`, fen: 30_000, state, dueAt: null },
    ...{ createdAt: at, expiresAt: at + 7 * 24 * 60 * MINUTE, transactionId: isPaid ? `42000024${n}` : null },
    ...{ channel: isPaid ? 'h5' : null, begunAt: isPaid ? at + MINUTE : null, paidAt: isPaid ? at + 2 * MINUTE : null },
    ...{ endedAt: isPaid ? null : at + 3 * MINUTE, refundReason: null },
  } as const
}

/** Orders of every state, the newest paid when it was over, and two invoices of it. */
const fill = async ({ data }: Server): Promise<void> => {
  const store = await openStore(await databaseOf(data))
  const { orders, invoices, paymentNotices, accounts } = store
  await accounts.add({ id: 'a', mobile: '13900000001', password: null, wechat: null }, AT)
  for (let n = 1; n < 60; n++) await orders.add(orderOf(n))
  const late = {
    ...{ ...orderOf(62), id: LATE, company: COMPANY.name, state: 'refunding' as const, transactionId: '4200002460' },
    ...{ endedAt: AT + 80 * MINUTE, paidAt: AT + 90 * MINUTE, dueAt: AT + 99 * MINUTE, refundReason: 'closed' },
  }
  await orders.add(late)
  await paymentNotices.add({ id: 'n1', order: LATE, verdict: 'applied', at: AT + 90 * MINUTE })
  await paymentNotices.add({ id: 'query:4200002460', order: LATE, verdict: 'repeated', at: AT + 91 * MINUTE })
  const invoice = { order: LATE, account: 'a', taxNumber: COMPANY.creditCode, email: 'a@example.com', fen: 30_000 }
  const title = COMPANY.name
  await invoices.add({
    ...invoice,
    title,
    id: `${LATE}F1`,
    state: 'dropped',
    replaces: null,
    createdAt: AT,
    dueAt: null,
  })
  await invoices.add({
    ...invoice,
    title: '=HYPERLINK("http://example.com")',
    id: `${LATE}F2`,
    state: 'reversing',
    ...{ replaces: `${LATE}F1`, createdAt: AT + 1, dueAt: null },
  })
  await store.close()
}

test('an officer finds orders and invoices, looks at one and exports them', async ({ console: page, server }) => {
  await logIn(page, server)

  await test.step('there are none at first', async () => {
    await go(page, '订单')
    await expect(page.getByText('还没有订单')).toBeVisible()
    await go(page, '发票')
    await expect(page.getByText('还没有发票')).toBeVisible()
    await picture(page, 'console-no-invoices')
  })

  await test.step('orders are listed page by page, by state and by words', async () => {
    await fill(server)
    await go(page, '订单')
    await expect(page.getByRole('row')).toHaveCount(51)
    await picture(page, 'console-orders')
    await expectClear(page, 'orders')
    await page.getByRole('button', { name: '下一页' }).click()
    await expect(page.getByText('第 2 页')).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(11)
    await page.getByLabel('状态').selectOption('已退款')
    await expect(page.getByRole('row').filter({ hasText: '已退款' })).toHaveCount(10)
    await page.getByRole('searchbox').fill('没有这家')
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByText('没有这样的订单')).toBeVisible()
    await page.getByLabel('状态').selectOption('全部状态')
    await page.getByRole('searchbox').fill(LATE)
    await page.getByRole('searchbox').press('Enter')
    await expect(page.getByRole('row')).toHaveCount(2)
  })

  await test.step('one is shown with its payment, refund and invoices, by the keyboard', async () => {
    const open = page.getByRole('button', { name: `订单 ${LATE} 的详情` })
    await open.focus()
    await page.keyboard.press('Enter')
    const details = page.getByRole('complementary', { name: '订单详情' })
    await expect(details).toContainText(/取消.*支付成功.*订单取消后才支付/)
    await expect(details).toContainText('收到通知')
    await picture(page, 'console-order')
    await expectClear(page, 'order')
    await details.getByRole('button', { name: `发票 ${LATE}F2 的详情` }).click()
    const invoice = page.getByRole('complementary', { name: '发票详情' })
    await expect(invoice).toContainText('冲红中')
    await picture(page, 'console-invoice')
    await expectClear(page, 'invoice')
    await invoice.getByRole('button', { name: '查看订单' }).click()
    await expect(details).toBeVisible()
  })

  await test.step('an export is a table that runs nothing, and the audit log tells of it', async () => {
    await go(page, '发票')
    const begun = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出' }).click()
    const download = await begun
    expect(download.suggestedFilename()).toBe('发票.csv')
    const table = await readFile(await download.path(), 'utf8')
    expect(table.startsWith('\ufeff')).toBe(true)
    expect(table).toContain(`"'=HYPERLINK(`)
    await go(page, '审计日志')
    await expect(page.getByRole('rowheader', { name: '导出发票' })).toBeVisible()
  })
})
