/** A clock that stands still until it is moved, and the real one. */
import type { Clock } from '#core/pairing/ports'

export interface FakeClock extends Clock {
  /** Moves on, acting at each time at which something is due. */
  advance(milliseconds: number): void
  /** How many acts are planned. */
  readonly planned: number
}

export const fakeClock = (start = Date.UTC(2026, 10, 24, 2)): FakeClock => {
  let now = start
  let plans: readonly { readonly at: number; readonly act: () => void }[] = []
  return {
    now: () => now,
    after: (milliseconds, act) => {
      const plan = { at: now + milliseconds, act }
      plans = [...plans, plan]
      return () => {
        plans = plans.filter((other) => other !== plan)
      }
    },
    advance: (milliseconds) => {
      const end = now + milliseconds
      for (;;) {
        const [next] = plans.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
        if (next === undefined) break
        now = Math.max(now, next.at)
        plans = plans.filter((other) => other !== next)
        next.act()
      }
      now = end
    },
    get planned() {
      return plans.length
    },
  }
}
