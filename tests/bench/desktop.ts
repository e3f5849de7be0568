/**
 * What a person waits for at the window: until it can be used, until the first page of a scan of
 * 300 MB is on screen, and whether the window stands still while its engine works. Electron runs
 * under a virtual display without a graphics card.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import prepareDesktop from '../e2e/support/global-setup.ts'
import { goToStep } from '../e2e/support/acts.ts'
import { openDesktop, type Desktop } from '../e2e/support/desktop.ts'
import { openServer, type Server } from '../e2e/support/server.ts'
import { writeScan } from '../support/scan.ts'
import { median, seconds } from './measure.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 5
const PAGES = 1500

/** The list has come from the engine: a person can act. */
const usable = (page: Page): Promise<void> =>
  page
    .getByRole('button', { name: /新建工程/ })
    .first()
    .waitFor()

const newProject = async (desktop: Desktop): Promise<void> => {
  const { page } = desktop
  await page
    .getByRole('button', { name: /新建工程/ })
    .first()
    .click()
  await page.getByLabel('项目名称').fill('扫描件')
  await page.getByLabel('开标时间').fill('2099-01-01 09:00')
  await page.getByRole('button', { name: '先不读取证书' }).click()
  await goToStep(desktop, '编制')
}

const addScan = async (desktop: Desktop, scan: string): Promise<void> => {
  await desktop.chooseFiles(scan)
  await desktop.page.getByRole('button', { name: '添加 PDF', exact: true }).first().click()
  await desktop.page
    .getByText(`${PAGES.toLocaleString('en')} 页`)
    .first()
    .waitFor({ timeout: 60_000 })
}

/** Notes the longest time in which the window's thread did nothing else, in milliseconds. */
const watchBlocks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = { longest: 0 }
    Object.assign(window, { longestBlock: seen })
    let last = performance.now()
    setInterval(() => {
      const now = performance.now()
      seen.longest = Math.max(seen.longest, now - last)
      last = now
    }, 4)
  })

const longestBlock = (page: Page): Promise<number> =>
  page.evaluate(() => (window as Window & { longestBlock?: { longest: number } }).longestBlock?.longest ?? Number.NaN)

/** Resolves when the picture of the page in the middle has ink on it. */
const pageShown = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const picture = document.querySelector<HTMLCanvasElement>('canvas.page-picture')
    const [red = 255] =
      picture?.getContext('2d')?.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data ?? []
    return picture !== null && picture.width > 300 && red < 255
  })

const starts = async (folder: string, server: Server): Promise<number[]> => {
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    let desktop: Desktop | null = null
    taken.push(
      await seconds(async () => {
        desktop = await openDesktop(join(folder, 'desktop'), server)
        await usable(desktop.page)
      }),
    )
    await (desktop as Desktop | null)?.close()
  }
  return taken
}

const firstPages = async (folder: string, server: Server): Promise<number[]> => {
  const taken: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const desktop = await openDesktop(join(folder, 'desktop'), server)
    const { page } = desktop
    await page.getByRole('option').first().dblclick()
    await page.getByText('项目信息').first().waitFor()
    taken.push(
      await seconds(async () => {
        await goToStep(desktop, '编制')
        await pageShown(page)
      }),
    )
    await desktop.close()
  }
  return taken
}

/** Medians of five starts; the longest block is the worst while 300 MB are added. */
export const run = async (): Promise<BenchRow[]> => {
  const tearDown = await prepareDesktop()
  const folder = await mkdtemp(join(tmpdir(), 'bidseal-bench-'))
  const server = await openServer(join(folder, 'server'))
  try {
    const scan = join(folder, 'scan.pdf')
    await writeScan(scan, { pages: PAGES })
    const started = median(await starts(folder, server))

    const desktop = await openDesktop(join(folder, 'desktop'), server)
    await newProject(desktop)
    await watchBlocks(desktop.page)
    await addScan(desktop, scan)
    const blocked = await longestBlock(desktop.page)
    await desktop.close()

    const shown = median(await firstPages(folder, server))
    const poppler = await seconds(async () =>
      spawnSync('pdftoppm', ['-f', '1', '-l', '1', '-r', '72', '-png', scan, join(folder, 'page')]),
    )
    const row = (
      name: string,
      value: number,
      unit: string,
      ratio: number | null,
      against: string | null,
    ): BenchRow => ({
      bench: 'desktop',
      case: name,
      value,
      unit,
      ratio,
      against,
    })
    return [
      row('started → window usable', started, 's', started / 2, 'limit of 2 s'),
      row('pdftoppm: first page of the 300 MB scan', poppler, 's', null, null),
      row('step opened → first page on screen', shown, 's', shown / poppler, 'pdftoppm'),
      row('longest block of the window while 300 MB are added', blocked, 'ms', blocked / 100, 'limit of 100 ms'),
    ]
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
    await tearDown()
  }
}
