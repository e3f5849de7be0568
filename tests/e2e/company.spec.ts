/** The company's page on the phone: agreeing to a join with a sealed letter, members, handing over, removing, leaving. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { pdfsig } from '../support/judges.ts'
import { expectClear } from './support/clear.ts'
import { openCompanyServer, type CompanyServer } from './support/company.ts'
import { cutOff } from './support/cut-off.ts'
import { expect, test as base } from './support/fixtures.ts'
import { openPhone, type Phone } from './support/phone.ts'
import { picture } from './support/pictures.ts'

const WANG = '13700000001'
const LI = '13700000002'
const PASSWORD = 'tender north 2026'
const PIN = '246810'

interface Fixtures {
  readonly office: CompanyServer
  readonly wang: Phone
  readonly li: Phone
}

const test = base.extend<Fixtures>({
  office: async ({}, use) => {
    const office = await openCompanyServer()
    await use(office)
    await office.close()
  },
  wang: async ({ office, folder }, use) => {
    const phone = await openPhone(office, { folder: join(folder, 'wang') })
    await use(phone)
    await phone.close()
  },
  li: async ({ office, folder }, use) => {
    const phone = await openPhone(office, { folder: join(folder, 'li') })
    await use(phone)
    await phone.close()
  },
})

const SIZE = { width: 390, height: 844 }
/** At 125 % and at 200 %. */
const MAGNIFIED = [
  { width: 312, height: 675 },
  { width: 195, height: 422 },
] as const

