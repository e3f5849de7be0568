/** One connection to the relay, from its first frame to its last. */
import { POLICY } from '#core/pairing/policy'
import type { Clock } from '#core/pairing/ports'
import {
  controlText,
  parseControl,
  parsePut,
  type Control,
  type RelayFault,
  type Role,
} from '#core/pairing/relay-frames'
import { Bucket } from './bucket.ts'
import type { RelayLimits, Visitor } from './limits.ts'
import type { Line, Room } from './room.ts'

/** A WebSocket, as far as the relay needs it. */
export interface RelaySocket {
  send(frame: string | Uint8Array): void
  /** Bytes that have been sent and not yet been taken by the network. */
  readonly buffered: number
  /** Closes after what has been sent. */
  close(): void
  /** Closes at once. */
  terminate(): void
  /** Stops and goes on reading. */
  pause(): void
  resume(): void
}

export interface Seat {
  readonly room: Room
  readonly role: Role
}

/** What a member needs of the relay. */
export interface Host {
  readonly clock: Clock
  readonly limits: RelayLimits
  /** Gives the member a seat or refuses it. */
  open(member: Member, frame: Control & { readonly type: 'open' }): void
  forwarded(): void
  /** The member was refused. */
  refused(member: Member, code: RelayFault): void
  /** The member's connection is over. */
  gone(member: Member): void
}

/** Control frames that a member may send, as a multiple of its messages. */
const CONTROL_SHARE = 4

export class Member implements Line {
  readonly visitor: Visitor
  readonly since: number
  seat: Seat | null = null
  heardAt: number
  readonly #host: Host
  readonly #socket: RelaySocket
  readonly #controls: Bucket
  /** Puts that were taken on this connection, and how many of them it has been told of. */
  #taken = 0
  #told = 0
  #isTelling = false
  #isClosed = false

  constructor(host: Host, socket: RelaySocket, visitor: Visitor) {
    const { messagesPerSecond, messageBurst } = host.limits
    this.visitor = visitor
    this.since = host.clock.now()
    this.heardAt = this.since
    this.#host = host
    this.#socket = socket
    this.#controls = new Bucket(messagesPerSecond * CONTROL_SHARE, messageBurst * CONTROL_SHARE)
  }

  text(text: string): void {
    if (!this.#hear()) return
    const frame = parseControl(text)
    if (frame === null) return this.refuse('malformed')
    if (this.#pace(this.#controls)) this.#takeControl(frame)
  }

  binary(bytes: Uint8Array): void {
    if (!this.#hear()) return
    const put = parsePut(bytes)
    if (put === null || this.seat === null) return this.refuse('malformed')
    if (!this.#pace(this.visitor.messages)) return
    const result = this.seat.room.put(this.seat.role, put, this.#host.clock.now())
    if (result === 'full') return this.refuse('limit')
    if (result === 'taken') this.#host.forwarded()
    this.#taken += 1
    this.#confirmSoon()
  }

  /** The connection is gone, or given up. */
  closed(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#host.gone(this)
  }

  send(frame: string | Uint8Array): void {
    if (this.#isClosed) return
    this.#socket.send(frame)
    if (this.#socket.buffered > this.#host.limits.storedBytes * 2) this.drop()
  }

  refuse(code: RelayFault): void {
    if (this.#isClosed) return
    this.#host.refused(this, code)
    this.dismiss(code)
  }

  /** Says why and closes. */
  dismiss(code: RelayFault): void {
    if (this.#isClosed) return
    this.#socket.send(controlText({ type: 'err', code }))
    this.closed()
    this.#socket.close()
  }

  /** Closes without a word. */
  drop(): void {
    this.closed()
    this.#socket.terminate()
  }

  /** Confirms what was taken, unless the sender shall wait until the other side has caught up. */
  relieve(): void {
    if (this.seat === null || this.#told === this.#taken || !this.seat.room.hasRoom(this.seat.role)) return
    this.#told = this.#taken
    this.send(controlText({ type: 'ack', n: this.#taken }))
  }

  #hear(): boolean {
    this.heardAt = this.#host.clock.now()
    return !this.#isClosed
  }

  #takeControl(frame: Control): void {
    const { seat } = this
    if (frame.type === 'ping') return this.send(controlText({ type: 'pong' }))
    if (frame.type === 'pong') return
    if (frame.type === 'open' && seat === null) return this.#host.open(this, frame)
    if (frame.type === 'ack' && seat !== null) return seat.room.acknowledge(seat.role, frame.n)
    if (frame.type === 'leave' && seat !== null) return seat.room.leave(seat.role)
    this.refuse('malformed')
  }

  /** Slows a sender down; one that goes on is refused. Returns whether it may stay. */
  #pace(bucket: Bucket): boolean {
    const wait = bucket.take(this.#host.clock.now())
    if (wait === 0) return true
    if (bucket.isExcessive(wait)) {
      this.refuse('limit')
      return false
    }
    this.#socket.pause()
    this.#host.clock.after(wait, () => {
      if (!this.#isClosed) this.#socket.resume()
    })
    return true
  }

  #confirmSoon(): void {
    const { every, within } = POLICY.acknowledge
    if (this.#taken - this.#told >= every) return this.relieve()
    if (this.#isTelling) return
    this.#isTelling = true
    this.#host.clock.after(within, () => {
      this.#isTelling = false
      this.relieve()
    })
  }
}
