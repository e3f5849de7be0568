/** What people do on the phone in the life of a certificate, in the words that stand on the screens. */
import type { Page } from '@playwright/test'
import { enterPin, PIN } from './acts.ts'
import { expect } from './fixtures.ts'
import { licencePicture, stampedPicture, type LicenceFacts } from './papers.ts'
import type { Phone } from './phone.ts'
import type { Server } from './server.ts'

export const PASSWORD = 'tender north 2026'

export interface Person {
  readonly name: string
  readonly idNumber: string
  readonly mobile: string
}

export const press = (page: Page, name: string | RegExp): Promise<void> =>
  page
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .tap()

/** The code that was sent last, as a developer reads it. */
const readSms = async (page: Page, { developerPage }: Server, mobile: string): Promise<string> => {
  const other = await page.context().newPage()
  await other.goto(developerPage)
  const message = other
    .getByRole('listitem')
    .filter({ hasText: mobile })
    .filter({ has: other.locator('output') })
  const code = await message.first().locator('output').innerText()
  await other.close()
  return code
}

/** Proves by a bank card who one is. */
export const prove = async (page: Page, { name, idNumber, mobile }: Person): Promise<void> => {
  await page.getByLabel('银行卡', { exact: true }).check()
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('身份证号').fill(idNumber)
  await page.getByLabel('银行卡号').fill('4111 1111 1111 1111')
  await page.getByLabel('银行预留手机号').fill(mobile)
  await press(page, '提交认证')
}

/** From a new phone's home to the search for a company. */
export const register = async (page: Page, server: Server, person: Person): Promise<void> => {
  await press(page, '申领企业证书')
  await press(page, '注册')
  await page.getByLabel('手机号').fill(person.mobile)
  await press(page, '获取验证码')
  await expect(page.getByText('已发到这个手机号，5 分钟内有效')).toBeVisible()
  await page.getByLabel('验证码', { exact: true }).fill(await readSms(page, server, person.mobile))
  await page.getByLabel('设置密码').fill(PASSWORD)
  await press(page, '注册')
  await prove(page, person)
  await expect(page.getByRole('heading', { name: '查找企业' })).toBeVisible()
}

const sendPicture = async (page: Page, buffer: Buffer): Promise<void> => {
  await page.locator('input[type=file]:not([capture])').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer })
  await expect(page.getByRole('button', { name: '重新拍照' })).toBeEnabled()
}

/** Where certificates are used, and the first of the organisations that issue them. */
export const chooseAuthority = async (page: Page): Promise<void> => {
  await page.getByLabel('省份').selectOption({ label: '河南省' })
  await page.getByLabel('交易平台').selectOption({ label: '河南示范电子商务平台' })
  await page.getByRole('radio').first().check()
}

/** Downloads the form, and sends it back stamped. */
export const stampForm = async (page: Page, company: string): Promise<void> => {
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: /^下载.*（PDF）/ }).tap()
  const form = await (await downloading).createReadStream()
  const parts: Buffer[] = []
  for await (const part of form) parts.push(part as Buffer)
  await sendPicture(page, await stampedPicture(Buffer.concat(parts), company))
}

export interface Claim extends LicenceFacts {
  readonly legalIdNumber: string
}

/** Claims a company that nobody has claimed, up to where officers look at it. */
export const claim = async ({ page }: Phone, facts: Claim): Promise<void> => {
  await page.getByLabel('企业名称或统一社会信用代码').fill(facts.name)
  await press(page, '查找')
  await press(page, '认领没有列出的企业')
  await page.getByLabel('统一社会信用代码').fill(facts.creditCode)
  await page.getByLabel('法人姓名').fill(facts.legalPerson)
  await page.getByLabel('法人证件号').fill(facts.legalIdNumber)
  await page.getByLabel('长期').check()
  await sendPicture(page, await licencePicture(facts))
  await press(page, '下一步')
  await chooseAuthority(page)
  await press(page, '下一步')
  await stampForm(page, facts.name)
  await press(page, '提交申请')
  await expect(page.getByText('审核中')).toBeVisible()
}

/** Asks to join a company whose administrator one knows. */
export const askToJoin = async ({ page }: Phone, creditCode: string, administrator: Person): Promise<void> => {
  await page.getByLabel('企业名称或统一社会信用代码').fill(creditCode)
  await press(page, '查找')
  await press(page, /已认领，可加入/)
  await press(page, '知道管理员信息并申领加入')
  await page.getByLabel('管理员姓名').fill(administrator.name)
  await page.getByLabel('管理员手机号').fill(administrator.mobile)
  await press(page, '下一步')
  await chooseAuthority(page)
  await press(page, '提交申请')
  await expect(page.getByText('等管理员同意，再由CA机构审核。')).toBeVisible()
}

/** Pays the application on screen at the stand-in, and comes back to the order. */
export const pay = async ({ page }: Phone): Promise<void> => {
  await press(page, '去支付')
  await press(page, /^支付 ¥/)
  await expect(page.getByRole('heading', { name: '微信支付' })).toBeVisible()
  await page.getByRole('button', { name: '支付', exact: true }).tap()
  await press(page, '下载证书')
}

/** Makes keys under a new PIN and fetches the certificates of the order on screen. */
export const fetchCertificates = async (phone: Phone): Promise<void> => {
  const { page } = phone
  await press(page, '设置 PIN 码并下载')
  await enterPin(phone, PIN)
  await expect(page.getByText('再输入一次')).toBeVisible()
  await enterPin(phone, PIN)
  await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
}

/** Opens the page's start, as the icon on the phone does. */
export const openHome = async ({ page }: Phone, { address }: Server): Promise<void> => {
  await page.goto('about:blank')
  await page.goto(`${address}/p/`)
}
