/** Messages on their way to one member of a room, until it has acknowledged them or they expire. */
import type { Bytes } from '#core/bytes/bytes'
import { msgFrame, type Put } from '#core/pairing/relay-frames'
import type { RelayLimits } from './limits.ts'

/** Bytes that all mailboxes hold together. */
export interface Budget {
  used: number
  readonly limit: number
}

interface Stored {
  readonly n: number
  /** Ready to be delivered. */
  readonly frame: Bytes
  readonly expiresAt: number
}

/** Ids of puts that are remembered: more than a client has unconfirmed. */
const REMEMBERED = 64

export class Mailbox {
  readonly #limits: RelayLimits
  readonly #budget: Budget
  /** Made when it is needed: most connections are idle. */
  #ids: Set<string> | null = null
  #stored: Stored[] = []
  #bytes = 0
  #count = 0

  constructor(limits: RelayLimits, budget: Budget) {
    this.#limits = limits
    this.#budget = budget
  }

  /** Whether a whole window of a client's still fits. */
  get hasRoom(): boolean {
    return this.#stored.length <= this.#limits.storedMessages / 2
  }

  get isEmpty(): boolean {
    return this.#stored.length === 0
  }

  /** The number of the last message that was put in. */
  get count(): number {
    return this.#count
  }

  /** Keeps a message once; the frame to deliver, or why there is none. */
  put({ id, lifetime, payload }: Put, now: number): Bytes | 'known' | 'full' {
    const key = Buffer.from(id.buffer, id.byteOffset, id.length).toString('latin1')
    if (this.#ids?.has(key)) return 'known'
    if (!this.#fits(payload)) this.expire(now)
    if (!this.#fits(payload)) return 'full'
    this.#remember(key)
    const n = ++this.#count
    const frame = msgFrame({ n, payload })
    this.#stored.push({ n, frame, expiresAt: now + lifetime * 1000 })
    this.#account(frame.length)
    return frame
  }

  /** Everything up to number n has arrived. */
  acknowledge(n: number): void {
    this.#keep((message) => message.n > n)
  }

  /** Frames that have not been acknowledged, in order. */
  pending(now: number): readonly Bytes[] {
    this.expire(now)
    return this.#stored.map(({ frame }) => frame)
  }

  expire(now: number): void {
    this.#keep((message) => message.expiresAt > now)
  }

  clear(): void {
    this.#keep(() => false)
  }

  #fits({ length }: Uint8Array): boolean {
    const { storedMessages, storedBytes } = this.#limits
    const fitsHere = this.#stored.length < storedMessages && this.#bytes + length <= storedBytes
    return fitsHere && this.#budget.used + length <= this.#budget.limit
  }

  #remember(key: string): void {
    this.#ids ??= new Set()
    this.#ids.add(key)
    if (this.#ids.size <= REMEMBERED) return
    const [oldest = ''] = this.#ids
    this.#ids.delete(oldest)
  }

  #keep(isKept: (message: Stored) => boolean): void {
    if (this.#stored.every(isKept)) return
    this.#stored = this.#stored.filter(isKept)
    this.#account(this.#stored.reduce((sum, { frame }) => sum + frame.length, 0) - this.#bytes)
  }

  #account(bytes: number): void {
    this.#bytes += bytes
    this.#budget.used += bytes
  }
}
