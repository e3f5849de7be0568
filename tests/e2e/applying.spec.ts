/** Applying on the phone: a company is found, claimed in three steps, returned, submitted again, approved; and joined by another. */
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { renderSVG } from 'uqr'
import { review } from '#tests/support/officer'
import { expectClear } from './support/clear.ts'
import { cutOff } from './support/cut-off.ts'
import { expect, test } from './support/fixtures.ts'
import { chooseAuthority, press, register } from './support/life.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const COMPANY = '杭州验证科技有限公司'
const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

/** A photograph of paper, larger than what is sent of it. */
const photograph = (text: string, code?: string): Promise<Buffer> =>
  sharp({ create: { width: 2600, height: 1900, channels: 3, background: '#f2ede2' } })
    .composite([
      {
        input: Buffer.from(
          `<svg width="2600" height="1900"><rect x="120" y="120" width="2360" height="1660" fill="none" stroke="#8a2a22" stroke-width="18"/><text x="1300" y="700" font-size="220" text-anchor="middle" font-family="Noto Sans CJK SC">${text}</text><circle cx="1900" cy="1350" r="240" fill="none" stroke="#c8302b" stroke-width="22"/></svg>`,
        ),
      },
      ...(code === undefined ? [] : [{ input: Buffer.from(renderSVG(code, { pixelSize: 14 })), left: 300, top: 1050 }]),
    ])
    .jpeg()
    .toBuffer()

const send = async (page: Page, name: string, code?: string): Promise<void> => {
  const file = { name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: await photograph(name, code) }
  await page.locator('input[type=file]:not([capture])').setInputFiles(file)
}

/** Screens on a magnified page, in either language: nothing may be cut off. The one that is shown comes first. */
const narrow = async (page: Page, screens: readonly string[]): Promise<void> => {
  const before = page.viewportSize()
  const shown = await page.evaluate((): unknown => history.state)
  await page.setViewportSize({ width: 195, height: 422 })
  for (const language of ['en', 'zh-CN']) {
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
    for (const [index, at] of screens.entries()) {
      await page.evaluate((screen) => history.replaceState(screen, ''), index === 0 ? shown : { at })
      await page.reload()
      await expect(page.getByRole('button', { name: language === 'en' ? 'Back' : '返回' })).toBeVisible()
      await expect(page.locator('main')).not.toBeEmpty()
      await picture(page, `phone-195-${language}-${at}`)
      expect.soft(await cutOff(page), `${at}, ${language}`).toEqual([])
    }
  }
  await page.setViewportSize(before ?? { width: 390, height: 844 })
}

