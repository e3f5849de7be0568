/** The longest time for which a thread of the desktop does nothing else, and therefore answers nobody. */
import type { Desktop } from '../e2e/support/desktop.ts'

/** Milliseconds. */
export interface Blocks {
  /** The thread that draws the window and takes clicks. */
  readonly window: number
  /** The thread that every window of the program hangs on. */
  readonly main: number
}

interface Watched {
  longestBlock?: number
}

/** Runs in the thread that is watched: notes by how much a timer of four milliseconds is late. */
const watch = (): void => {
  const seen = globalThis as Watched
  const isWatched = seen.longestBlock !== undefined
  seen.longestBlock = 0
  if (isWatched) return
  let last = performance.now()
  setInterval(() => {
    const now = performance.now()
    seen.longestBlock = Math.max(seen.longestBlock ?? 0, now - last)
    last = now
  }, 4)
}

const longest = (): number => (globalThis as Watched).longestBlock ?? Number.NaN

/** The longest blocks of both threads while a piece of work goes on. */
export const longestBlocks = async ({ page, app }: Desktop, work: () => Promise<unknown>): Promise<Blocks> => {
  await app.evaluate(watch)
  await page.evaluate(watch)
  await work()
  return { window: await page.evaluate(longest), main: await app.evaluate(longest) }
}
