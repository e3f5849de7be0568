/** Screens before axe: nothing serious may be found. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What axe calls serious or critical on a screen, as rule and place. Legacy mode: Electron opens no second page for it. */
const seriousIn = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
    )
}

/** Looks at the screen that is up now; what moves in has come to rest. */
export const expectClear = async (page: Page, screen: string): Promise<void> => {
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)))
  expect.soft(await seriousIn(page), screen).toEqual([])
}
