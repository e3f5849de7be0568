/** The same desktop without Electron: a page in the browser, let in by a one-time address. */
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { startWebHost } from '../../scripts/services.mjs'
import { chromiumProgram, switches } from './support/chromium.ts'
import { expect, test } from './support/fixtures.ts'

test('the desktop runs in a browser that has the printed address', async ({ server, folder }, testInfo) => {
  const data = join(folder, 'desktop')
  const host = await startWebHost({ data, server: server.address, roots: server.roots })
  const browser = await chromium.launch({ ...chromiumProgram(), args: switches() })
  try {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN' })
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => message.text().includes('Content Security Policy') && refused.push(message.text()))

    await page.goto(host.address)
    expect(new URL(page.url()).search).toBe('')
    await expect(page).toHaveTitle('标印 BidSeal')
    await expect(page.getByText('0.1.0')).toBeVisible()
    await page.reload()
    await expect(page.getByText('0.1.0')).toBeVisible()
    await page.screenshot({ path: testInfo.outputPath('browser.png') })
    expect(refused).toEqual([])

    const stranger = await (await browser.newContext()).newPage()
    expect((await stranger.goto(host.address))?.status()).toBe(403)
  } finally {
    await browser.close()
    await host.close()
  }
})
