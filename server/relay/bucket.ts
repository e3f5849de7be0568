/** A token bucket that lets its user go into debt and says how long to wait. */
export interface Bucket {
  /** Takes one; returns the milliseconds after which there is no debt any more. */
  take(now: number): number
  /** Whether one may be taken without debt. */
  has(now: number): boolean
  /** Whether it is as good as new. */
  isFull(now: number): boolean
}

export const createBucket = (perSecond: number, burst: number): Bucket => {
  let level = burst
  let at = 0
  const refill = (now: number): void => {
    level = Math.min(burst, level + (Math.max(0, now - at) / 1000) * perSecond)
    at = now
  }
  return {
    take: (now) => {
      refill(now)
      level -= 1
      return level >= 0 ? 0 : Math.ceil((-level / perSecond) * 1000)
    },
    has: (now) => {
      refill(now)
      return level >= 1
    },
    isFull: (now) => {
      refill(now)
      return level >= burst
    },
  }
}
