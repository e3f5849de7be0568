/** Every screen that needs no phone, and the phone's own, before axe: nothing serious may be found. */
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { goToStep, newProject, TENDER } from './support/acts.ts'
import { expectClear } from './support/clear.ts'
import { expect, test } from './support/fixtures.ts'

const VECTORS = resolve(import.meta.dirname, '../vectors/pdf')

test('the window is usable by everybody', async ({ desktop, folder }) => {
  const { page } = desktop
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await expect(page.getByRole('heading', { name: '还没有项目' })).toBeVisible()
  await expectClear(page, 'home, empty')

  await page.getByRole('button', { name: '先备好手机' }).click()
  await expectClear(page, 'getting the phone ready')
  await page.keyboard.press('Escape')

  await newProject(desktop, TENDER)
  await expect(page.getByRole('img', { name: '配对二维码' })).toBeVisible()
  await expectClear(page, 'QR dialog')
  await page.keyboard.press('Escape')
  await expectClear(page, 'step 1')

  await goToStep(desktop, '编制')
  await expectClear(page, 'step 2, empty')
  await desktop.chooseFiles(join(VECTORS, 'libreoffice.pdf'))
  await page.getByRole('button', { name: '添加 PDF', exact: true }).first().click()
  await expect(page.getByRole('button', { name: /libreoffice\.pdf/ }).first()).toBeVisible()
  await expectClear(page, 'step 2')
  for (const step of ['检查', '签章', '生成']) {
    await goToStep(desktop, step)
    await expectClear(page, step)
  }
  await page.getByRole('button', { name: '返回项目' }).click()
  await expect(page.getByRole('option')).toHaveCount(1)
  await expectClear(page, 'home')
  await page.getByRole('button', { name: '删除项目' }).click()
  await expectClear(page, 'question before removing')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: '解密文件', exact: true }).click()
  await expectClear(page, 'decrypt')
  const notes = join(folder, '说明.ebid')
  await writeFile(notes, 'no bid at all')
  await desktop.chooseFiles(notes)
  await page.getByRole('button', { name: '选择文件' }).click()
  await expect(page.getByRole('alertdialog')).toBeVisible()
  await expectClear(page, 'error dialog')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: '验章', exact: true }).click()
  await expectClear(page, 'verify, empty')
  await desktop.chooseFiles(join(VECTORS, 'sealed-table.pdf'))
  await page.getByRole('button', { name: '选择文件' }).click()
  await expect(page.getByText('第 1 个签名')).toBeVisible()
  await expectClear(page, 'verify')
  await page.getByRole('button', { name: '设置', exact: true }).click()
  await expectClear(page, 'settings')
})

test('the phone page is usable by everybody', async ({ phone: { page } }) => {
  await expect(page.getByRole('button', { name: '申请证书' }).first()).toBeVisible()
  await expectClear(page, 'home')
  for (const place of ['证书', '我的']) {
    await page.getByRole('navigation').getByRole('button', { name: place }).tap()
    await expectClear(page, place)
  }
  await page.getByRole('navigation').getByRole('button', { name: '首页' }).tap()
  await page.getByRole('button', { name: '申请证书' }).first().tap()
  await expect(page.getByLabel('姓名')).toBeVisible()
  await expectClear(page, 'enrolment')
  await page.getByLabel('姓名').fill('王敏')
  await page.getByRole('button', { name: /河南示范建设有限公司/ }).tap()
  await page.getByRole('button', { name: '下一步：设置 PIN 码' }).tap()
  await expect(page.getByText('设置 6 位 PIN 码')).toBeVisible()
  await expectClear(page, 'PIN')
})
