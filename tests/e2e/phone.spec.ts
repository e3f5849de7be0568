/** The phone page by itself: getting a certificate, looking after it, and everything that can go wrong. */
import { AppError } from '#core/errors'
import type { AskingDesktop } from '../support/asking-desktop.ts'
import { COMPANY, digitsOn, enrol, enterPin, PIN } from './support/acts.ts'
import { show, visit } from './support/asking.ts'
import { expect, test } from './support/fixtures.ts'
import type { Phone } from './support/phone.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const WANG = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }
const NEW_PIN = '190284'

const go = ({ page }: Phone, tab: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: tab, exact: true }).tap()

/** Shows a code that asks for seals, and opens its address on the phone. */
const ask = async ({ page }: Phone, server: Server): Promise<AskingDesktop> => {
  const desktop = show(server)
  await visit(page, await desktop.code)
  return desktop
}

test('a certificate is applied for, looked at, and its PIN changed', async ({ phone }) => {
  const { page } = phone

  await test.step('a credit code with a slip is not taken', async () => {
    await expect(page.getByRole('heading', { name: '还没有证书' })).toBeVisible()
    await page.getByRole('button', { name: '申请证书' }).tap()
    await expect(page.getByRole('button', { name: new RegExp(COMPANY.name) })).toBeVisible()
    await page.getByLabel('姓名').fill(WANG.person)
    await page.getByLabel('统一社会信用代码').fill(COMPANY.creditCode.replace(/M$/, 'N'))
    await page.getByLabel('手机名称').fill(WANG.device)
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    await expect(page.getByText('校验位对不上，对照营业执照再核对一遍。')).toBeVisible()
    await picture(page, 'phone-enrol-wrong')
    await page.getByLabel('统一社会信用代码').fill('91410100ma9abcd16m')
    await expect(page.getByText('校验位对不上')).toBeHidden()
    await picture(page, 'phone-enrol')
  })

  await test.step('an easy PIN and two different ones are refused', async () => {
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    await enterPin(phone, '123456')
    await expect(page.getByRole('alert')).toContainText('PIN 码太简单')
    await picture(page, 'phone-pin-new')
    await enterPin(phone, PIN)
    await expect(page.getByRole('heading', { name: '再输入一次' })).toBeVisible()
    await enterPin(phone, NEW_PIN)
    await expect(page.getByRole('alert')).toContainText('两次输入的不一样')
    await enterPin(phone, PIN)
    await enterPin(phone, PIN)
  })

  await test.step('the certificate and the seal are there', async () => {
    await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('已试解密一次，成功')).toBeVisible()
    await picture(page, 'phone-enrolled')
    await page.getByRole('button', { name: '回到首页' }).tap()
    await go(phone, '证书')
    await expect(page.getByText('生效中', { exact: true })).toBeVisible()
    await picture(page, 'phone-certificates')
    await page.getByRole('button', { name: '详情' }).tap()
    await expect(page.getByText(COMPANY.creditCode)).toBeVisible()
    await picture(page, 'phone-certificate')
  })

  await test.step('the PIN is changed, and the old one no longer counts', async () => {
    await page.getByRole('button', { name: '修改 PIN 码' }).tap()
    await expect(page.getByRole('heading', { name: '输入现在的 PIN 码' })).toBeVisible()
    await picture(page, 'phone-change-pin')
    for (const pin of [PIN, NEW_PIN, NEW_PIN]) await enterPin(phone, pin)
    await expect(page.getByText('PIN 码已修改')).toBeVisible()
    await page.getByRole('button', { name: '返回' }).tap()
    await page.getByRole('button', { name: '修改 PIN 码' }).tap()
    for (const pin of [PIN, '730164', '730164']) await enterPin(phone, pin)
    await expect(page.getByRole('alert')).toContainText('PIN 码不对，还可以试 4 次')
    await page.getByRole('button', { name: '返回' }).tap()
  })
})

