/** What people do with phone and window, in the words that stand on the screens. */
import { expect, type Page } from '@playwright/test'
import type { Desktop } from './desktop.ts'
import type { Phone } from './phone.ts'
import { readCode } from './code.ts'

export const PIN = '483926'
export const COMPANY = { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' } as const

export interface Applicant {
  readonly person: string
  readonly company: string
  readonly device: string
}

/** Enters digits on the phone's pad. */
export const enterPin = async ({ page }: Phone, pin: string): Promise<void> => {
  const pad = page.getByRole('group', { name: '数字键盘' })
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).tap()
}

/** Gets certificates and the company seal for somebody of a demo company. */
export const enrol = async (phone: Phone, { person, company, device }: Applicant): Promise<void> => {
  const { page } = phone
  await page.getByRole('button', { name: '申请证书' }).first().tap()
  await page.getByLabel('姓名').fill(person)
  await page.getByRole('button', { name: new RegExp(company) }).tap()
  await page.getByLabel('手机名称').fill(device)
  await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
  await expect(page.getByText('设置 6 位 PIN 码')).toBeVisible()
  await enterPin(phone, PIN)
  await expect(page.getByText('再输入一次')).toBeVisible()
  await enterPin(phone, PIN)
  await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: '回到首页' }).tap()
}

/** The four digits, as a screen reader says them. */
export const digitsOn = async (page: Page): Promise<string> => {
  const digits = page.getByRole('img', { name: /四位核对码 \d/ })
  return ((await digits.getAttribute('aria-label')) ?? '').replace(/\D/g, '')
}

/** Opens the code's address on the phone, as its camera app does. */
export const openCode = async (phone: Phone, desktop: Desktop): Promise<void> => {
  const code = await readCode(desktop.page)
  await phone.page.goto('about:blank')
  await phone.page.goto(code)
}

/** Sees that both screens show the same digits, and confirms with the PIN. */
export const confirm = async (phone: Phone, desktop: Desktop): Promise<void> => {
  const { page } = phone
  await expect(page.getByRole('button', { name: '输入 PIN 码确认' })).toBeEnabled()
  expect(await digitsOn(page)).toBe(await digitsOn(desktop.page))
  await page.getByRole('button', { name: '输入 PIN 码确认' }).tap()
  await enterPin(phone, PIN)
}

export interface Tender {
  readonly name: string
  readonly id: string
  readonly lot: string
  readonly tenderee: string
  readonly opening: string
}

export const TENDER: Tender = {
  name: '智慧矿山巷道掘进设备采购项目',
  id: 'ZB-2026-118',
  lot: '01',
  tenderee: '中原能源建设有限公司',
  opening: '2027-03-16 09:00',
}

/** Fills in a new project and asks for the certificate. */
export const newProject = async ({ page }: Desktop, { name, id, lot, tenderee, opening }: Tender): Promise<void> => {
  await page
    .getByRole('button', { name: /新建工程/ })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('项目名称').fill(name)
  await dialog.getByLabel('招标编号').fill(id)
  await dialog.getByLabel('标段（包）').fill(lot)
  await dialog.getByLabel('招标人').fill(tenderee)
  await dialog.getByLabel('开标时间').fill(opening)
  await dialog.getByRole('button', { name: '新建并读取证书' }).click()
}

export const goToStep = async ({ page }: Desktop, step: string): Promise<void> => {
  await page
    .getByRole('list')
    .getByRole('button', { name: new RegExp(`${step}( ?已完成)?$`) })
    .first()
    .click()
}

/** Drops real files on the window. */
export const dropFiles = async ({ page }: Desktop, ...paths: readonly string[]): Promise<void> => {
  await page.evaluate(() => {
    const source = document.createElement('input')
    source.type = 'file'
    source.multiple = true
    source.id = 'dropped'
    source.hidden = true
    document.body.append(source)
  })
  await page.locator('#dropped').setInputFiles([...paths])
  await page.evaluate(() => {
    const source = document.querySelector<HTMLInputElement>('#dropped')
    const dataTransfer = new DataTransfer()
    for (const file of source?.files ?? []) dataTransfer.items.add(file)
    for (const type of ['dragover', 'drop'])
      dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    source?.remove()
  })
}

/** Drags the company seal onto the page on screen, its middle at a share of width and height. */
export const dragSeal = async ({ page }: Desktop, right: number, down: number): Promise<void> => {
  const tile = await page.locator('.seal-tile').first().boundingBox()
  const sheet = await page.locator('.seal-sheet').boundingBox()
  if (!tile || !sheet) throw new Error('no seal or no page on screen')
  await page.mouse.move(tile.x + tile.width / 2, tile.y + tile.height / 2)
  await page.mouse.down()
  await page.mouse.move(sheet.x + sheet.width / 2, sheet.y + sheet.height / 2, { steps: 6 })
  await page.mouse.move(sheet.x + sheet.width * right, sheet.y + sheet.height * down, { steps: 6 })
  await page.mouse.up()
}
