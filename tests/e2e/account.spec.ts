/** A person's account on the phone, with codes, WeChat and Alipay of the stand-ins. */
import type { Page } from '@playwright/test'
import { expectClear } from './support/clear.ts'
import { cutOff } from './support/cut-off.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import type { Server } from './support/server.ts'

const PASSWORD = 'tender north 2026'

/** The code that a number was sent last, as a developer reads it. */
const readCode = async (page: Page, { developerPage }: Server, mobile: string): Promise<string> => {
  const other = await page.context().newPage()
  await other.goto(developerPage)
  const message = other.getByRole('listitem').filter({ hasText: mobile }).first()
  const code = await message.locator('output').innerText()
  await other.close()
  return code
}

const fillCode = async (page: Page, server: Server, mobile: string): Promise<void> => {
  await page.getByLabel('手机号').fill(mobile)
  await page.getByRole('button', { name: '获取验证码' }).tap()
  await expect(page.getByText('已发到这个手机号，5 分钟内有效')).toBeVisible()
  await page.getByLabel('验证码', { exact: true }).fill(await readCode(page, server, mobile))
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).tap()

const register = async (page: Page, server: Server, mobile: string): Promise<void> => {
  await press(page, '登录或注册')
  await press(page, '注册')
  await fillCode(page, server, mobile)
  await page.getByLabel('设置密码').fill(PASSWORD)
  await press(page, '注册')
  await expect(page.getByRole('heading', { name: '账号' })).toBeVisible()
}

test('registers, logs out, in by password and with a forgotten one', async ({ phone, server }) => {
  const { page } = phone
  const mobile = '13800138001'

  await test.step('what is wrong is said at the field', async () => {
    await press(page, '登录或注册')
    await expectClear(page, 'log in')
    await picture(page, 'phone-login')
    await press(page, '注册')
    await page.getByLabel('手机号').fill('1380013')
    await page.getByLabel('设置密码').fill('12345678')
    await press(page, '注册')
    await expect(page.getByText('填写 11 位手机号')).toBeVisible()
    await expect(page.getByText('先获取验证码')).toBeVisible()
    await expect(page.getByText('太容易猜')).toBeVisible()
    await expect(page.getByLabel('手机号')).toBeFocused()
    await expectClear(page, 'register with mistakes')
    await picture(page, 'phone-register-wrong')
  })

  await test.step('a code is asked for, and a wrong one refused', async () => {
    await fillCode(page, server, mobile)
    await expect(page.getByRole('button', { name: /秒后重发/ })).toBeDisabled()
    await picture(page, 'phone-register')
    const code = await page.getByLabel('验证码', { exact: true }).inputValue()
    await page.getByLabel('验证码', { exact: true }).fill(code === '000000' ? '111111' : '000000')
    await page.getByLabel('设置密码').fill(PASSWORD)
    await press(page, '注册')
    await expect(page.getByText('验证码不对，还可以试 4 次')).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('手机号')).toHaveValue(mobile)
    await page.getByLabel('验证码', { exact: true }).fill(code)
    await page.getByLabel('设置密码').fill(PASSWORD)
    await press(page, '注册')
    await expect(page.getByText('138****8001')).toBeVisible()
    await expectClear(page, 'account')
    await picture(page, 'phone-account')
  })

  await test.step('the password is changed, and the page stays logged in over a reload', async () => {
    await page.getByRole('button', { name: /修改密码/ }).tap()
    await page.getByLabel('现在的密码').fill('not this one')
    await page.getByLabel('新密码').fill('another good one')
    await press(page, '修改密码')
    await expect(page.getByText('现在的密码不对')).toBeVisible()
    await expectClear(page, 'change password')
    await picture(page, 'phone-password')
    await page.getByLabel('现在的密码').fill(PASSWORD)
    await press(page, '修改密码')
    await expect(page.getByRole('heading', { name: '密码已修改' })).toBeVisible()
    await press(page, '返回')
    await page.reload()
    await expect(page.getByText('138****8001')).toBeVisible()
  })

  await test.step('the phones that are logged in', async () => {
    await page.getByRole('button', { name: /登录的手机/ }).tap()
    await expect(page.getByText('本机')).toBeVisible()
    await expectClear(page, 'phones')
    await picture(page, 'phone-devices')
    await press(page, '返回')
  })

  await test.step('out, and in again', async () => {
    await press(page, '退出登录')
    await expect(page.getByRole('button', { name: /登录或注册/ })).toBeVisible()
    await picture(page, 'phone-me-logged-out')
    await page.getByRole('button', { name: /登录或注册/ }).tap()
    await press(page, '用密码登录')
    await page.getByLabel('手机号').fill(mobile)
    await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
    await press(page, '登录')
    await expect(page.getByText('手机号或密码不对')).toBeVisible()
    await page.getByLabel('密码', { exact: true }).fill('another good one')
    await press(page, '登录')
    await expect(page.getByText('138****8001')).toBeVisible()
  })

  await test.step('a forgotten password', async () => {
    await press(page, '退出登录')
    await page.getByRole('button', { name: /登录或注册/ }).tap()
    await press(page, '忘记密码')
    await fillCode(page, server, mobile)
    await page.getByLabel('新密码').fill('the third password')
    await expectClear(page, 'reset')
    await picture(page, 'phone-reset')
    await press(page, '重设密码')
    await expect(page.getByText('138****8001')).toBeVisible()
  })
})

