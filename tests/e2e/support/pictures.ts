/** Pictures of the screens, for people to look at: `test-results/pictures/<name>.png`. Those in docs/images come from here. */
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'

const FOLDER = resolve(import.meta.dirname, '../../../test-results/pictures')

export const picture = async (page: Page, name: string): Promise<void> => {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' })
}
