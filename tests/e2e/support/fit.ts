/** Whether all that a screen says can be read: nothing outside the window, nothing cut without a way to the whole, nothing over something else. */
import type { Page } from '@playwright/test'

/** What cannot be read, as its kind and its text. */
export const unreadable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const hasText = ({ childNodes }: Element) =>
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
    const texts = [...root.querySelectorAll<HTMLElement>('*')].filter(
      (element) => hasText(element) && !element.closest('.unseen') && element.checkVisibility(),
    )
    const found = texts.flatMap((element) => {
      const { left, right } = element.getBoundingClientRect()
      const { textOverflow, overflowX } = getComputedStyle(element)
      const isCut = element.scrollWidth > element.clientWidth + 1 && overflowX === 'hidden'
      const what = (kind: string) => `${kind}: ${element.textContent.slice(0, 40)}`
      return [
        ...(left < 0 || right > innerWidth + 1 ? [what('outside')] : []),
        ...(isCut && textOverflow !== 'ellipsis' ? [what('cut')] : []),
        ...(isCut && textOverflow === 'ellipsis' && !element.closest('[title]') ? [what('no tooltip')] : []),
      ]
    })
    const bar = texts
      .filter((element) => element.closest('.title-bar'))
      .map((element) => ({
        text: element.textContent,
        box: element.getBoundingClientRect(),
      }))
    const overlaps = bar.flatMap((one, index) =>
      bar
        .slice(index + 1)
        .filter(({ box }) => box.left < one.box.right - 1 && one.box.left < box.right - 1)
        .filter(({ text }) => !text.includes(one.text) && !one.text.includes(text))
        .map(({ text }) => `over each other: ${one.text} / ${text}`),
    )
    return [...found, ...overlaps]
  })
