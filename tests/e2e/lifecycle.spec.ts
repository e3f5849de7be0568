/** A certificate's life on the phone: paid, downloaded, tagged, renewed, revoked; and got back on another phone. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { enterPin } from './support/acts.ts'
import { expectClear } from './support/clear.ts'
import { openCompanyServer, type CompanyServer } from './support/company.ts'
import { cutOff } from './support/cut-off.ts'
import { expect, test as base } from './support/fixtures.ts'
import { openPhone, type Phone } from './support/phone.ts'
import { picture } from './support/pictures.ts'

const WANG = '13700000001'
const LI = '13700000002'
const LI_CODE = '92440300MAK8DEM349'
const PASSWORD = 'tender north 2026'
const PIN = '246810'
const NEW_PIN = '730518'
const DAY = 24 * 3600_000

interface Fixtures {
  readonly office: CompanyServer
  readonly phone: Phone
}

const test = base.extend<Fixtures>({
  office: async ({}, use) => {
    const office = await openCompanyServer('lifecycle')
    await use(office)
    await office.close()
  },
  phone: async ({ office, folder }, use) => {
    const phone = await openPhone(office, { folder: join(folder, 'phone') })
    phone.page.setDefaultTimeout(20_000)
    await use(phone)
    await phone.close()
  },
})

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap()

/** Lets time pass, for the server and for the phone. */
const pass = async ({ page }: Phone, office: CompanyServer, time: number): Promise<void> =>
  page.clock.setFixedTime(Number(await office.tell({ act: 'pass', mobile: '', time: String(time) })))

const logIn = async (page: Page, mobile: string): Promise<void> => {
  await page.getByLabel('手机号').fill(mobile)
  await press(page, '用密码登录')
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await press(page, '登录')
}

/** The tab with the certificates, and one of its lists. */
const showList = async (page: Page, name: RegExp): Promise<void> => {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('button', { name: '证书' }).tap()
  await page.getByRole('navigation', { name: '证书列表' }).getByRole('button', { name }).tap()
}

/** The screen as a person sees it, before axe, and with nothing out of reach. */
const look = async (page: Page, name: string): Promise<void> => {
  await expectClear(page, name)
  expect.soft(await cutOff(page), name).toEqual([])
  await picture(page, `phone-life-${name}`)
}

const choosePin = async (phone: Phone, pin: string): Promise<void> => {
  await expect(phone.page.getByText('设置 6 位 PIN 码')).toBeVisible()
  await enterPin(phone, pin)
  await expect(phone.page.getByText('再输入一次')).toBeVisible()
  await enterPin(phone, pin)
}

const idOf = async (page: Page): Promise<string> =>
  page.evaluate(() => {
    const screen: unknown = history.state
    return typeof screen === 'object' && screen !== null && 'application' in screen ? String(screen.application) : ''
  })

