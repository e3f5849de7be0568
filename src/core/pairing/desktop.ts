/**
 * The desktop's side of a pairing as a state machine: bytes, ticks and acts go in; effects come out
 * and the state changes. It has no clock, no socket and no trust of its own: whether an introduced
 * certificate is believed is decided outside, by `admit` or `fail`.
 */
import { toBase64url } from '../bytes/base64url.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { AppError, asAppError } from '../errors.ts'
import { verifiedAnswer } from './answer.ts'
import { NOTHING, type Effect, type Effects } from './effects.ts'
import { makeWelcome, type AcceptedHello, type Desktop } from './handshake.ts'
import type { Answers, Intent, Introduction, Message, RequestBody, RequestKind, Response } from './messages.ts'
import { Offers } from './offer.ts'
import { POLICY } from './policy.ts'
import type { RandomBytes } from './ports.ts'
import { introductionBytes, isProof } from './proof.ts'
import { qrText } from './qr.ts'
import { Session } from './session.ts'
import { generateKeyPair, pointOf } from './suite.ts'
import { messageBytes, readMessage } from './wire.ts'

export type DesktopState =
  /** A code is shown. */
  | 'waiting'
  /** All codes are used up; somebody must ask for another. */
  | 'expired'
  /** A phone has the channel; nobody knows whose it is. */
  | 'scanned'
  /** The phone has said whose it is; that is being checked. */
  | 'introduced'
  | 'admitted'
  | 'asked'
  | 'answered'
  | 'failed'

const OPEN: readonly DesktopState[] = ['scanned', 'introduced', 'admitted', 'asked']

interface Asked {
  readonly id: string
  readonly kind: RequestKind
  readonly hash: Bytes
  readonly expiresAt: number
  readonly seen: boolean
}

export interface DesktopMachineOptions {
  readonly intent: Intent
  readonly desktop: Desktop
  /** The server's http address; its origin is part of every proof. */
  readonly server: string
  readonly random: RandomBytes
}

const SESSION_LENGTH = 16
const REQUEST_ID_LENGTH = 16
const LONGEST_REASON = 64

/** Calls must not overlap: await one before the next. */
export class DesktopMachine {
  readonly #options: DesktopMachineOptions
  readonly #offers: Offers
  #state: 'greeting' | Exclude<DesktopState, 'waiting' | 'expired'> = 'greeting'
  #session: Session | null = null
  #device: string | null = null
  #heardAt = 0
  #deadline = 0
  #introduction: Introduction | null = null
  #signingKey: Bytes | null = null
  #asked: Asked | null = null
  #answer: Answers[RequestKind] | null = null
  #failure: AppError | null = null

  constructor(options: DesktopMachineOptions) {
    this.#options = options
    this.#offers = new Offers(options.intent, options.random)
  }

