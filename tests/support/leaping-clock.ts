/** The real clock, which can be put forward. */
import type { Clock } from '#core/pairing/ports'

export interface LeapingClock extends Clock {
  /** Puts it forward; what falls due on the way happens at once. */
  leap(milliseconds: number): void
}

interface Plan {
  readonly at: number
  readonly act: () => void
}

export const leapingClock = (): LeapingClock => {
  const plans = new Map<Plan, NodeJS.Timeout>()
  let ahead = 0
  const now = (): number => Date.now() + ahead
  const arm = (plan: Plan): void => {
    clearTimeout(plans.get(plan))
    const run = (): void => {
      plans.delete(plan)
      plan.act()
    }
    plans.set(plan, setTimeout(run, Math.max(0, plan.at - now())))
  }
  return {
    now,
    after: (milliseconds, act) => {
      const plan = { at: now() + milliseconds, act }
      arm(plan)
      return () => {
        clearTimeout(plans.get(plan))
        plans.delete(plan)
      }
    },
    leap: (milliseconds) => {
      ahead += milliseconds
      for (const plan of [...plans.keys()]) arm(plan)
    },
  }
}
