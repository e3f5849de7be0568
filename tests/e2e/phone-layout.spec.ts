/** The phone page on small screens, magnified, and with long names. */
import type { Page } from '@playwright/test'
import type { SignDocument } from '#core/pairing/messages'
import { signRequest } from '../support/pairing.ts'
import { COMPANY, enrol } from './support/acts.ts'
import { show, toPin, visit } from './support/asking.ts'
import { cutOff } from './support/cut-off.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'

const WANG = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }

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
    await look('refuse')
    await page.getByRole('dialog').getByRole('button', { name: '拒绝' }).tap()
    await expect(page.getByRole('heading', { name: '已拒绝' })).toBeVisible()
    await look('refused')
    await page.getByRole('button', { name: '回到首页' }).tap()
    desktop.close()
  }
})

const LONG_TENDER = `${LONG_NAME}2026 至 2028 年度巷道掘进、带式输送和井下通风设备采购及伴随服务项目（第二次）`

/** Forty documents with long names; the first ones with pictures of their pages. */
const manyDocuments = (jpeg: string) => {
  const request = signRequest()
  const [model] = request.body.documents
  if (!model) throw new Error('no document')
  const documents = Array.from({ length: 40 }, (_, index): SignDocument => {
    const count = 1 + (index % 3)
    const previews = index < 12 ? [{ page: 1, jpeg }] : []
    const name = `${String(index + 1).padStart(2, '0')} ${index % 4 === 0 ? LONG_TENDER : '技术规格偏离表'}.pdf`
    return {
      ...model,
      name,
      pages: 10 + index,
      size: 1_234_567 * (index + 1),
      seals: [{ kind: 'company', count }],
      previews,
    }
  })
  return { ...request, body: { ...request.body, tender: { ...request.body.tender, name: LONG_TENDER }, documents } }
}

test('forty documents with long names are all there to be read', async ({ phone, server }) => {
  const { page } = phone
  await enrol(phone, WANG)
  const jpeg = (await page.screenshot({ type: 'jpeg', quality: 20, scale: 'css' })).toString('base64url')
  const desktop = show(server, manyDocuments(jpeg))
  await visit(page, await desktop.code)
  await expect(page.getByRole('heading', { name: '盖 79 个印章' })).toBeVisible()
  await expect(page.getByText('40 份文件，共 1180 页')).toBeVisible()
  const documents = page.getByRole('region', { name: '文件' }).getByRole('listitem')
  await expect(documents).toHaveCount(40)
  await picture(page, 'phone-many')
  await documents.last().scrollIntoViewIfNeeded()
  await expect(documents.last()).toContainText('40 技术规格偏离表.pdf')
  await page.getByText('摘要首尾').scrollIntoViewIfNeeded()
  await expect(page.getByText('1 / 12，左右滑动，只显示其中几页')).toBeVisible()
  await expect(page.getByRole('img', { name: /^01 .*，第 1 页$/ })).toBeVisible()
  expect(await cutOff(page)).toEqual([])
  await picture(page, 'phone-many-end')
  await toPin(page).tap()
  await picture(page, 'phone-many-pin')
  await expect(page.getByRole('heading', { name: '盖 79 个印章' })).toBeVisible()
  desktop.close()
})
