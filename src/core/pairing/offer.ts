/** The codes that a desktop shows one after the other, each with its own key, secret and room. */
import type { Bytes } from '../bytes/bytes.ts'
import { NOTHING, type Effect, type Effects } from './effects.ts'
import { openHello, type AcceptedHello } from './handshake.ts'
import type { Intent } from './messages.ts'
import { POLICY } from './policy.ts'
import type { RandomBytes } from './ports.ts'
import { makeQr, roomOf, SECRET_LENGTH, type Qr } from './qr.ts'
import { generateKeyPair, pointOf, type KeyPair } from './suite.ts'

export interface Offer {
  readonly qr: Qr
  readonly keys: KeyPair
  readonly room: string
  /** Shown until then; milliseconds since 1970. */
  readonly freshUntil: number
  /** Answered until then. */
  readonly validUntil: number
}

/** A fresh code. */
const makeOffer = async (intent: Intent, random: RandomBytes, now: number): Promise<Offer> => {
  const keys = await generateKeyPair()
  const secret: Bytes = random(SECRET_LENGTH)
  const qr = makeQr(intent, await pointOf(keys.publicKey), secret)
  const freshUntil = now + POLICY.qr.fresh
  return { qr, keys, room: await roomOf(qr), freshUntil, validUntil: freshUntil + POLICY.qr.grace }
}

const leave = ({ room }: Offer): Effect => ({ type: 'leave', room })

/** The codes of one pairing that may still be answered. */
export class Offers {
  readonly #intent: Intent
  readonly #random: RandomBytes
  #valid: readonly Offer[] = []
  #shown = 0
  #isOver = false

  constructor(intent: Intent, random: RandomBytes) {
    this.#intent = intent
    this.#random = random
  }

  /** The code to show; null before the first and after the last one. */
  get current(): Offer | null {
    return this.#isOver ? null : (this.#valid.at(-1) ?? null)
  }

  /** Whether all codes have been shown and somebody must ask for more. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** When `rotate` is due next; null when nothing will change by itself. */
  get nextChange(): number | null {
    const times = this.#valid.map(({ validUntil }) => validUntil)
    if (this.current) times.push(this.current.freshUntil)
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Shows a fresh code, the first of ten. */
  async show(now: number): Promise<Effects> {
    this.#isOver = false
    this.#shown = 0
    return [...this.#retire(now), ...(await this.#next(now))]
  }

  /** Drops what nobody may answer any more and replaces a stale code, until ten were shown. */
  async rotate(now: number): Promise<Effects> {
    const isStale = this.current !== null && now >= this.current.freshUntil
    const retired = this.#retire(now)
    if (!isStale) return retired
    if (this.#shown < POLICY.qr.rotations) return [...retired, ...(await this.#next(now))]
    this.#isOver = true
    return retired
  }

  /** A valid HELLO for one of the codes, or null. */
  async open(room: string, frame: Bytes, now: number): Promise<AcceptedHello | null> {
    const offer = this.#valid.find((candidate) => candidate.room === room && now < candidate.validUntil)
    return offer ? openHello(offer.qr, offer.keys, frame) : null
  }

  /** Forgets every key and secret and leaves the rooms, but for `kept`. */
  drop(kept: string | null): Effects {
    const left = this.#valid.filter(({ room }) => room !== kept)
    this.#valid = []
    return left.length === 0 ? NOTHING : left.map(leave)
  }

  async #next(now: number): Promise<Effects> {
    const offer = await makeOffer(this.#intent, this.#random, now)
    this.#valid = [...this.#valid, offer]
    this.#shown += 1
    return [{ type: 'join', room: offer.room }]
  }

  #retire(now: number): Effects {
    const over = this.#valid.filter(({ validUntil }) => now >= validUntil)
    this.#valid = this.#valid.filter(({ validUntil }) => now < validUntil)
    return over.map(leave)
  }
}