  get state(): DesktopState {
    if (this.#state !== 'greeting') return this.#state
    return this.#offers.isOver ? 'expired' : 'waiting'
  }

  /** The code to show and until when, while there is one. */
  get offer(): { readonly text: string; readonly freshUntil: number } | null {
    const current = this.#offers.current
    return current && { text: qrText(current.qr, this.#options.server), freshUntil: current.freshUntil }
  }

  /** Four digits, once scanned. */
  get code(): string | null {
    return this.#session?.code ?? null
  }

  /** What the phone calls itself, once scanned. */
  get device(): string | null {
    return this.#device
  }

  get introduction(): Introduction | null {
    return this.#introduction
  }

  /** SHA-256 of the request, once asked. */
  get requestHash(): Bytes | null {
    return this.#asked?.hash ?? null
  }

  /** Whether the phone has shown the request. */
  get seen(): boolean {
    return this.#asked?.seen ?? false
  }

  /** The verified answer, of the kind that was asked. */
  get answer(): Answers[RequestKind] | null {
    return this.#answer
  }

  get failure(): AppError | null {
    return this.#failure
  }

  /** When `tick` is due next; null when nothing will happen by itself. Milliseconds since 1970. */
  get nextTick(): number | null {
    if (this.#state === 'greeting') return this.#offers.nextChange
    return this.#isOpen() ? this.#deadlineNow() : null
  }

  /** Shows the first code, or the first of another ten after `expired`. */
  async show(now: number): Promise<Effects> {
    const mayShow = this.#state === 'greeting' && this.#offers.current === null
    return mayShow ? this.#offers.show(now) : NOTHING
  }

  async tick(now: number): Promise<Effects> {
    if (this.#state === 'greeting') return this.#offers.rotate(now)
    return this.#isOpen() && now >= this.#deadlineNow() ? this.fail(new AppError('request-expired'), now) : NOTHING
  }

  /** Takes bytes that arrived in a room. What is not genuine changes nothing. */
  async receive(room: string, bytes: Bytes, now: number): Promise<Effects> {
    if (this.#state === 'greeting') {
      const accepted = await this.#offers.open(room, bytes, now)
      return accepted === null ? NOTHING : this.#welcome(room, accepted, now)
    }
    if (this.#session?.room !== room || !this.#isOpen()) return NOTHING
    const heard = await this.#session.receive(bytes, now)
    if (heard === 'nothing') return NOTHING
    if (heard === 'broken') return this.fail(new AppError('message-rejected'), now)
    this.#heardAt = now
    return this.#take(heard.message, now)
  }

  /** The introduced certificate is trusted; `signingKey` is its SPKI and must prove whatever follows. */
  admit(signingKey: Bytes): void {
    if (this.#state !== 'introduced') throw new RangeError(`admit in state ${this.#state}`)
    this.#signingKey = signingKey
    this.#state = 'admitted'
  }

  /** Whether this device's key signed the introduction for this very channel. */
  async isIntroductionGenuine(deviceKey: Bytes, proof: Bytes): Promise<boolean> {
    return this.#session !== null && isProof(deviceKey, introductionBytes(this.#session.context), proof)
  }

  /** Sends the one request of this pairing. Throws `invalid-input` when it is too large or malformed. */
  async ask(body: RequestBody, now: number): Promise<Effects> {
    const session = this.#session
    if (this.#state !== 'admitted' || session === null) throw new RangeError(`ask in state ${this.#state}`)
    const id = toBase64url(this.#options.random(REQUEST_ID_LENGTH))
    const expiresAt = now + POLICY.lifetime.request
    const bytes = messageBytes({ type: 'request', id, issuedAt: now, expiresAt, ...body })
    if (bytes.length > POLICY.message.limit) throw new AppError('invalid-input', { reason: 'request too large' })
    const read = await readMessage(bytes)
    if (read === null) throw new AppError('invalid-input', { reason: 'request' })
    this.#asked = { id, kind: body.kind, hash: read.hash, expiresAt, seen: false }
    this.#deadline = expiresAt
    this.#state = 'asked'
    return session.sendBytes(bytes, now, POLICY.lifetime.request)
  }

  /** Ends the pairing with a reason that both sides show. Does nothing once it is over. */
  async fail(error: AppError, now: number): Promise<Effects> {
    if (this.#state === 'failed' || this.#state === 'answered') return NOTHING
    const cancel =
      this.#state === 'asked' && this.#asked !== null
        ? await this.#session?.send({ type: 'cancel', id: this.#asked.id }, now, POLICY.lifetime.request)
        : NOTHING
    this.#failure = error
    this.#state = 'failed'
    return [...(cancel ?? NOTHING), ...(await this.#end(error.code, now))]
  }

  #isOpen(): boolean {
    return OPEN.includes(this.state)
  }

  #deadlineNow(): number {
    const end = Math.min(this.#deadline, this.#session?.expiresAt ?? this.#deadline)
    return this.#state === 'scanned' ? end : Math.min(end, this.#heardAt + POLICY.session.idle)
  }

  /** The first valid HELLO wins: whoever answers another code, or this one again, is not heard. */
  async #welcome(room: string, accepted: AcceptedHello, now: number): Promise<Effects> {
    const { desktop, intent, server, random } = this.#options
    this.#state = 'scanned'
    const leave = this.#offers.drop(room)
    const own = await generateKeyPair()
    const id = random(SESSION_LENGTH)
    const facts = { desktop, intent, session: id, now }
    const { frame, secrets, expiresAt } = await makeWelcome(accepted, await pointOf(own.publicKey), facts, random)
    const { key: peer, device } = accepted.hello
    this.#session = new Session({ role: 'desktop', room, id, own, peer, secrets, intent, server, expiresAt, offset: 0 })
    this.#device = device
    this.#heardAt = now
    this.#deadline = now + POLICY.lifetime.handshake
    return [...leave, { type: 'send', room, frame, lifetime: POLICY.lifetime.handshake }]
  }

  async #take(message: Message, now: number): Promise<Effects> {
    if (message.type === 'introduction' && this.#state === 'scanned') {
      this.#introduction = message
      this.#deadline = this.#session?.expiresAt ?? now
      this.#state = 'introduced'
    }
    if (message.type === 'seen' && this.#asked?.id === message.id) this.#asked = { ...this.#asked, seen: true }
    if (message.type === 'end')
      return this.fail(new AppError('request-refused', { reason: message.reason.slice(0, LONGEST_REASON) }), now)
    return message.type === 'response' ? this.#judge(message, now) : NOTHING
  }

  async #judge(response: Response, now: number): Promise<Effects> {
    const [asked, session, signingKey] = [this.#asked, this.#session, this.#signingKey]
    if (this.#state !== 'asked' || asked?.id !== response.id || !session || !signingKey) return NOTHING
    try {
      this.#answer = await verifiedAnswer(response, { ...asked, context: session.context, signingKey })
    } catch (error) {
      return this.fail(asAppError(error), now)
    }
    this.#state = 'answered'
    return this.#end('done', now)
  }

  /** Says goodbye where there is somebody to say it to, and leaves every room. */
  async #end(reason: string, now: number): Promise<Effects> {
    const farewell = await this.#session?.send({ type: 'end', reason }, now, POLICY.lifetime.end)
    const left: Effects = this.#session ? [{ type: 'leave', room: this.#session.room } satisfies Effect] : NOTHING
    return [...(farewell ?? NOTHING), ...this.#offers.drop(null), ...left]
  }
}
