/** What a phone has to fetch before it shows anything. */
import { gzipSync } from 'node:zlib'
import type { Response } from '@playwright/test'
import { expect, test } from './support/fixtures.ts'

/** Bytes of script, gzipped, without what reads codes from the camera. */
const LIMIT = 250 * 1024

test('the first page weighs at most 250 KB of gzipped script', async ({ phone }) => {
  const { page } = phone
  const scripts: Promise<Buffer>[] = []
  const collect = (response: Response): void => {
    if (response.request().resourceType() === 'script') scripts.push(response.body())
  }
  // what the first visit still fetches has no body any more once the page is loaded again
  await page.waitForLoadState('networkidle')
  page.on('response', collect)
  await page.reload({ waitUntil: 'networkidle' })
  await expect(page.getByRole('heading', { name: '还没有证书' })).toBeVisible()
  page.off('response', collect)
  const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).length)
  expect(sizes.length).toBeGreaterThan(0)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  test.info().annotations.push({ type: 'gzipped script', description: `${total} bytes` })
  expect(total).toBeLessThanOrEqual(LIMIT)
})
