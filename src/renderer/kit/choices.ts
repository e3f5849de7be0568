import type { KeyboardEvent } from 'react'

const STEPS = new Map([
  ['ArrowRight', 1],
  ['ArrowDown', 1],
  ['ArrowLeft', -1],
  ['ArrowUp', -1],
])

/** Where a key leads in a row of choices that goes round; null where it leads nowhere. */
export const choiceAfter = (key: string, at: number, count: number): number | null => {
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = STEPS.get(key)
  return step === undefined ? null : (at + step + count) % count
}

/**
 * For the element around tabs or radio buttons of which only the chosen one can be tabbed to: arrows
 * choose its neighbours, Home and End the first and the last.
 */
export const chooseByKey = (event: KeyboardEvent<HTMLElement>): void => {
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"], [role="radio"]')]
  const at = choices.findIndex((choice) => choice === event.target)
  const next = at < 0 ? null : choiceAfter(event.key, at, choices.length)
  if (next === null) return
  event.preventDefault()
  choices[next]?.focus()
  choices[next]?.click()
}