/** The company is found by somebody else, who knows its administrator. */
const join = async (page: Page, server: Server): Promise<void> => {
  await test.step('the company is found, its administrator is masked', async () => {
    await register(page, server, { name: '李强生', idNumber: '999999190002280017', mobile: '13800138072' })
    await page.getByLabel('企业名称或统一社会信用代码').fill('91330100MA2TE5TX0X')
    await press(page, '查找')
    await expect(page.getByText('已认领，可加入')).toBeVisible()
    await picture(page, 'phone-found')
    await press(page, new RegExp(COMPANY))
    await expect(page.getByText('138****8071')).toBeVisible()
    await expectClear(page, 'join')
    await picture(page, 'phone-join')
    await press(page, '知道管理员信息并申领加入')
  })

  await test.step('wrong data are counted, right ones lead on', async () => {
    await press(page, '下一步')
    await expect(page.getByLabel('管理员姓名')).toBeFocused()
    await page.getByLabel('管理员姓名').fill('王敏')
    await page.getByLabel('管理员手机号').fill('138 0013 8071')
    await press(page, '下一步')
    await expect(page.getByText('今天还可以试 4 次')).toBeVisible()
    await expectClear(page, 'join with mistakes')
    await picture(page, 'phone-join-wrong')
    await page.getByLabel('管理员姓名').fill('王敏之')
    await press(page, '下一步')
    await expect(page.getByLabel('省份')).toBeVisible()
    await chooseAuthority(page)
    await narrow(page, ['application-step'])
    await press(page, '提交申请')
    await expect(page.getByText('等管理员同意，再由CA机构审核。')).toBeVisible()
    await picture(page, 'phone-join-submitted')
  })

  await test.step('it is withdrawn', async () => {
    await press(page, '撤回申请')
    await expectClear(page, 'withdraw')
    await picture(page, 'phone-withdraw')
    await page.getByRole('dialog').getByRole('button', { name: '撤回申请' }).tap()
    await expect(page.getByText('这份申请已经撤回')).toBeVisible()
    await narrow(page, ['application', 'applications', 'find-company', 'claim', 'messages'])
  })

  await test.step('the administrator is gone: somebody asks to take his place', async () => {
    await page.evaluate(() => history.replaceState({ at: 'find-company' }, ''))
    await page.reload()
    await page.getByLabel('企业名称或统一社会信用代码').fill('91330100MA2TE5TX0X')
    await press(page, '查找')
    await press(page, new RegExp(COMPANY))
    await press(page, /申请变更管理员/)
    await expect(title(page, '变更企业管理员')).toBeVisible()
    await expect(page.getByText('变更后不能撤销')).toBeVisible()
    await expect(page.getByLabel('企业名称')).toHaveValue(COMPANY)
    await expect(page.getByLabel('企业名称')).toBeDisabled()
    await expectClear(page, 'takeover')
    await picture(page, 'phone-takeover')
    await narrow(page, ['claim'])
    await send(page, '营业执照')
    await expect(page.getByRole('img', { name: '营业执照' })).toBeVisible()
    await page.getByLabel('法人姓名').fill('赵一鸣')
    await page.getByLabel('法人证件号').fill('999999190002280017')
    await page.getByLabel('长期').check()
    await press(page, '下一步')
    await chooseAuthority(page)
    await press(page, '下一步')
    await send(page, '盖章的申请书')
    await expect(page.getByRole('img', { name: '盖章的申请书' })).toBeVisible()
    await picture(page, 'phone-takeover-form')
    await press(page, '提交申请')
    await expect(page.getByText('由两名审核员先后审核。')).toBeVisible()
    await expectClear(page, 'takeover submitted')
    await picture(page, 'phone-takeover-submitted')
  })
}

