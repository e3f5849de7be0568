/** The phone page on small screens, magnified, and with long names. */
import type { Page } from '@playwright/test'
import { COMPANY, enrol } from './support/acts.ts'
import { show, toPin, visit } from './support/asking.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'

const WANG = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }

/** What stands out of the screen to the side, and cannot be reached. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('#root *')]
      .filter((element) => element.closest('.previews, svg') === null)
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 20)}`),
  )

const LONG_NAME = '内蒙古自治区呼伦贝尔市鄂温克族自治旗伊敏河镇露天煤业机电设备安装工程有限责任公司'

/** Puts a long name in the place of every name on the screen. */
const lengthen = (page: Page): Promise<void> =>
  page.evaluate((name) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode())
      if (texts.currentNode.nodeValue)
        texts.currentNode.nodeValue = texts.currentNode.nodeValue.replace(
          /河南示范建设有限公司|投标室的电脑|投标函|示范大道改造工程/,
          name,
        )
  }, LONG_NAME)

const SIZES = [
  { name: 'a small phone', width: 360, height: 640 },
  { name: '125 %', width: 312, height: 675 },
  { name: '200 %', width: 195, height: 422 },
] as const

test('nothing is cut off on small phones, magnified pages and with long names', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, WANG)
  for (const { name, width, height } of SIZES) {
    await page.setViewportSize({ width, height })
    const look = async (screen: string): Promise<void> => {
      await lengthen(page)
      await picture(page, `phone-${width}-${screen}`)
      expect.soft(await cutOff(page), `${screen}, ${name}`).toEqual([])
    }
    await look('home')
    for (const [tab, screen] of [
      ['证书', 'certificates'],
      ['我的', 'me'],
    ] as const) {
      await page.getByRole('navigation').getByRole('button', { name: tab }).tap()
      await look(screen)
    }
    await page.getByRole('navigation').getByRole('button', { name: '证书' }).tap()
    await page.getByRole('button', { name: '详情' }).tap()
    await look('certificate')
    await page.getByRole('button', { name: '返回' }).tap()
    await page.getByRole('button', { name: '申请证书' }).tap()
    await look('enrol')
    await page.getByRole('button', { name: '返回' }).tap()

    const desktop = show(server)
    await visit(page, await desktop.code)
    await expect(toPin(page)).toBeVisible()
    await look('confirm')
    await toPin(page).tap()
    await look('pin')
    await page.getByRole('button', { name: '返回' }).tap()
    await page.getByRole('button', { name: '拒绝' }).tap()
    await expect(page.getByRole('heading', { name: '已拒绝' })).toBeVisible()
    await look('refused')
    await page.getByRole('button', { name: '回到首页' }).tap()
    desktop.close()
  }
})
