/** The path a person walks, with a real window, a real phone page and real documents. */
import { execFileSync } from 'node:child_process'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { mutoolSign, opensslCades, pdfsig, qpdfCheck } from '../support/judges.ts'
import { COMPANY, confirm, dragSeal, dropFiles, enrol, goToStep, newProject, openCode, TENDER } from './support/acts.ts'
import { readCode } from './support/code.ts'
import { makeDocuments, SCANNED_PAGES } from './support/documents.ts'
import { writeFilm } from './support/film.ts'
import { expect, test } from './support/fixtures.ts'
import { picture } from './support/pictures.ts'
import { signatureIn } from './support/signed-pdf.ts'

const WANG = { person: '王敏', company: COMPANY.name, device: '王敏的手机' }
const LIU = { person: '刘测', company: '北京样例工程有限公司', device: '刘测的手机' }

test('a bid is made, sealed, signed, encrypted, rehearsed and opened', async ({
  desktop,
  addPhone,
  folder,
  server,
}) => {
  test.setTimeout(300_000)
  const { page } = desktop
  const film = join(folder, 'film.y4m')
  writeFilm(film, 'nothing to see yet')
  const phone = await addPhone({ camera: film })
  const documents = await makeDocuments(folder)
  await expect(page.getByText('还没有项目')).toBeVisible()
  await picture(page, 'desktop-home-empty')

  await test.step('enrol', async () => {
    await expect(phone.page.getByRole('button', { name: '申请证书' }).first()).toBeVisible()
    await picture(phone.page, 'phone-home-empty')
    await enrol(phone, WANG)
    await picture(phone.page, 'phone-home')
  })

  await test.step('new project: the phone opens the address of the code', async () => {
    await newProject(desktop, TENDER)
    await expect(page.getByRole('img', { name: '配对二维码' })).toBeVisible()
    await picture(page, 'desktop-pairing')
    await openCode(phone, desktop)
    await expect(page.getByText(COMPANY.creditCode).first()).toBeVisible()
    await picture(page, 'desktop-scanned')
    await picture(phone.page, 'phone-identify')
    await confirm(phone, desktop)
    await expect(phone.page.getByText('证书和印章图样已交给电脑')).toBeVisible()
    await expect(page.getByText('投标人已确定，本项目只接受这家公司的手机')).toBeVisible()
    await picture(page, 'desktop-tender')
  })

  await test.step('add documents by dialog and by dropping them', async () => {
    await goToStep(desktop, '编制')
    await desktop.chooseFiles(documents.letter)
    await page.getByRole('button', { name: /^投标函/ }).hover()
    await page.getByRole('button', { name: '添加 PDF 到“投标函”' }).click()
    await expect(page.getByRole('button', { name: /投标函\.pdf/ }).first()).toBeVisible()
    await page.getByRole('button', { name: /^商务标/ }).click()
    await dropFiles(desktop, documents.prices)
    await expect(page.getByRole('button', { name: /分项报价表\.pdf/ }).first()).toBeVisible()
    await page.getByRole('button', { name: /^技术标/ }).click()
    await dropFiles(desktop, documents.scan, documents.drawing)
    await expect(page.getByRole('button', { name: /设备布置图\.pdf/ }).first()).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText(`${SCANNED_PAGES} 页`).first()).toBeVisible()
    await picture(page, 'desktop-make')
    await goToStep(desktop, '检查')
    await expect(page.getByText(/项通过/)).toBeVisible()
    await picture(page, 'desktop-check')
  })

  await test.step('place seals by dragging and sign them', async () => {
    await goToStep(desktop, '签章')
    await expect(page.locator('.seal-sheet canvas.page-picture')).toBeVisible()
    await dragSeal(desktop, 0.38, 0.33)
    await expect(page.getByRole('button', { name: /公章.*第 1 页/ })).toBeVisible()
    for (const place of [2, 3, 100, SCANNED_PAGES + 4]) {
      const field = page.getByLabel('页码')
      await field.fill(String(place))
      await field.press('Enter')
      await dragSeal(desktop, 0.7, 0.6)
    }
    await expect(page.getByRole('button', { name: /签章.*5 个印章/ })).toBeEnabled()
    await page.getByRole('button', { name: /公章.*第 1 页/ }).click()
    await expect(page.locator('.read-out')).toBeVisible()
    await picture(page, 'desktop-seal-placed')
    await page.getByRole('button', { name: /签章.*5 个印章/ }).click()
    const code = await readCode(page)
    writeFilm(film, code)
    await phone.page.goto(`${server.address}/p/`)
    await phone.page
      .getByRole('button', { name: /扫一扫/ })
      .first()
      .tap()
    await expect(phone.page.getByText('盖 5 个印章')).toBeVisible({ timeout: 30_000 })
    await picture(phone.page, 'phone-confirm')
    await picture(page, 'desktop-sign')
    await confirm(phone, desktop)
    await expect(phone.page.getByText('签名已交给电脑')).toBeVisible()
    await expect(page.getByText('放置的印章都已签好')).toBeVisible()
    await expect(page.locator('.stamp-mark').first()).toBeVisible()
    await picture(page, 'desktop-seal')
  })

  const out = join(folder, 'out')
  await test.step('generate and rehearse', async () => {
    await goToStep(desktop, '生成')
    await desktop.chooseFolder(out)
    await execFileSync('mkdir', ['-p', out])
    await page.getByRole('button', { name: '更换' }).click()
    await expect(page.getByText(out)).toBeVisible()
    await picture(page, 'desktop-generate')
    await page.getByRole('button', { name: '生成标书' }).click()
    await openCode(phone, desktop)
    await expect(phone.page.getByText('给标书签名').first()).toBeVisible()
    await confirm(phone, desktop)
    await expect(page.getByText('标书已生成，读回核对一致')).toBeVisible({ timeout: 60_000 })
    await picture(page, 'desktop-generated')
    await page.getByRole('button', { name: '模拟解密' }).click()
    await openCode(phone, desktop)
    await confirm(phone, desktop)
    await expect(page.getByText('模拟解密成功，这部手机能打开标书')).toBeVisible({ timeout: 60_000 })
  })

  const files = await readdir(out)
  const ebid = join(out, files.find((name) => name.endsWith('.ebid')) ?? '')
  expect(files.filter((name) => name.endsWith('.nbid'))).toHaveLength(1)
  expect((await stat(ebid)).size).toBeGreaterThan(60_000_000)

  await test.step('another company’s phone is refused and both certificates are named', async () => {
    await page.getByRole('button', { name: '返回项目' }).click()
    await picture(page, 'desktop-home')
    await page
      .getByRole('button', { name: /解密文件/ })
      .first()
      .click()
    await desktop.chooseFiles(ebid)
    await page.getByRole('button', { name: '选择文件' }).click()
    await expect(page.getByText('有效，内容未改动')).toBeVisible({ timeout: 30_000 })
    await picture(page, 'desktop-decrypt')
    const other = await addPhone()
    await enrol(other, LIU)
    await page.getByRole('button', { name: '扫码解密' }).click()
    await openCode(other, desktop)
    const refusal = page.getByRole('alertdialog')
    await expect(refusal.getByText('这份标书需要')).toBeVisible({ timeout: 30_000 })
    await expect(refusal.getByText('王敏的手机').first()).toBeVisible()
    await expect(refusal.getByText('刘测的手机').first()).toBeVisible()
    await expect(other.page.getByRole('button', { name: '输入 PIN 码确认' })).toHaveCount(0)
    await picture(page, 'desktop-refused')
    await page.keyboard.press('Escape')
    await expect(refusal).toBeHidden()
    await other.close()
  })

  const opened = join(folder, 'opened')
  await test.step('open', async () => {
    execFileSync('mkdir', ['-p', opened])
    await desktop.chooseFolder(opened)
    await page.getByRole('button', { name: '更换' }).click()
    await page.getByRole('button', { name: '扫码解密' }).click()
    await openCode(phone, desktop)
    await expect(phone.page.getByRole('heading', { name: '解密标书' })).toBeVisible()
    await picture(phone.page, 'phone-open')
    await confirm(phone, desktop)
    await expect(page.getByText('解密完成，内容和清单一致')).toBeVisible({ timeout: 60_000 })
    await picture(page, 'desktop-opened')
  })

  await test.step('judges agree with what came out', async () => {
    const entries = (await readdir(opened, { recursive: true })).filter((name) => name.endsWith('.pdf'))
    expect(entries).toHaveLength(4)
    const rootPem = await readFile(server.root, 'utf8')
    const originals = Object.values({ ...documents })
    for (const [index, entry] of entries.entries()) {
      const path = join(opened, entry)
      const original = originals.find((one) => entry.includes(one.slice(one.lastIndexOf('/') + 1, -4)))
      if (!original) throw new Error(`no original of ${entry}`)
      execFileSync('cmp', ['-n', String((await stat(original)).size), original, path])
      const work = join(folder, `judge-${index}`)
      execFileSync('mkdir', ['-p', work])
      const words = pdfsig(work, path, rootPem)
      expect(words).toContain('Signature is Valid.')
      expect(words).toContain('Certificate is Trusted.')
      expect(words).toContain('Total document signed')
      const { cms, content } = await signatureIn(path)
      opensslCades(work, cms, content, rootPem)
      if ((await stat(path)).size < 5_000_000) expect(qpdfCheck(path)).toMatchObject({ status: 0 })
      expect(mutoolSign(path)).toContain('The document is unchanged since signing.')
    }
  })

  await test.step('verify', async () => {
    await page.getByRole('button', { name: '验章' }).click()
    const [entry = ''] = (await readdir(opened, { recursive: true })).filter((name) => name.endsWith('.pdf'))
    await desktop.chooseFiles(join(opened, entry))
    await page.getByRole('button', { name: '选择文件' }).click()
    await expect(page.getByRole('status').getByText('签名有效')).toBeVisible({ timeout: 30_000 })
    await picture(page, 'desktop-verify')
    await page.getByRole('button', { name: '设置' }).click()
    await picture(page, 'desktop-settings')
  })
})