test('help, history, language and the camera', async ({ addPhone, phone, server }) => {
  await enrol(phone, WANG)
  const { page } = phone

  await test.step('what was cancelled on the computer is not told as a failure', async () => {
    const desktop = await ask(phone, server)
    await expect(page.getByRole('heading', { name: '盖 3 个印章' })).toBeVisible()
    expect(await digitsOn(page)).toBe(desktop.machine.code)
    await desktop.driver.act((now) => desktop.machine.fail(new AppError('cancelled'), now))
    await expect(page.getByText('电脑上取消了')).toBeVisible()
    await picture(page, 'phone-cancelled')
    desktop.close()
    await page.getByRole('button', { name: '回到首页' }).tap()
  })

  await test.step('a request is confirmed, another refused', async () => {
    const confirmed = await ask(phone, server)
    await page.getByRole('button', { name: '输入 PIN 码确认' }).tap()
    await enterPin(phone, PIN)
    await confirmed.until(({ state }) => state === 'answered')
    await expect(page.getByText('签名已交给电脑')).toBeVisible()
    confirmed.close()
    const refused = await ask(phone, server)
    await page.getByRole('button', { name: '拒绝' }).tap()
    const dialog = page.getByRole('dialog', { name: '拒绝这个请求？' })
    await dialog.getByRole('button', { name: '不是我发起的' }).tap()
    await expect(dialog.getByLabel('原因（选填，电脑上会显示）')).toHaveValue('不是我发起的')
    await picture(page, 'phone-refuse')
    const told = expect(refused.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'request-refused',
      details: { reason: '不是我发起的' },
    })
    await dialog.getByRole('button', { name: '拒绝' }).tap()
    await told
    await expect(page.getByText('电脑收到了拒绝，没有做任何修改。')).toBeVisible()
    refused.close()
    await page.getByRole('button', { name: '回到首页' }).tap()
  })

  await test.step('the history tells all three', async () => {
    await page.getByRole('button', { name: /确认记录/ }).tap()
    const entries = page.getByRole('listitem').filter({ hasText: '签章 3 个' })
    await expect(entries).toHaveText([/已拒绝/, /已确认/, /电脑取消/])
    await picture(page, 'phone-history')
    await page.getByRole('button', { name: '返回' }).tap()
  })

  await test.step('help, and the other language', async () => {
    await go(phone, '我的')
    await picture(page, 'phone-me')
    await page.getByRole('button', { name: /怎么用/ }).tap()
    await expect(page.getByText('一致就输入 PIN 码，不一致就拒绝。')).toBeVisible()
    await picture(page, 'phone-help')
    await page.getByRole('button', { name: '返回' }).tap()
    await page.getByText('English').tap()
    await expect(page.getByRole('heading', { name: 'Me', exact: true })).toBeVisible()
    await page.reload()
    await expect(page).toHaveTitle('BidSeal')
    await picture(page, 'phone-english')
    await go(phone, 'Me')
    await page.getByText('简体中文').tap()
    await go(phone, '首页')
  })

  await test.step('without a camera, a code is pasted; nonsense is refused', async () => {
    await page.getByRole('button', { name: /扫一扫/ }).tap()
    await expect(page.getByText('没有找到相机')).toBeVisible()
    await page.getByLabel('或者粘贴二维码的内容').fill('https://example.com/p/#nonsense')
    await page.getByRole('button', { name: '继续' }).tap()
    const sheet = page.getByRole('dialog', { name: '二维码不对' })
    await expect(sheet.getByText('在电脑上重新显示二维码，再扫一次。')).toBeVisible()
    await picture(page, 'phone-scan-wrong')
    await sheet.getByRole('button', { name: '知道了' }).tap()
  })

  await test.step('a camera that may not be used', async () => {
    const shy = await addPhone({ isCameraForbidden: true })
    await enrol(shy, WANG)
    await shy.page.getByRole('button', { name: /扫一扫/ }).tap()
    await expect(shy.page.getByText('没有相机权限')).toBeVisible()
    await picture(shy.page, 'phone-scan')
  })
})

test('a browser without a certificate sends nothing', async ({ phone, server }) => {
  const { page } = phone
  const desktop = await ask(phone, server)
  await expect(page.getByRole('heading', { name: '这个浏览器里没有证书' })).toBeVisible()
  await expect(page.getByRole('button', { name: '申请证书' })).toHaveCount(0)
  expect(desktop.machine.introduction).toBeNull()
  expect(page.url()).not.toContain('#')
  await picture(page, 'phone-no-certificate')
  desktop.close()
})

test('five wrong PINs lock the certificate', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, WANG)
  const desktop = await ask(phone, server)
  const locked = expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
    code: 'pin-locked',
  })
  await page.getByRole('button', { name: '输入 PIN 码确认' }).tap()
  for (const left of [4, 3, 2, 1]) {
    await enterPin(phone, NEW_PIN)
    await expect(page.getByRole('alert')).toHaveText(`PIN 码不对，还可以试 ${left} 次`)
    if (left === 4) await picture(page, 'phone-pin-wrong')
  }
  await enterPin(phone, NEW_PIN)
  await expect(page.getByRole('heading', { name: '证书已锁定' })).toBeVisible()
  await picture(page, 'phone-locked')
  await locked
  desktop.close()
  await page.getByRole('button', { name: '申请证书' }).tap()
  await expect(page.getByLabel('姓名')).toBeVisible()
  await page.getByRole('button', { name: '返回' }).tap()
  await go(phone, '证书')
  await expect(page.getByText('已锁定')).toBeVisible()
})
