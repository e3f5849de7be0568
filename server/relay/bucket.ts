/** A token bucket that lets its user go into debt and says how long to wait. */
export class Bucket {
  readonly #perSecond: number
  readonly #burst: number
  #level: number
  #at = 0

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond
    this.#burst = burst
    this.#level = burst
  }

  /** Takes one; returns the milliseconds after which there is no debt any more. */
  take(now: number): number {
    this.#refill(now)
    this.#level -= 1
    return this.#level >= 0 ? 0 : Math.ceil((-this.#level / this.#perSecond) * 1000)
  }

  /** Whether one may be taken without debt. */
  has(now: number): boolean {
    this.#refill(now)
    return this.#level >= 1
  }

  /** Whether it is as good as new. */
  isFull(now: number): boolean {
    this.#refill(now)
    return this.#level >= this.#burst
  }

  /** Whether a debt is as large as all that may be taken at once. */
  isExcessive(wait: number): boolean {
    return wait > (this.#burst / this.#perSecond) * 1000
  }

  #refill(now: number): void {
    this.#level = Math.min(this.#burst, this.#level + (Math.max(0, now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
  }
}
