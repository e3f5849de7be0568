/**
 * The phone's side of a pairing as a state machine, the mirror of the desktop's. It holds no keys of
 * the user's: what must be signed is handed out (`introductionBytes`, `confirmBytes`) and comes back
 * signed. Times that are given out are by the own clock.
 */
import { toBase64url } from '../bytes/base64url.ts'
import { equalBytes, toHex, type Bytes } from '../bytes/bytes.ts'
import { AppError, ERROR_CODES, type ErrorCode } from '../errors.ts'
import { NOTHING, type Effects } from './effects.ts'
import { makeHello, openWelcome, type Desktop, type PendingHello } from './handshake.ts'
import {
  fitsIntent,
  type Answers,
  type Intent,
  type Introduction,
  type RefusalCode,
  type Request,
  type RequestKind,
  type Response,
} from './messages.ts'
import { POLICY } from './policy.ts'
import { confirmBytes, introductionBytes, type PairingContext } from './proof.ts'
import { roomOf, type Qr } from './qr.ts'
import { Session } from './session.ts'
import { generateKeyPair, pointOf } from './suite.ts'
import type { ReadMessage } from './wire.ts'

export type PhoneState =
  /** HELLO is on its way. */
  | 'connecting'
  /** The channel is there and the code is known. */
  | 'welcomed'
  /** The desktop knows whose phone this is and decides. */
  | 'waiting'
  | 'asked'
  /** The answer is on its way. */
  | 'answered'
  | 'refused'
  | 'cancelled'
  | 'expired'
  | 'failed'
  /** The desktop has verified the answer. */
  | 'done'

const OPEN: readonly PhoneState[] = ['connecting', 'welcomed', 'waiting', 'asked', 'answered']

export interface PhoneMachineOptions {
  readonly qr: Qr
  /** Http address of the server that this phone app comes from. */
  readonly origin: string
  /** What the phone calls itself. */
  readonly device: string
}

interface Asked {
  readonly request: Request
  readonly hash: Bytes
}

const isErrorCode = (text: string): text is ErrorCode => (ERROR_CODES as readonly string[]).includes(text)

/** Calls must not overlap: await one before the next. */
export class PhoneMachine {
  readonly #options: PhoneMachineOptions
  #state: PhoneState = 'connecting'
  #room: string | null = null
  #pending: PendingHello | null = null
  #session: Session | null = null
  #desktop: Desktop | null = null
  #deadline: number | null = null
  #asked: Asked | null = null
  #response: Response | null = null
  #failure: AppError | null = null

  constructor(options: PhoneMachineOptions) {
    this.#options = options
  }

  get state(): PhoneState {
    return this.#state
  }

  get intent(): Intent {
    return this.#options.qr.intent
  }

  /** Four digits, the same as on the desktop, once welcomed. */
  get code(): string | null {
    return this.#session?.code ?? null
  }

  /** Who has shown the code, once welcomed. */
  get desktop(): Desktop | null {
    return this.#desktop
  }

  get request(): Request | null {
    return this.#asked?.request ?? null
  }

  /** SHA-256 of the request in hexadecimal. */
  get requestHash(): string | null {
    return this.#asked && toHex(this.#asked.hash)
  }

  /** Until when the request may be answered, by the own clock. */
  get answerUntil(): number | null {
    return this.#asked && this.#session ? this.#session.ownTime(this.#asked.request.expiresAt) : null
  }

  get failure(): AppError | null {
    return this.#failure
  }

  /** When `tick` is due next; null when nothing will happen by itself. Milliseconds since 1970. */
  get nextTick(): number | null {
    return this.#isOpen() ? this.#deadline : null
  }

