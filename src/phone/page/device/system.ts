/** Time, randomness and memory of small things, as this browser has them. */
import { createQueue, type Queue } from '#agent/queue'
import type { Clock, RandomBytes } from '#core/pairing/ports'

export const browserClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  },
}

export const browserRandom: RandomBytes = (length) => crypto.getRandomValues(new Uint8Array(length))

/** One piece of work after the other, in all pages of this browser that share what is kept. */
export const browserQueue = (): Queue =>
  'locks' in navigator ? (work) => navigator.locks.request('bidseal', work) : createQueue()

/** Small things by their names. Where nothing can be kept, nothing is. */
const keptIn = (storage: () => Storage, name: string) => ({
  read: (): string | null => {
    try {
      return storage().getItem(name)
    } catch {
      // a blocked storage only means that the choice is made again
      return null
    }
  },
  write: (value: string): void => {
    try {
      storage().setItem(name, value)
    } catch {
      // as above
    }
  },
})

/** What a page may forget: choices, not keys. */
export const keptChoice = (name: string) => keptIn(() => localStorage, name)

/** What is forgotten with the tab: drafts. */
export const keptInTab = (name: string) => keptIn(() => sessionStorage, name)
