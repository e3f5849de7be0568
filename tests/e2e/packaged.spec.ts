/** The desktop as it is packaged: an asar with what electron-builder.yml lists, and nothing else of the clone. */
import { cp, mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createPackage } from '@electron/asar'
import { goToStep, newProject, TENDER } from './support/acts.ts'
import { openDesktop } from './support/desktop.ts'
import { expect, test } from './support/fixtures.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The folders that electron-builder.yml takes: built ones, and packages below node_modules. */
const packagedFolders = async (): Promise<readonly string[]> => {
  const lines = (await readFile(join(ROOT, 'electron-builder.yml'), 'utf8')).split('\n')
  const listed = lines.flatMap((line) => /^ +- '?([^!'].*)\/\*\*'?$/.exec(line)?.[1] ?? [])
  return listed.map((folder) => (folder.startsWith('dist/') ? folder : join('node_modules', folder)))
}

/** Packs what is listed, and package.json, which electron-builder adds by itself. */
const pack = async (folder: string): Promise<string> => {
  const [app, asar] = [join(folder, 'app'), join(folder, 'app.asar')]
  await mkdir(app)
  for (const path of ['package.json', ...(await packagedFolders())])
    await cp(join(ROOT, path), join(app, path), { recursive: true })
  await createPackage(app, asar)
  return asar
}

test('works as a package: window, engine, and pictures of pages', async ({ server, folder }) => {
  const desktop = await openDesktop(join(folder, 'desktop'), server, await pack(folder))
  const { app, page } = desktop
  try {
    expect(await app.evaluate(({ app: shell }) => shell.getAppPath())).toBe(join(folder, 'app.asar'))
    await newProject(desktop, TENDER)
    await expect(page.getByRole('img', { name: '配对二维码' })).toBeVisible()
    await page.keyboard.press('Escape')
    await goToStep(desktop, '编制')
    await desktop.chooseFiles(join(ROOT, 'tests/vectors/pdf/libreoffice.pdf'))
    await page.getByRole('button', { name: '添加 PDF', exact: true }).first().click()
    await expect(page.getByRole('button', { name: /libreoffice\.pdf/ }).first()).toBeVisible()
    await goToStep(desktop, '签章')
    await expect(page.locator('.seal-sheet canvas.page-picture')).toBeVisible()
  } finally {
    await desktop.close()
  }
})
