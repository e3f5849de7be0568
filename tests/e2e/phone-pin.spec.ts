/** The PIN pad in all hands, and a relay that goes away while somebody is at it. */
import type { Page, WebSocketRoute } from '@playwright/test'
import { COMPANY, enrol, enterPin, PIN } from './support/acts.ts'
import { show, toPin, visit } from './support/asking.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'

const WANG = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }

/** So many dots are full. */
const dots = (page: Page, entered: number) => page.getByRole('status', { name: `已输入 ${entered} 位，共 6 位` })

/** Puts a switch between the page and the relay. */
const switchable = async (page: Page) => {
  const open = new Set<WebSocketRoute>()
  let isDown = false
  await page.routeWebSocket(/\/relay$/, async (socket) => {
    if (isDown) return socket.close()
    open.add(socket)
    socket.connectToServer()
  })
  return {
    cut: async () => {
      isDown = true
      for (const socket of open) await socket.close()
      open.clear()
    },
    mend: () => {
      isDown = false
    },
  }
}

test('a PIN is typed as well as tapped, and never pasted', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, WANG)
  const desktop = show(server)
  await visit(page, await desktop.code)
  await toPin(page).tap()
  await expect(dots(page, 0)).toBeVisible()

  await test.step('keys that are held down, copies and letters enter nothing', async () => {
    await page.evaluate((pin) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pin)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    }, PIN)
    for (const key of ['a', 'Control+1', 'ArrowUp', 'Tab']) await page.keyboard.press(key)
    await expect(dots(page, 0)).toBeVisible()
    await page.keyboard.down('5')
    await page.keyboard.down('5')
    await expect(dots(page, 1)).toBeVisible()
    await page.keyboard.up('5')
  })

  await test.step('what was mistyped is taken back', async () => {
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Backspace')
    await expect(dots(page, 0)).toBeVisible()
    await enterPin(phone, '48')
    await page.getByRole('button', { name: '删除' }).tap()
    await expect(dots(page, 1)).toBeVisible()
  })

  await test.step('the way back forgets what was entered', async () => {
    await page.goBack()
    await toPin(page).tap()
    await expect(dots(page, 0)).toBeVisible()
  })

  await test.step('whoever looks for a forgotten PIN comes back to the request', async () => {
    await page.getByRole('button', { name: '忘记 PIN' }).tap()
    await expect(page.getByRole('heading', { name: 'PIN 码不能查看' })).toBeVisible()
    await picture(page, 'phone-forgotten')
    await page.getByRole('main').getByText('只有本人知道').waitFor()
    await page.goBack()
    await expect(dots(page, 0)).toBeVisible()
  })

  await test.step('a keyboard is enough', async () => {
    await page.keyboard.type(PIN)
    await expect(page.getByText('签名已交给电脑')).toBeVisible()
  })
  desktop.close()
})

test('a relay that goes away during a confirmation costs nothing', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, WANG)
  const relay = await switchable(page)
  const desktop = show(server)
  await visit(page, await desktop.code)
  await expect(toPin(page)).toBeVisible()

  await relay.cut()
  await expect(page.getByText('连不上服务器，正在重试')).toBeVisible()
  await picture(page, 'phone-relay-away')
  await toPin(page).tap()
  await expect(page.getByText('连不上服务器，正在重试')).toBeVisible()
  const answered = desktop.until(({ state }) => state === 'answered')
  await enterPin(phone, PIN)
  await expect(page.getByText('已确认，正在交给电脑')).toBeVisible()
  await expect(page.getByRole('button', { name: '取消' })).toHaveCount(0)
  await picture(page, 'phone-pin-relay-away')
  relay.mend()
  await answered
  await expect(page.getByText('签名已交给电脑')).toBeVisible()
  desktop.close()
})