test('claims a company in three steps, corrects what was returned, is approved, and joined by another', async ({
  phone,
  addPhone,
  server,
}) => {
  const { page } = phone
  page.setDefaultTimeout(20_000)

  await test.step('log-in and identity come first, and lead to the search', async () => {
    await picture(page, 'phone-home-new')
    await register(page, server, { name: '王敏之', idNumber: '999999190001010015', mobile: '13800138071' })
    await expectClear(page, 'find a company')
    await page.getByLabel('企业名称或统一社会信用代码').fill('杭州验证科技')
    await press(page, '查找')
    await expect(page.getByText('没有找到“杭州验证科技”')).toBeVisible()
    await expectClear(page, 'no company found')
    await picture(page, 'phone-find')
  })

  await test.step('the company’s data are judged while they are filled in, and survive', async () => {
    await press(page, '认领没有列出的企业')
    await expect(page.getByLabel('企业名称')).toHaveValue('杭州验证科技')
    await press(page, '下一步')
    await expect(page.getByText('先上传营业执照照片')).toBeVisible()
    await page.getByLabel('统一社会信用代码').fill('91330100MA2TE5TX0Y')
    await expect(page.getByText('代码的校验位对不上')).toBeVisible()
    await page.getByLabel('法人证件号').fill('999999190002290012')
    await expect(page.getByText('核对证件号')).toBeVisible()
    await expectClear(page, 'company with mistakes')
    await picture(page, 'phone-claim-company-wrong')
    await page.getByLabel('统一社会信用代码').fill('9133 0100 ma2te5tx0x')
    await page.getByLabel('企业名称').fill(COMPANY)
    await page.getByLabel('法人姓名').fill('赵一鸣')
    await page.getByLabel('法人证件号').fill('999999190002280017')
    await page.getByLabel('长期').check()
  })

  await test.step('a picture that does not arrive is sent again', async () => {
    const sent: number[] = []
    await page.route('**/api/uploads?*', async (route) => {
      sent.push(route.request().postDataBuffer()?.length ?? 0)
      if (sent.length === 1) await route.abort()
      else await route.continue()
    })
    await send(page, '营业执照', 'https://register.example/licence?uniscid=91330100MA2TE5TX0X')
    await expect(page.getByText('和执照二维码里的代码一致')).toBeVisible()
    await expect(page.getByRole('alert')).toContainText('连不上服务器')
    await picture(page, 'phone-claim-upload-failed')
    await press(page, '再传一次')
    const seen = page.getByRole('img', { name: '营业执照' })
    await expect(seen).toBeVisible()
    expect(await seen.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2000)
    await page.unroute('**/api/uploads?*')
    await page.reload()
    await expect(page.getByLabel('法人姓名')).toHaveValue('赵一鸣')
    await expect(page.getByRole('img', { name: '营业执照' })).toBeVisible()
    await expectClear(page, 'company')
    await picture(page, 'phone-claim-company')
  })

  await test.step('where the certificates are used, and who issues them', async () => {
    await press(page, '下一步')
    await expect(page.getByLabel('省份')).toBeVisible()
    await press(page, '下一步')
    await expect(page.getByText('选择一家CA机构')).toBeVisible()
    await chooseAuthority(page)
    await expectClear(page, 'certificate')
    await picture(page, 'phone-claim-certificate')
    await press(page, '返回')
    await expect(page.getByLabel('法人姓名')).toHaveValue('赵一鸣')
    await press(page, '下一步')
    await expect(page.getByLabel('交易平台')).toHaveValue('henan-demo')
    await press(page, '下一步')
  })

  await test.step('the form is downloaded, and comes back stamped', async () => {
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载申请书（PDF）' }).tap()
    expect((await downloading).suggestedFilename()).toMatch(/^application-[0-9a-f]{8}\.pdf$/)
    await press(page, '提交申请')
    await expect(page.getByText('先上传盖章的申请书')).toBeVisible()
    await send(page, '盖章的申请书')
    await expect(page.getByRole('img', { name: '盖章的申请书' })).toBeVisible()
    await expectClear(page, 'form')
    await picture(page, 'phone-claim-form')
    await narrow(page, ['application-step'])
    await page.getByRole('button', { name: '提交申请' }).dblclick()
    await expect(page.getByText('审核中')).toBeVisible()
    await expectClear(page, 'application')
    await picture(page, 'phone-application')
  })

  await test.step('what an officer returns says why, and is submitted again', async () => {
    await review(server, COMPANY, { returned: '申请书上的公章不完整' })
    await expect(page.getByText('申请被退回，改正后再提交')).toBeVisible({ timeout: 30_000 })
    await expectClear(page, 'returned application')
    await picture(page, 'phone-application-returned')
    await press(page, '修改后再提交')
    await expect(page.getByText('申请书上的公章不完整')).toBeVisible()
    await expect(page.getByLabel('统一社会信用代码')).toBeDisabled()
    await press(page, '下一步')
    await expect(page.getByLabel('省份')).toHaveValue('410000')
    await press(page, '下一步')
    await send(page, '盖章的申请书')
    await expect(page.getByText('还没有照片')).toHaveCount(0)
    await expect(page.getByRole('button', { name: '重新拍照' })).toBeEnabled()
    await press(page, '提交申请')
    await expect(page.getByText('审核中')).toBeVisible()
    await expect(page.getByText('退回修改')).toBeVisible()
    await picture(page, 'phone-application-again')
  })

  await test.step('messages tell of it', async () => {
    await page.goto('about:blank')
    await page.goto(`${server.address}/p/`)
    await press(page, /^消息/)
    await expect(page.getByText('申请被退回')).toBeVisible()
    await expectClear(page, 'messages')
    await picture(page, 'phone-messages')
    await press(page, /申请被退回/)
    await expect(title(page, '申请')).toBeVisible()
    await press(page, '返回')
    await expect(page.getByText('2 条未读')).toBeVisible()
    await press(page, '全部已读')
    await expect(page.getByRole('button', { name: '全部已读' })).toBeHidden()
    await press(page, '返回')
  })

  await test.step('all of a person’s applications', async () => {
    await press(page, '我的')
    await picture(page, 'phone-me-applying')
    await press(page, /^我的申请/)
    await expectClear(page, 'applications')
    await picture(page, 'phone-applications')
    await press(page, new RegExp(COMPANY))
    await review(server, COMPANY, 'approved')
    await expect(page.getByText('待支付')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByRole('listitem').filter({ hasText: '审核通过' })).toBeVisible()
    await picture(page, 'phone-application-approved')
    await press(page, '去支付')
    await expect(page.getByRole('button', { name: /^支付 ¥/ })).toBeVisible()
  })

  const other = await addPhone()
  other.page.setDefaultTimeout(20_000)
  await join(other.page, server)
})
