/**
 * What a person waits for at the window: until it can be used, until the first page of a scan of
 * 300 MB is on screen, and whether the window stands still while its engine adds and seals the scan
 * and makes a bid file of it. Electron runs under a virtual display without a graphics card.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import prepareDesktop from '../e2e/support/global-setup.ts'
import { dragSeal, goToStep } from '../e2e/support/acts.ts'
import { openDesktop, type Desktop } from '../e2e/support/desktop.ts'
import { confirmOn } from '../e2e/support/quiet-phone.ts'
import { openServer, type Server } from '../e2e/support/server.ts'
import { PIN_COST } from '#agent/pin'
import { testPhone } from '../support/phone.ts'
import { writeScan } from '../support/scan.ts'
import { DEMO_CODE } from '../support/server.ts'
import { longestBlocks, type Blocks } from './blocks.ts'
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

/** In a month, as it is typed: before the certificate ends. */
const openingTime = (): string => `${new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10)} 09:00`

const newProject = async (desktop: Desktop): Promise<void> => {
  const { page } = desktop
  await page
    .getByRole('button', { name: /新建工程/ })
    .first()
    .click()
  await page.getByLabel('项目名称').fill('扫描件')
  await page.getByLabel('开标时间').fill(openingTime())
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

/** The longest blocks while the scan is sealed and signed, and while a bid file of it is generated and checked. */
const jobs = async (
  folder: string,
  server: Server,
): Promise<{ readonly sealing: Blocks; readonly generating: Blocks }> => {
  const phone = testPhone(server.address, { pinCost: PIN_COST })
  await phone.enrol(DEMO_CODE, '王敏')
  const desktop = await openDesktop(join(folder, 'desktop'), server)
  const { page } = desktop
  await page.getByRole('option').first().dblclick()
  await page.getByRole('button', { name: '读取证书' }).first().click()
  await confirmOn(desktop, phone)
  await page.getByText('测试手机').first().waitFor()
  await goToStep(desktop, '签章')
  await page.locator('.seal-sheet canvas.page-picture').waitFor()
  await dragSeal(desktop, 0.4, 0.4)
  const sealing = await longestBlocks(desktop, async () => {
    await page.getByRole('button', { name: /签章.*1 个印章/ }).click()
    await confirmOn(desktop, phone)
    await page.getByText('放置的印章都已签好').waitFor({ timeout: 60_000 })
  })
  await goToStep(desktop, '生成')
  await desktop.chooseFolder(folder)
  await page.getByRole('button', { name: '更换' }).click()
  await page.getByText(folder).first().waitFor()
  const generating = await longestBlocks(desktop, async () => {
    await page.getByRole('button', { name: '生成标书' }).click()
    await confirmOn(desktop, phone)
    await page.getByText('标书已生成，读回核对一致').waitFor({ timeout: 120_000 })
  })
  await desktop.close()
  return { sealing, generating }
}

/** Medians of five starts; the longest blocks are the worst of one piece of work. */
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
    const adding = await longestBlocks(desktop, () => addScan(desktop, scan))
    await desktop.close()

    const shown = median(await firstPages(folder, server))
    const poppler = await seconds(async () =>
      spawnSync('pdftoppm', ['-f', '1', '-l', '1', '-r', '72', '-png', scan, join(folder, 'page')]),
    )
    const { sealing, generating } = await jobs(folder, server)
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
    const block = (name: string, value: number): BenchRow => row(name, value, 'ms', value / 100, 'limit of 100 ms')
    return [
      row('started → window usable', started, 's', started / 2, 'limit of 2 s'),
      row('pdftoppm: first page of the 300 MB scan', poppler, 's', null, null),
      row('step opened → first page on screen', shown, 's', shown / poppler, 'pdftoppm'),
      block('longest block of the window while 300 MB are added', adding.window),
      block('longest block of the window while they are sealed', sealing.window),
      block('longest block of the window while a bid is generated', generating.window),
      block('longest block of the main process in all of this', Math.max(adding.main, sealing.main, generating.main)),
    ]
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
    await tearDown()
  }
}