/** Nothing serious before axe, and nothing cut off where it is magnified. */
const expectFine = async (page: Page, screen: string): Promise<void> => {
  await expectClear(page, screen)
  for (const size of MAGNIFIED) {
    await page.setViewportSize(size)
    expect.soft(await cutOff(page), `${screen}, ${size.width}`).toEqual([])
  }
  await page.setViewportSize(SIZE)
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap()
const typePin = (page: Page): Promise<void> => page.keyboard.type(PIN)

const logIn = async (page: Page, mobile: string): Promise<void> => {
  page.setDefaultTimeout(20_000)
  await press(page, '我的')
  await page.getByRole('button', { name: /登录或注册/ }).tap()
  await page.getByLabel('手机号').fill(mobile)
  await press(page, '用密码登录')
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await press(page, '登录')
  await expect(page.getByRole('heading', { name: '账号' })).toBeVisible()
}

/** Shows a screen as if it had been left there. */
const goTo = async (page: Page, screen: object): Promise<void> => {
  await page.evaluate((state) => history.replaceState(state, ''), screen)
  await page.reload()
}

const download = async (page: Page, application: string): Promise<void> => {
  await goTo(page, { at: 'download', application })
  await press(page, '设置 PIN 码并下载')
  await typePin(page)
  await expect(page.getByText(/再输入一次/)).toBeVisible()
  await typePin(page)
  await expect(page.getByRole('status').filter({ hasText: /证书已/ })).toBeVisible({ timeout: 60_000 })
}

const openCompany = async (page: Page): Promise<void> => {
  await goTo(page, { at: 'companies' })
  await expect(page.getByRole('heading', { name: '杭州验证科技有限公司' })).toBeVisible()
}

test('a colleague joins with a letter that is sealed on the phone, takes the company over, and removes', async ({
  office,
  wang: { page: wang },
  li: { page: li },
  folder,
}) => {
  let joining = ''

  await test.step('the administrator has the company’s certificate on the phone', async () => {
    const claim = await office.tell({ act: 'claim', mobile: WANG })
    await logIn(wang, WANG)
    await download(wang, claim)
    await openCompany(wang)
    await expect(wang.getByText('没有人在等处理。')).toBeVisible()
    await expectFine(wang, 'company alone')
    await picture(wang, 'phone-company-alone')
  })

  await test.step('somebody asks to join: seals, last day, letter, PIN', async () => {
    joining = await office.tell({ act: 'join', mobile: LI, administrator: WANG })
    await openCompany(wang)
    await wang.getByRole('button', { name: /李强生申请加入/ }).tap()
    await expect(wang.getByText('137****0002')).toBeVisible()
    await expectFine(wang, 'joining')
    await picture(wang, 'phone-joining')
    await wang.getByLabel('企业公章').uncheck()
    await press(wang, '同意并盖章')
    await expect(wang.getByText('至少选一枚印章')).toBeVisible()
    await wang.getByLabel('企业公章').check()
    await wang.getByLabel('合同专用章').check()
    await wang.reload()
    await expect(wang.getByLabel('合同专用章')).toBeChecked()
    await press(wang, '同意并盖章')
    await expect(wang.getByRole('heading', { name: '同意李强生加入' })).toBeVisible()
    await expectFine(wang, 'PIN for the letter')
    await picture(wang, 'phone-joining-pin')
    await wang.keyboard.type('135790')
    await expect(wang.getByText(/还可以试 4 次/)).toBeVisible()
    await typePin(wang)
    await expect(wang.getByText('已同意李强生加入')).toBeVisible({ timeout: 60_000 })
    await picture(wang, 'phone-joining-agreed')
  })

  await test.step('approved and paid, the colleague has a certificate and sees the company', async () => {
    await office.tell({ act: 'approve', mobile: LI, id: joining })
    await logIn(li, LI)
    await download(li, joining)
    await openCompany(li)
    await expect(li.getByText('企业公章、合同专用章')).toBeVisible()
    await expectFine(li, 'company of staff')
    await picture(li, 'phone-company-staff')
  })

  await test.step('the sealed letter is valid for other programs', async () => {
    await openCompany(wang)
    await wang.getByRole('button', { name: /李强生（办事人员）/ }).tap()
    await expect(wang.getByText('有效', { exact: true })).toBeVisible()
    await expectFine(wang, 'member')
    await picture(wang, 'phone-member')
    const downloading = wang.waitForEvent('download')
    await wang.getByRole('link', { name: /查看盖章的授权书/ }).tap()
    const file = join(folder, 'letter.pdf')
    await (await downloading).saveAs(file)
    const words = pdfsig(folder, file, await readFile(office.root, 'utf8'))
    expect(words).toContain('Signature is Valid')
    expect(words).toContain('Certificate is Trusted')
  })

  await test.step('the administration is offered, taken back, offered again and accepted', async () => {
    await openCompany(wang)
    await press(wang, '移交企业管理员 选一名办事人员接任')
    await wang.getByLabel(/李强生/).check()
    await expectFine(wang, 'handover')
    await picture(wang, 'phone-handover')
    await press(wang, '输入 PIN 码')
    await expect(wang.getByRole('heading', { name: '移交给李强生' })).toBeVisible()
    await typePin(wang)
    await expect(wang.getByText('已提出移交给李强生')).toBeVisible({ timeout: 60_000 })
    await expectFine(wang, 'offer made')
    await picture(wang, 'phone-handover-offered')
    await press(wang, '撤回')
    await expect(wang.getByText('已撤回移交')).toBeVisible()
    await press(wang, '移交企业管理员 选一名办事人员接任')
    await wang.getByLabel(/李强生/).check()
    await press(wang, '输入 PIN 码')
    await typePin(wang)
    await expect(wang.getByText('已提出移交给李强生')).toBeVisible({ timeout: 60_000 })
    await openCompany(li)
    await expect(li.getByText('王敏之要把企业管理员移交给你')).toBeVisible()
    await expectFine(li, 'offer got')
    await picture(li, 'phone-handover-got')
    await press(li, '接受')
    await expect(li.getByText('你现在是企业管理员')).toBeVisible()
    await expectFine(li, 'company of the new administrator')
    await picture(li, 'phone-company')
    await expect(wang.getByRole('button', { name: '退出企业' }), 'without being asked').toBeVisible()
  })

  await test.step('the former administrator is removed, for good', async () => {
    await li.getByRole('button', { name: /王敏之（办事人员）/ }).tap()
    await press(li, '移出企业')
    await expect(li.getByRole('heading', { name: '移出王敏之' })).toBeVisible()
    await expectFine(li, 'removal')
    await picture(li, 'phone-member-remove')
    await press(li, '输入 PIN 码')
    await typePin(li)
    await expect(li.getByText('已移出王敏之')).toBeVisible({ timeout: 60_000 })
    await li.getByText('记录', { exact: true }).tap()
    await expect(li.getByText('王敏之被移出企业')).toBeVisible()
    await expectFine(li, 'history')
    await goTo(wang, { at: 'companies' })
    await expect(wang.getByText('你还不属于任何企业。')).toBeVisible()
    await expectFine(wang, 'no company')
    await picture(wang, 'phone-company-none')
  })
})