  /** What the device key must sign to introduce itself. Only once welcomed. */
  get introductionBytes(): Bytes {
    return introductionBytes(this.#context())
  }

  /** What the signing key must sign to answer the request with. Only once asked. */
  get confirmBytes(): Bytes {
    if (this.#asked === null) throw new RangeError(`confirm in state ${this.#state}`)
    return confirmBytes(this.#context(), this.#asked.hash)
  }

  /** Joins the code's room and says hello. */
  async start(now: number): Promise<Effects> {
    const keys = await generateKeyPair()
    const { qr, device } = this.#options
    this.#pending = await makeHello(qr, keys, await pointOf(keys.publicKey), device)
    if (this.#pending === null) return this.fail(new AppError('qr-malformed', { reason: 'key' }), now)
    const room = await roomOf(qr)
    this.#room = room
    const lifetime = POLICY.lifetime.handshake
    this.#deadline = now + lifetime
    return [
      { type: 'join', room },
      { type: 'send', room, frame: this.#pending.frame, lifetime },
    ]
  }

  /** Takes bytes that arrived in a room. What is not genuine changes nothing. */
  async receive(room: string, bytes: Bytes, now: number): Promise<Effects> {
    if (room !== this.#room || !this.#isOpen()) return NOTHING
    if (this.#session === null) return this.#welcome(bytes, now)
    const heard = await this.#session.receive(bytes, now)
    if (heard === 'nothing') return NOTHING
    return heard === 'broken' ? this.fail(new AppError('message-rejected'), now) : this.#take(heard, now)
  }

  async tick(now: number): Promise<Effects> {
    if (!this.#isOpen() || this.#deadline === null || now < this.#deadline) return NOTHING
    if (this.#state === 'connecting') return this.fail(new AppError('qr-expired'), now)
    return this.#over('expired', new AppError('request-expired'), now)
  }

  /** Says whose phone this is. The proof is the device key's signature over `introductionBytes`. */
  async introduce(facts: Omit<Introduction, 'type'>, now: number): Promise<Effects> {
    if (this.#state !== 'welcomed' || this.#session === null) throw new RangeError(`introduce in state ${this.#state}`)
    this.#state = 'waiting'
    this.#deadline = this.#session.ownTime(this.#session.expiresAt)
    return this.#session.send({ type: 'introduction', ...facts }, now, POLICY.lifetime.handshake)
  }

  /** The request is on the screen. */
  async seen(now: number): Promise<Effects> {
    if (this.#state !== 'asked' || this.#asked === null) return NOTHING
    return this.#say({ type: 'seen', id: this.#asked.request.id }, now)
  }

  /**
   * Answers the request; `confirm` is the signing key's signature over `confirmBytes`. Throws
   * `request-expired` or `request-cancelled` when it is no longer asked for.
   */
  async answer(body: Answers[RequestKind], confirm: Bytes, now: number): Promise<Effects> {
    const asked = this.#requireAsked(now)
    this.#state = 'answered'
    return this.#respond(asked, { ok: true, confirm: toBase64url(confirm), body }, now)
  }

  /** Says no, with a reason that the desktop shows. Before a request has come it ends the pairing. */
  async refuse(code: RefusalCode, reason: string | null, now: number): Promise<Effects> {
    if (!this.#isOpen()) return NOTHING
    if (this.#state !== 'asked' || this.#asked === null)
      return this.#over('refused', new AppError('request-refused'), now, reason ?? code)
    const error = reason === null ? { code } : { code, reason }
    const effects = await this.#respond(this.#asked, { ok: false, error }, now)
    this.#state = 'refused'
    return [...effects, ...this.#leave()]
  }

  /** Ends the pairing with a reason that both sides show. Does nothing once it is over. */
  async fail(error: AppError, now: number): Promise<Effects> {
    if (!this.#isOpen()) return NOTHING
    const isGone = this.#state === 'connecting' && error.code === 'unknown-session'
    return this.#over('failed', isGone ? new AppError('qr-expired') : error, now)
  }

  #isOpen(): boolean {
    return OPEN.includes(this.#state)
  }

  #context(): PairingContext {
    if (this.#session === null) throw new RangeError(`no channel in state ${this.#state}`)
    return this.#session.context
  }

  #requireAsked(now: number): Asked {
    const isLate = this.answerUntil !== null && now >= this.answerUntil
    if (this.#state === 'expired' || isLate) throw new AppError('request-expired')
    if (this.#state !== 'asked' || this.#asked === null) throw new AppError('request-cancelled')
    return this.#asked
  }

  async #welcome(bytes: Bytes, now: number): Promise<Effects> {
    const pending = this.#pending
    const opened = pending && (await openWelcome(pending, bytes))
    if (pending === null || opened === null || this.#room === null) return NOTHING
    const { welcome, secrets } = opened
    this.#pending = null
    this.#desktop = welcome.desktop
    this.#session = new Session({
      role: 'phone',
      room: this.#room,
      id: welcome.session,
      own: pending.keys,
      peer: welcome.key,
      secrets,
      intent: welcome.intent,
      server: this.#options.origin,
      expiresAt: welcome.expiresAt,
      offset: welcome.now - now,
    })
    this.#deadline = now + POLICY.lifetime.handshake
    this.#state = 'welcomed'
    return NOTHING
  }

  async #take({ message, hash }: ReadMessage, now: number): Promise<Effects> {
    if (message.type === 'request') return this.#consider({ request: message, hash }, now)
    if (message.type === 'cancel' && message.id === this.#asked?.request.id) return this.#finish('cancelled', null)
    if (message.type !== 'end') return NOTHING
    if (message.reason === 'done' && this.#state === 'answered') return this.#finish('done', null)
    if (message.reason === 'request-cancelled' || message.reason === 'cancelled') return this.#finish('cancelled', null)
    const code = isErrorCode(message.reason) ? message.reason : 'request-cancelled'
    return this.#finish('failed', new AppError(code))
  }

  /** Takes the one request of this pairing; the same one again gets the answer that was given. */
  async #consider(asked: Asked, now: number): Promise<Effects> {
    if (this.#asked !== null) {
      const isSame = equalBytes(this.#asked.hash, asked.hash)
      return isSame && this.#response !== null ? this.#say(this.#response, now) : NOTHING
    }
    const session = this.#session
    if (this.#state !== 'waiting' || session === null) return NOTHING
    if (asked.request.expiresAt <= session.desktopTime(now)) return NOTHING
    this.#asked = asked
    if (!fitsIntent(this.intent, asked.request)) return this.fail(new AppError('message-rejected'), now)
    this.#deadline = Math.min(session.ownTime(asked.request.expiresAt), session.ownTime(session.expiresAt))
    this.#state = 'asked'
    return NOTHING
  }

  async #respond(asked: Asked, result: Pick<Response, 'ok' | 'confirm' | 'body' | 'error'>, now: number) {
    this.#response = { type: 'response', id: asked.request.id, requestHash: toBase64url(asked.hash), ...result }
    return this.#say(this.#response, now)
  }

  async #say(message: Response | { readonly type: 'seen'; readonly id: string }, now: number): Promise<Effects> {
    return this.#session?.send(message, now, POLICY.lifetime.request) ?? NOTHING
  }

  /** Ends it from this side, and says so where there is somebody to say it to. */
  async #over(state: PhoneState, error: AppError, now: number, reason: string = error.code): Promise<Effects> {
    const farewell = await this.#session?.send({ type: 'end', reason }, now, POLICY.lifetime.end)
    return [...(farewell ?? NOTHING), ...this.#finish(state, error)]
  }

  #finish(state: PhoneState, failure: AppError | null): Effects {
    this.#state = state
    this.#failure = failure
    return this.#leave()
  }

  #leave(): Effects {
    this.#pending = null
    return this.#room === null ? NOTHING : [{ type: 'leave', room: this.#room }]
  }
}
