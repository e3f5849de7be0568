/** The phone page in the hands of real people: bad networks, small screens, impatient fingers, strange codes. */
import type { Page } from '@playwright/test'
import { COMPANY, enrol, enterPin, PIN } from './support/acts.ts'
import { refuse, show, toPin, visit } from './support/asking.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'

const WANG = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }
const [WRONG, ANOTHER] = ['190284', '730164']

/** Holds calls to a path back until they are let go. */
const hold = async (page: Page, path: string): Promise<() => Promise<void>> => {
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route(path, async (route) => {
    await held
    await route.continue().catch(() => {
      // The page no longer waits for it.
    })
  })
  return async () => {
    letGo()
    await page.unroute(path)
  }
}

test('a server that does not answer is no trap', async ({ phone, server }) => {
  const { page } = phone

  await test.step('getting a certificate shows how far it is, and can be cancelled', async () => {
    const release = await hold(page, '**/api/enrolments')
    await page.getByRole('button', { name: '申请证书' }).tap()
    await page.getByLabel('姓名').fill(WANG.person)
    await page.getByRole('button', { name: new RegExp(WANG.company) }).tap()
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    for (const pin of [PIN, PIN]) await enterPin(phone, pin)
    await expect(page.getByRole('listitem').filter({ hasText: '申请并下载证书' })).toContainText('进行中')
    await page.goBack()
    await expect(page.getByRole('heading', { name: '正在申请证书' })).toBeVisible()
    await picture(page, 'phone-enrolling')
    await page.getByRole('button', { name: '取消' }).tap()
    await expect(page.getByLabel('姓名')).toHaveValue(WANG.person)
    await release()
    await page.getByRole('button', { name: '返回' }).tap()
    await expect(page.getByRole('heading', { name: '还没有证书' })).toBeVisible()
  })

  await test.step('an answer that never came is told, with two ways on', async () => {
    await page.route('**/api/enrolments', (route) => route.abort())
    await page.getByRole('button', { name: '申请证书' }).tap()
    await page.getByLabel('姓名').fill(WANG.person)
    await page.getByRole('button', { name: new RegExp(WANG.company) }).tap()
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    for (const pin of [PIN, PIN]) await enterPin(phone, pin)
    await expect(page.getByRole('alert')).toContainText('检查手机的网络，然后重试。')
    await picture(page, 'phone-enrol-failed')
    await page.getByRole('button', { name: '返回修改' }).tap()
    await expect(page.getByLabel('姓名')).toHaveValue(WANG.person)
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    await page.goBack()
    await expect(page.getByLabel('姓名')).toHaveValue(WANG.person)
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    await page.getByRole('button', { name: '返回' }).tap()
    await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    for (const pin of [PIN, PIN]) await enterPin(phone, pin)
    await expect(page.getByRole('alert')).toContainText('检查手机的网络，然后重试。')
    await page.unroute('**/api/enrolments')
    await page.getByRole('button', { name: '重试' }).tap()
    for (const pin of [PIN, PIN]) await enterPin(phone, pin)
    await expect(page.getByText('证书已下载')).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: '回到首页' }).tap()
  })

  await test.step('while the PIN is tried, nothing slips away, and the request can still be cancelled', async () => {
    const desktop = show(server)
    await visit(page, await desktop.code)
    await toPin(page).tap()
    const release = await hold(page, '**/api/shares/release')
    await enterPin(phone, PIN)
    await expect(page.getByText('正在核对 PIN 码')).toBeVisible()
    await page.goBack()
    await expect(page.getByText('正在核对 PIN 码')).toBeVisible()
    await picture(page, 'phone-pin-checking')
    const refused = expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'request-refused',
    })
    await page.getByRole('button', { name: '取消' }).tap()
    await expect(page.getByRole('heading', { name: '已拒绝' })).toBeVisible()
    await refused
    await release()
    desktop.close()
  })

  await test.step('without a network the page still opens, and says so', async () => {
    await page.getByRole('button', { name: '回到首页' }).tap()
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const kept = await (await caches.open('page')).keys()
          return navigator.serviceWorker.controller !== null && kept.length > 3
        }),
      )
      .toBe(true)
    await phone.context.setOffline(true)
    await page.reload()
    await expect(page.getByText('没有网络')).toBeVisible()
    await expect(page.getByRole('heading', { name: COMPANY.name })).toBeVisible()
    await picture(page, 'phone-offline')
    await phone.context.setOffline(false)
    await expect(page.getByText('没有网络')).toBeHidden()
  })

  await test.step('a connection that is cut comes back by itself', async () => {
    const desktop = show(server)
    const code = await desktop.code
    await page.getByRole('button', { name: /扫一扫/ }).tap()
    await page.getByLabel('或者粘贴二维码的内容').fill(code)
    await phone.context.setOffline(true)
    await page.getByRole('button', { name: '继续' }).tap()
    await expect(page.getByText('连不上服务器，正在重试')).toBeVisible()
    await picture(page, 'phone-connecting')
    await phone.context.setOffline(false)
    await expect(toPin(page)).toBeVisible()
    await refuse(page)
    await expect(page.getByRole('heading', { name: '已拒绝' })).toBeVisible()
    desktop.close()
  })
})