test('logs in with WeChat and binds a number, which has an account afterwards', async ({ phone, server }) => {
  const { page } = phone
  const mobile = '13800138002'
  await press(page, '登录或注册')
  await press(page, '微信登录')
  await page.getByRole('button', { name: '允许' }).tap()
  await expect(page.getByRole('heading', { name: '绑定手机号' })).toBeVisible()
  expect(new URL(page.url()).search).toBe('')
  await fillCode(page, server, mobile)
  await expectClear(page, 'bind')
  await picture(page, 'phone-bind')
  await press(page, '绑定并登录')
  await expect(page.getByText('已绑定')).toBeVisible()
  await press(page, '退出登录')
  await page.getByRole('button', { name: /登录或注册/ }).tap()
  await press(page, '微信登录')
  await page.getByRole('button', { name: '允许' }).tap()
  await expect(page.getByText('138****8002')).toBeVisible()
})

test('proves who one is at Alipay, and a second time by a bank card', async ({ phone, server }) => {
  const { page } = phone
  await register(page, server, '13800138003')

  await test.step('by a face check', async () => {
    await press(page, '去认证')
    await page.getByLabel('姓名').fill('王敏')
    await page.getByLabel('身份证号').fill('999999190002290012')
    await press(page, '去支付宝认证')
    await expect(page.getByText('核对身份证号，18 位')).toBeVisible()
    await picture(page, 'phone-identity')
    await page.getByLabel('身份证号').fill('9999991900 0101 0015')
    await press(page, '去支付宝认证')
    await press(page, '通过人脸识别')
    await expect(page.getByText('9999**********0015')).toBeVisible()
    await expectClear(page, 'identity')
    await picture(page, 'phone-identity-done')
  })

  await test.step('nobody else afterwards', async () => {
    await press(page, '再认证一次')
    await page.getByLabel('银行卡').check()
    await page.getByLabel('姓名').fill('李强')
    await page.getByLabel('身份证号').fill('999999190002280017')
    await page.getByLabel('银行卡号').fill('4111 1111 1111 1111')
    await page.getByLabel('银行预留手机号').fill('13900139000')
    await press(page, '提交认证')
    await expect(page.getByRole('alert')).toContainText('和首次认证的不是同一个人')
    await picture(page, 'phone-identity-card')
    await page.getByLabel('姓名').fill('王敏')
    await page.getByLabel('身份证号').fill('999999190001010015')
    await press(page, '提交认证')
    await expect(page.getByText(/，银行卡$/)).toBeVisible()
  })
})

test('nothing is cut off on small phones and magnified pages, in either language', async ({ phone, server }) => {
  const { page } = phone
  await register(page, server, '13800138004')
  for (const language of ['zh-CN', 'en']) {
    await page.evaluate((chosen) => localStorage.setItem('language', chosen), language)
    for (const [width, height] of [
      [360, 640],
      [195, 422],
    ] as const) {
      await page.setViewportSize({ width, height })
      for (const at of ['login', 'register', 'reset', 'bind', 'me', 'password', 'devices', 'identity']) {
        await page.evaluate((shown) => history.replaceState({ at: 'account', page: shown }, ''), at)
        await page.reload()
        await expect(page.locator('h1')).toBeVisible()
        await expect(page.getByRole('button', { name: language === 'en' ? 'Back' : '返回' })).toBeVisible()
        await picture(page, `phone-${width}-${language}-account-${at}`)
        expect.soft(await cutOff(page), `${at}, ${width}, ${language}`).toEqual([])
      }
    }
  }
})
