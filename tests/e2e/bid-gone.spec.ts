/** What the window says of a refusal, and of bid files that somebody has moved, deleted or replaced. */
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { textPdf } from '../support/pdf.ts'
import { testPhone } from '../support/phone.ts'
import { DEMO_CODE } from '../support/server.ts'
import { dragSeal, dropFiles, goToStep, newProject, TENDER } from './support/acts.ts'
import type { Desktop } from './support/desktop.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import { confirmOn, scanOn } from './support/quiet-phone.ts'

/** As when a person comes back from the file manager. */
const comeBack = ({ page }: Desktop): Promise<boolean> => page.evaluate(() => dispatchEvent(new Event('focus')))

test('a refusal has its reason, and a bid that is gone is not said to be there', async ({
  desktop,
  server,
  folder,
}) => {
  const { page } = desktop
  const phone = testPhone(server.address)
  await phone.enrol(DEMO_CODE, '王敏')
  await newProject(desktop, TENDER)
  await confirmOn(desktop, phone)
  await expect(page.getByText('测试手机').first()).toBeVisible()
  const letter = join(folder, '投标函.pdf')
  await writeFile(letter, await textPdf(2))
  await goToStep(desktop, '编制')
  await dropFiles(desktop, letter)
  await expect(page.getByRole('button', { name: /投标函\.pdf/ }).first()).toBeVisible()
  await goToStep(desktop, '签章')
  await expect(page.locator('.seal-sheet canvas.page-picture')).toBeVisible()
  await dragSeal(desktop, 0.4, 0.4)

  await test.step('the words of a refusal', async () => {
    await page.getByRole('button', { name: /签章.*1 个印章/ }).click()
    await (await scanOn(desktop, phone)).refuse('报价<b>不对</b>，\n先核对')
    const refused = page.getByRole('alert')
    await expect(refused.getByText('手机上拒绝了')).toBeVisible()
    await expect(refused.getByText('原因：报价<b>不对</b>， 先核对')).toBeVisible()
    await picture(page, 'desktop-refused-why')
    await page.getByRole('button', { name: '重新显示' }).click()
    await expect(refused).toBeHidden()
    await page.getByRole('button', { name: '重新显示' }).click()
    await confirmOn(desktop, phone)
    await expect(page.getByText('放置的印章都已签好')).toBeVisible()
  })

  const out = join(folder, 'out')
  await mkdir(out)
  await goToStep(desktop, '生成')
  await desktop.chooseFolder(out)
  await page.getByRole('button', { name: '更换' }).click()
  await page.getByRole('button', { name: '生成标书' }).click()
  await confirmOn(desktop, phone)
  await expect(page.getByText('标书已生成，读回核对一致')).toBeVisible({ timeout: 60_000 })
  const files = await readdir(out)
  const [ebid = '', nbid = ''] = ['.ebid', '.nbid'].map((end) =>
    join(out, files.find((name) => name.endsWith(end)) ?? ''),
  )
  const aside = join(folder, 'aside')
  const again = page.getByRole('button', { name: '重新生成' })

  await test.step('moved away, and put back', async () => {
    await rename(ebid, aside)
    await comeBack(desktop)
    await expect(page.getByRole('alert').getByText('标书不在原来的位置')).toBeVisible()
    await expect(page.getByText('文件已被移走、改名或删除')).toBeVisible()
    await expect(page.getByRole('button', { name: '模拟解密' })).toBeDisabled()
    await expect(again).toBeEnabled()
    await picture(page, 'desktop-bid-gone')
    await rename(aside, ebid)
    await comeBack(desktop)
    await expect(page.getByText('标书已生成，读回核对一致')).toBeVisible()
  })

  await test.step('replaced, and found out at the next visit', async () => {
    await copyFile(ebid, aside)
    await copyFile(nbid, ebid)
    await rm(nbid)
    await goToStep(desktop, '签章')
    await goToStep(desktop, '生成')
    await expect(page.getByRole('alert').getByText('原处的文件不是生成的标书')).toBeVisible()
    await expect(page.getByText('文件已被移走、改名或删除')).toBeVisible()
    await picture(page, 'desktop-bid-replaced')
  })

  await test.step('made anew', async () => {
    await again.click()
    await page.getByRole('button', { name: '生成标书' }).click()
    await confirmOn(desktop, phone)
    await expect(page.getByText('标书已生成，读回核对一致')).toBeVisible({ timeout: 60_000 })
    expect((await readdir(out)).sort()).toEqual(files.sort())
  })
})