test('from payment to download, tags, renewal and revocation', async ({ phone, office }) => {
  const { page } = phone
  const claim = await office.tell({ act: 'claim', mobile: WANG })
  await pass(phone, office, 0)

  await test.step('what is to be paid', async () => {
    await press(page, '登录或注册')
    await logIn(page, WANG)
    await expect(page.getByRole('heading', { name: '账号' })).toBeVisible()
    await press(page, '返回')
    await showList(page, /^待下载/)
    await expect(page.getByText('待支付')).toBeVisible()
    await look(page, 'to-pay')
    await press(page, '去支付')
    await expect(page.getByRole('button', { name: /^支付 ¥/ })).toBeVisible()
    await office.tell({ act: 'pay', mobile: WANG, id: claim })
    await page.reload()
    await press(page, '下载证书')
  })

  await test.step('a download that is interrupted goes on with the same PIN', async () => {
    await expect(page.getByText('签名密钥在这部手机里生成')).toBeVisible()
    await look(page, 'download')
    await press(page, '设置 PIN 码并下载')
    await page.route('**/certificates', (route) => route.abort())
    await choosePin(phone, PIN)
    await expect(page.getByRole('alert')).toBeVisible({ timeout: 30_000 })
    await look(page, 'download-failed')
    await page.unroute('**/certificates')
    await page.reload()
    await expect(page.getByText('上次下载没有完成')).toBeVisible()
    await look(page, 'download-again')
    await press(page, '继续下载')
    await enterPin(phone, NEW_PIN)
    await expect(page.getByText(/PIN 码不对/)).toBeVisible()
    await look(page, 'download-pin')
    await enterPin(phone, PIN)
    await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
    await look(page, 'downloaded')
    await press(page, '回到首页')
  })

  await test.step('the certificate has tags, by which lists are narrowed', async () => {
    await showList(page, /^生效中/)
    await press(page, '详情')
    await page.getByLabel('新标签').fill('矿山')
    await press(page, '添加')
    await page.getByLabel('新标签').fill('投标专用')
    await press(page, '添加')
    await expect(page.getByRole('button', { name: '删除标签 投标专用' })).toBeVisible()
    await page.getByLabel('新标签').fill('矿山')
    await expect(page.getByText('这个标签已经有了')).toBeVisible()
    await page.getByLabel('新标签').fill('')
    await expect(page.getByText(/起可以续期/)).toBeVisible()
    await look(page, 'certificate')
    await page.getByRole('button', { name: '注销证书' }).scrollIntoViewIfNeeded()
    await picture(page, 'phone-life-certificate-end')
    await press(page, '删除标签 投标专用')
    await expect(page.getByRole('button', { name: '删除标签 投标专用' })).toHaveCount(0)
    await press(page, '返回')
    await page.getByRole('group', { name: '按标签筛选' }).getByRole('button', { name: '矿山' }).tap()
    await expect(page.getByRole('region', { name: '杭州验证科技有限公司' })).toBeVisible()
    await look(page, 'in-force')
  })

  await test.step('near its end it is renewed, by whoever logs in again', async () => {
    await pass(phone, office, 300 * DAY)
    await page.reload()
    await page.getByRole('navigation').getByRole('button', { name: '我的' }).tap()
    await page.getByRole('button', { name: /登录或注册/ }).tap()
    await logIn(page, WANG)
    await press(page, '返回')
    await showList(page, /^生效中/)
    await expect(page.getByText('续期后旧标书仍能解密')).toBeVisible()
    await picture(page, 'phone-life-renewable')
    await press(page, '续期')
    await expect(page.getByText('旧证书到期')).toBeVisible()
    await look(page, 'renew')
    await press(page, '提交续期申请')
    await expect(page.getByRole('heading', { name: '审核中' })).toBeVisible()
    await look(page, 'renew-waiting')
    await press(page, '返回')
    await showList(page, /^审核中/)
    await look(page, 'under-review')
    await press(page, '详情')
    const id = await idOf(page)
    await office.tell({ act: 'approve', mobile: WANG, id, officer: 'first' })
    await office.tell({ act: 'pay', mobile: WANG, id })
    await press(page, '返回')
    await showList(page, /^待下载/)
    await press(page, '下载')
    await expect(page.getByText('输入旧证书的 PIN 码，新证书沿用它。')).toBeVisible()
    await look(page, 'renew-download')
    await press(page, '输入 PIN 码并下载')
    await enterPin(phone, PIN)
    await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('续期后旧标书仍能解密')).toBeVisible()
    await press(page, '回到首页')
  })

  await test.step('it is given up for good', async () => {
    await showList(page, /^生效中/)
    const newest = page.getByRole('region', { name: '杭州验证科技有限公司' }).first()
    await newest.getByRole('button', { name: '详情' }).tap()
    await page.getByRole('button', { name: /^注销证书/ }).tap()
    await expect(page.getByText('这部手机没有未开标标书的记录')).toBeVisible()
    await press(page, '输入 PIN 码注销')
    await expect(page.getByText('在这里输入“注销”两个字')).toBeVisible()
    await look(page, 'revoke')
    await page.getByLabel('输入“注销”确认').fill('注销')
    await press(page, '输入 PIN 码注销')
    await enterPin(phone, PIN)
    await expect(page.getByRole('heading', { name: '证书已注销' })).toBeVisible({ timeout: 30_000 })
    await look(page, 'revoked')
    await press(page, '查看已失效的证书')
    await expect(page.getByText('已注销')).toBeVisible()
    await expect(page.getByRole('button', { name: '重新申领' })).toBeVisible()
    await look(page, 'ended')
  })
})

test('nothing is cut off on small phones and magnified pages, in either language', async ({ phone, office }) => {
  const { page } = phone
  const application = await office.tell({ act: 'claim', mobile: WANG })
  await office.tell({ act: 'pay', mobile: WANG, id: application })
  await pass(phone, office, 0)
  await press(page, '登录或注册')
  await logIn(page, WANG)
  await press(page, '返回')
  await page.evaluate((id) => history.replaceState({ at: 'download', application: id }, ''), application)
  await page.reload()
  await press(page, '设置 PIN 码并下载')
  await choosePin(phone, PIN)
  await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
  await press(page, '回到首页')
  await showList(page, /^生效中/)
  await press(page, '详情')
  const credential = await page.evaluate(() => {
    const screen: unknown = history.state
    return typeof screen === 'object' && screen !== null && 'credential' in screen ? String(screen.credential) : ''
  })
  const screens = [
    { at: 'certificates' },
    { at: 'download', application },
    ...(['certificate', 'renew', 'recover', 'revoke'] as const).map((at) => ({ at, credential })),
  ]
  for (const language of ['zh-CN', 'en'])
    for (const [width, height] of [
      [360, 640],
      [195, 422],
    ] as const) {
      await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
      await page.setViewportSize({ width, height })
      await page.reload({ waitUntil: 'networkidle' })
      const show = (screen: object) =>
        page.evaluate((state) => dispatchEvent(new PopStateEvent('popstate', { state })), screen)
      // fetches this part of the page
      await show({ at: 'download', application })
      await expect(page.locator('.outcome')).toBeVisible()
      for (const screen of screens) {
        await show(screen)
        await expect(page.locator('main')).not.toBeEmpty()
        await picture(page, `phone-${width}-${language}-life-${screen.at}`)
        expect.soft(await cutOff(page), `${screen.at}, ${width}, ${language}`).toEqual([])
      }
    }
})