test('codes and pages that are not what they seem', async ({ phone, server, addPhone }) => {
  const { page } = phone
  await enrol(phone, WANG)

  await test.step('a page that is loaded again says that the confirmation is over', async () => {
    const desktop = show(server)
    await visit(page, await desktop.code)
    await toPin(page).tap()
    await page.reload()
    await expect(page.getByRole('heading', { name: '确认中断了' })).toBeVisible()
    await picture(page, 'phone-interrupted')
    await page.getByRole('button', { name: '重新扫码' }).tap()
    await expect(page.getByRole('heading', { name: '扫一扫' })).toBeVisible()
    desktop.close()
  })

  await test.step('a double tap does not enter a digit', async () => {
    const desktop = show(server)
    await visit(page, await desktop.code)
    const at = await toPin(page).boundingBox()
    const zero = { x: 195, y: (at?.y ?? 0) + 20 }
    await page.touchscreen.tap(zero.x, zero.y)
    await page.touchscreen.tap(zero.x, zero.y)
    await expect(page.getByRole('status', { name: '已输入 0 位，共 6 位' })).toBeVisible()
    await page.getByRole('button', { name: '返回' }).tap()

    await page.getByRole('button', { name: '拒绝' }).tap()
    await page.getByRole('dialog').getByRole('button', { name: '拒绝' }).dblclick()
    await expect(page.getByRole('heading', { name: '已拒绝' })).toBeVisible()
    desktop.close()
  })

  await test.step('a code that two pages answer is told as that', async () => {
    const desktop = show(server)
    const code = await desktop.code
    await visit(page, code)
    await expect(toPin(page)).toBeVisible()
    const other = await phone.context.newPage()
    await other.goto(code)
    for (const one of [page, other]) await expect(one.getByText('这个二维码被用了两次')).toBeVisible()
    await picture(page, 'phone-used-twice')
    await other.close()
    desktop.close()
  })

  await test.step('a code that is gone', async () => {
    const desktop = show(server)
    const code = await desktop.code
    desktop.close()
    await visit(page, code)
    await expect(page.getByText('正在连接电脑')).toBeVisible()
    await expect(page.getByRole('heading', { name: '二维码已过期' })).toBeVisible()
    await picture(page, 'phone-code-gone')
  })

  await test.step('a certificate that another page has got is here as well', async () => {
    const own = await addPhone()
    const other = await own.context.newPage()
    await other.goto(`${server.address}/p/`)
    await enrol({ ...own, page: other }, WANG)
    await other.close()
    await own.page.bringToFront()
    await own.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
    await expect(own.page.getByRole('heading', { name: COMPANY.name })).toBeVisible()
  })

  await test.step('a browser that keeps nothing', async () => {
    const closed = await addPhone()
    await closed.page.addInitScript(() => Object.defineProperty(window, 'indexedDB', { get: () => undefined }))
    await closed.page.reload()
    await expect(closed.page.getByRole('heading', { name: '手机不能保存数据' })).toBeVisible()
    await expect(closed.page.getByRole('button', { name: '重试' })).toBeVisible()
    await picture(closed.page, 'phone-no-storage')
  })

  await test.step('a phone that is full', async () => {
    const full = await addPhone()
    await full.page.evaluate(() => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('full', 'QuotaExceededError')
      }
    })
    await full.page.getByRole('button', { name: '申请证书' }).tap()
    await full.page.getByLabel('姓名').fill(WANG.person)
    await full.page.getByRole('button', { name: new RegExp(WANG.company) }).tap()
    await full.page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
    for (const pin of [PIN, PIN]) await enterPin(full, pin)
    await expect(full.page.getByRole('alert')).toContainText('手机的存储空间已满')
  })
})

test('five wrong PINs while changing it lock the certificate everywhere', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, WANG)
  await page.getByRole('navigation').getByRole('button', { name: '证书' }).tap()
  await page.getByRole('button', { name: '详情' }).tap()
  await page.getByRole('button', { name: '修改 PIN 码' }).tap()
  for (const left of [4, 3, 2, 1]) {
    for (const pin of [WRONG, ANOTHER, ANOTHER]) await enterPin(phone, pin)
    await expect(page.getByRole('alert')).toHaveText(`PIN 码不对，还可以试 ${left} 次`)
  }
  for (const pin of [WRONG, ANOTHER, ANOTHER]) await enterPin(phone, pin)
  await expect(page.getByRole('heading', { name: '证书已锁定' })).toBeVisible()
  await expect(page.getByRole('group', { name: '数字键盘' })).toHaveCount(0)
  await picture(page, 'phone-change-pin-locked')
  await page.getByRole('button', { name: '回到首页' }).tap()
  await expect(page.getByText('这张证书已锁定')).toBeVisible()
  await expect(page.getByRole('button', { name: /扫一扫/ })).toHaveCount(0)
  await picture(page, 'phone-home-locked')

  const desktop = show(server)
  await visit(page, await desktop.code)
  await expect(page.getByText('这张证书已锁定')).toBeVisible()
  await refuse(page)
  desktop.close()

  await page.getByRole('button', { name: '回到首页' }).tap()
  await page.getByRole('button', { name: '申请证书' }).tap()
  await expect(page.getByLabel('姓名')).toBeVisible()
})
