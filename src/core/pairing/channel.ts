/**
 * The channel after the handshake. Every frame is one single-shot HPKE seal in mode AuthPSK with both
 * session keys, the root as psk and the session id as psk id: there is no nonce counter to lose when
 * a page is frozen, killed or open twice.
 */
import { concat, equalBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { DIRECTION, frameHead, parseFrame, parsePiece, splitMessage, type Direction, type FrameHead } from './frame.ts'
import { POLICY } from './policy.ts'
import { openAuthPsk, sealAuthPsk, type KeyPair, type SubtleKey } from './suite.ts'

const INFO = utf8('BidSeal v1 channel')

export interface ChannelKeys {
  readonly own: KeyPair
  readonly peer: SubtleKey
  readonly root: Bytes
  /** 16 bytes. */
  readonly session: Bytes
  /** Which way own messages go. */
  readonly sends: Direction
}

/** Why a frame was not taken. None of these ends the channel: a relay could as well have dropped it. */
export type Rejection = 'malformed' | 'foreign' | 'expired' | 'duplicate' | 'unauthenticated'

export type Received =
  | { readonly kind: 'message'; readonly bytes: Bytes }
  | { readonly kind: 'piece' }
  | { readonly kind: 'rejected'; readonly reason: Rejection }
  /** From the peer itself, and yet no piece of a message: it does not keep to the protocol. */
  | { readonly kind: 'broken' }

const rejected = (reason: Rejection): Received => ({ kind: 'rejected', reason })
const BROKEN: Received = { kind: 'broken' }

interface Pieces {
  readonly count: number
  readonly data: Map<number, Bytes>
}

/** One side of a channel. Calls must not overlap: await one before the next. */
export class Channel {
  readonly #keys: ChannelKeys
  #sent = 0
  #newest = 0
  readonly #taken = new Set<number>()
  readonly #pieces = new Map<number, Pieces>()

  constructor(keys: ChannelKeys) {
    this.#keys = keys
  }

  /**
   * The frames that carry a message, at most nine.
   * @param expiresAt Milliseconds since 1970, desktop's clock; a receiver drops it after that.
   */
  async seal(message: Bytes, expiresAt: number): Promise<readonly Bytes[]> {
    const { own, peer, session, sends } = this.#keys
    const frames: Bytes[] = []
    for (const plaintext of splitMessage(message)) {
      const head = { session, direction: sends, sequence: ++this.#sent, expiry: Math.ceil(expiresAt / 1000) }
      const aad = frameHead(head)
      const { enc, ciphertext } = await sealAuthPsk(own, peer, plaintext, this.#common(aad))
      frames.push(concat(aad, enc, ciphertext))
    }
    return frames
  }

  /**
   * Takes one frame. Each sequence number is taken once, and only while it is not far behind the
   * newest; a number counts as taken only after its frame has proved genuine.
   * @param now Milliseconds since 1970, desktop's clock.
   */
  async open(bytes: Uint8Array, now: number): Promise<Received> {
    const frame = parseFrame(bytes)
    if (frame === null) return rejected('malformed')
    const fault = this.#fault(frame.head, now)
    if (fault !== null) return rejected(fault)
    const plaintext = await openAuthPsk(this.#keys.own, this.#keys.peer, frame, this.#common(frame.aad))
    if (plaintext === null) return rejected('unauthenticated')
    this.#take(frame.head.sequence)
    const piece = parsePiece(plaintext)
    if (piece === null || piece.index >= frame.head.sequence) return BROKEN
    return this.#join(frame.head.sequence - piece.index, piece)
  }

  #common(aad: Bytes) {
    return { info: INFO, psk: { key: this.#keys.root, id: this.#keys.session }, aad }
  }

  #fault({ session, direction, sequence, expiry }: FrameHead, now: number): Rejection | null {
    if (!equalBytes(session, this.#keys.session) || direction === this.#keys.sends) return 'foreign'
    if (expiry * 1000 < now) return 'expired'
    const isTooOld = sequence < 1 || sequence <= this.#newest - POLICY.message.window
    return isTooOld || this.#taken.has(sequence) ? 'duplicate' : null
  }

  #take(sequence: number): void {
    this.#taken.add(sequence)
    this.#newest = Math.max(this.#newest, sequence)
    const oldest = this.#newest - POLICY.message.window
    for (const old of this.#taken) if (old <= oldest) this.#taken.delete(old)
    for (const first of this.#pieces.keys()) if (first <= oldest) this.#pieces.delete(first)
  }

  #join(first: number, { index, count, data }: { index: number; count: number; data: Bytes }): Received {
    const pieces = this.#pieces.get(first) ?? { count, data: new Map<number, Bytes>() }
    if (pieces.count !== count) return BROKEN
    pieces.data.set(index, data)
    this.#pieces.set(first, pieces)
    if (pieces.data.size < count) return { kind: 'piece' }
    this.#pieces.delete(first)
    const whole = concat(...Array.from({ length: count }, (_, at) => pieces.data.get(at)!))
    return whole.length > POLICY.message.limit ? BROKEN : { kind: 'message', bytes: whole }
  }
}

/** The direction a role's own messages take. */
export const directionOf = (role: 'desktop' | 'phone'): Direction =>
  role === 'desktop' ? DIRECTION.toPhone : DIRECTION.toDesktop