test('got back on another phone, and the older keys with it', async ({ phone, office }) => {
  const { page } = phone
  await office.tell({ act: 'lose', mobile: LI, creditCode: LI_CODE })
  await pass(phone, office, 0)

  await test.step('whoever logs in is told', async () => {
    await press(page, '登录或注册')
    await logIn(page, LI)
    await expect(page.getByText('有 1 张证书不在这部手机里')).toBeVisible()
    await look(page, 'lost')
    await press(page, '返回')
    await showList(page, /^生效中/)
    await expect(page.getByText('不在本机')).toBeVisible()
    await look(page, 'elsewhere')
    await press(page, '详情')
    await expect(page.getByText('不在这部手机里')).toBeVisible()
    await look(page, 'certificate-elsewhere')
    await press(page, '找回证书')
  })

  await test.step('the policy is read to its end', async () => {
    const tick = page.getByRole('checkbox')
    await expect(tick).toBeDisabled()
    await look(page, 'policy')
    await page.getByText('费用和责任').scrollIntoViewIfNeeded()
    await page.locator('main').evaluate((main) => main.scrollTo(0, main.scrollHeight))
    await tick.check()
    await look(page, 'policy-read')
    await pass(phone, office, 1000)
    await press(page, '开始找回')
  })

  await test.step('identity, and the stamped form', async () => {
    await expect(page.getByText('要和首次认证的是同一个人')).toBeVisible()
    await look(page, 'recover-steps')
    await pass(phone, office, 1000)
    await press(page, '去认证')
    await press(page, '再认证一次')
    await page.getByLabel('银行卡', { exact: true }).check()
    await page.getByLabel('姓名').fill('李强生')
    await page.getByLabel('身份证号').fill('999999190002280017')
    await page.getByLabel('银行卡号').fill('4111 1111 1111 1111')
    await page.getByLabel('银行预留手机号').fill(LI)
    await press(page, '提交认证')
    await press(page, '去上传申领书')
    await expect(page.getByRole('link', { name: /^下载.*（PDF）/ })).toBeVisible()
    const id = await idOf(page)
    await office.tell({ act: 'stamp', mobile: LI, id })
    await press(page, '返回')
    await press(page, '提交找回申请')
    await expect(page.getByRole('heading', { name: '等待两名审核员' })).toBeVisible()
    await look(page, 'recover-waiting')
    await office.tell({ act: 'approve', mobile: LI, id, officer: 'first' })
    await expect(page.getByRole('heading', { name: '等待第二名审核员' })).toBeVisible()
    await office.tell({ act: 'approve', mobile: LI, id, officer: 'second' })
    await office.tell({ act: 'pay', mobile: LI, id })
    await press(page, '下载')
  })

  await test.step('new certificates under a new PIN', async () => {
    await press(page, '设置 PIN 码并下载')
    await choosePin(phone, NEW_PIN)
    await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('旧密钥等待保管人释放')).toBeVisible()
    await look(page, 'recovered')
    await press(page, '查看')
  })

  await test.step('older keys, once their keepers have released them', async () => {
    await expect(page.getByRole('heading', { name: '旧密钥等待保管人释放' })).toBeVisible()
    await look(page, 'older-keys')
    await office.tell({ act: 'release', mobile: LI })
    await expect(page.getByText('已释放 1 把旧密钥')).toBeVisible()
    await press(page, '输入 PIN 码取回')
    await enterPin(phone, NEW_PIN)
    await expect(page.getByRole('heading', { name: '1 张旧证书的标书可以解密' })).toBeVisible({ timeout: 30_000 })
    await look(page, 'older-keys-fetched')
    await press(page, '回到首页')
    await showList(page, /^已失效/)
    await expect(page.getByText('已被接替')).toBeVisible()
  })

  await test.step('a locked one leads to getting it back', async () => {
    await showList(page, /^生效中/)
    await press(page, '详情')
    await page.getByRole('button', { name: '修改 PIN 码' }).tap()
    for (let left = 4; left >= 0; left--) {
      await enterPin(phone, PIN)
      await choosePin(phone, '830517')
      await expect(page.getByText(left === 0 ? '手机证书已锁定' : `还可以试 ${left} 次`)).toBeVisible()
    }
    await press(page, '找回证书')
    await expect(page.getByRole('heading', { name: '证书找回政策' })).toBeVisible()
  })
})
