/** The window on a small laptop with large texts: long names, both languages, and keys instead of a mouse. */
import { goToStep, newProject, TENDER } from './support/acts.ts'
import type { Desktop } from './support/desktop.ts'
import { unreadable } from './support/fit.ts'
import { expect, test } from './support/fixtures.ts'

const LONG = {
  ...TENDER,
  name: '国家高速公路网呼和浩特至北海公路三门峡至淅川段智慧矿山巷道掘进设备及配套系统采购与安装调试一体化服务项目（第二次）',
  lot: '第三标段（机电设备采购包）',
  tenderee: '中原能源化工建设投资控股集团有限责任公司郑州煤炭资源开发利用分公司',
}

/** As small as the window lets itself be made. */
const shrink = ({ app }: Desktop): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1, 1))

const expectReadable = async ({ page }: Desktop, screen: string): Promise<void> =>
  expect.soft(await unreadable(page), screen).toEqual([])

test('nothing is cut off in the smallest window', async ({ desktop }) => {
  const { page } = desktop
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('heading', { name: '还没有项目' })).toBeVisible()
  await shrink(desktop)
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([1024, 560])
  await expectReadable(desktop, 'home, empty')

  await newProject(desktop, LONG)
  await expect(page.getByRole('img', { name: '配对二维码' })).toBeInViewport({ ratio: 1 })
  await expect(page.getByRole('button', { name: /取消/ })).toBeInViewport({ ratio: 1 })
  await expectReadable(desktop, 'QR dialog')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  const steps = { 招标文件: /下一步/, 编制: /下一步/, 检查: /下一步/, 签章: /去编制/, 生成: /生成标书/ }
  for (const [step, act] of Object.entries(steps)) {
    await goToStep(desktop, step)
    await expectReadable(desktop, step)
    await expect.soft(page.getByRole('button', { name: act }).last(), step).toBeInViewport({ ratio: 1 })
  }
  await page.getByRole('button', { name: '返回项目' }).click()
  await expect(page.getByRole('option')).toHaveCount(1)
  await expectReadable(desktop, 'home')
  for (const screen of ['解密文件', '验章', '设置']) {
    await page.getByRole('navigation').getByRole('button', { name: screen }).click()
    await expectReadable(desktop, screen)
  }

  await page.getByRole('radio', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expectReadable(desktop, 'settings in English')
  await page.getByRole('button', { name: 'Projects' }).click()
  await expectReadable(desktop, 'home in English')
  await page.getByRole('option').dblclick()
  for (const step of ['Tender', 'Make', 'Check', 'Seal', 'Generate']) {
    await goToStep(desktop, step)
    await expectReadable(desktop, `${step} in English`)
  }
})

test('keys lead to the code, through tabs and languages', async ({ desktop: { page } }) => {
  await expect(page.getByRole('heading', { name: '还没有项目' })).toBeVisible()
  await page.keyboard.press('Control+n')
  await expect(page.getByLabel('项目名称')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('填写项目名称')).toBeVisible()
  await page.keyboard.type(TENDER.name)
  for (const text of [TENDER.id, TENDER.lot, TENDER.tenderee, TENDER.opening]) {
    await page.keyboard.press('Tab')
    await page.keyboard.type(text)
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: '配对二维码' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByRole('button', { name: '返回项目' }).press('Enter')
  await page.getByRole('tab', { name: '全部' }).press('ArrowRight')
  await expect(page.getByRole('tab', { name: '准备中' })).toBeFocused()
  await expect(page.getByRole('tab', { selected: true })).toHaveText(/准备中/)
  await page.getByRole('listbox').press('Enter')
  await expect(page.getByRole('heading', { name: '招标文件' })).toBeVisible()
  await page.getByRole('button', { name: '返回项目' }).press('Enter')

  await page.getByRole('navigation').getByRole('button', { name: '设置' }).press('Enter')
  await page.getByRole('radio', { name: '简体中文' }).press('ArrowRight')
  await expect(page.getByRole('radio', { checked: true })).toHaveText('English')
})
