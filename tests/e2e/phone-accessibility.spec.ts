/** The phone's screens that need a certificate, before axe. */
import { COMPANY, enrol } from './support/acts.ts'
import { show, toPin, visit } from './support/asking.ts'
import { expectClear } from './support/clear.ts'
import { expect, test } from './support/fixtures.ts'

test('what the phone shows once it has a certificate is usable by everybody', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, { person: '王敏', company: COMPANY.name, device: '王敏的手机' })
  await expectClear(page, 'home with a certificate')
  await page.getByRole('navigation').getByRole('button', { name: '证书' }).tap()
  await page.getByRole('button', { name: '详情' }).tap()
  await expectClear(page, 'certificate')
  await page.getByRole('button', { name: '修改 PIN 码' }).tap()
  await expectClear(page, 'change PIN')
  await page.getByRole('button', { name: '返回' }).tap()
  await page.getByRole('button', { name: '返回' }).tap()
  await page.getByRole('navigation').getByRole('button', { name: '首页' }).tap()
  await page.getByRole('button', { name: /扫一扫/ }).tap()
  await expect(page.getByText('没有找到相机')).toBeVisible()
  await expectClear(page, 'scan')

  const desktop = show(server)
  await visit(page, await desktop.code)
  await expect(toPin(page)).toBeVisible()
  await expectClear(page, 'request')
  await toPin(page).tap()
  await expectClear(page, 'PIN of a request')
  await page.getByRole('button', { name: '返回' }).tap()
  await page.getByRole('button', { name: '拒绝' }).tap()
  await expectClear(page, 'reason of a refusal')
  await page.getByRole('dialog').getByRole('button', { name: '拒绝' }).tap()
  await expect(page.getByRole('heading', { name: '已拒绝' })).toBeVisible()
  await expectClear(page, 'refused')
  desktop.close()
  await page.getByRole('button', { name: '回到首页' }).tap()
  await page.getByRole('button', { name: /确认记录/ }).tap()
  await expectClear(page, 'history')
})
