/** A room: a seat for a desktop, a seat for a phone, and what lies there for each of them. */
import { controlText, ROLES, type RelayFault, type Role } from '#core/pairing/relay-frames'
import type { RelayLimits } from './limits.ts'
import { Mailbox, type Budget } from './mailbox.ts'

/** A member's connection, as far as a room needs it. */
export interface Line {
  send(frame: string | Uint8Array): void
  /** Closes it without a word: the same client has come back on another one. */
  drop(): void
  refuse(code: RelayFault): void
  /** There is room again for what it sends. */
  relieve(): void
}

interface Seat {
  /** Whoever knows it may come back; null while nobody has sat here. */
  token: string | null
  line: Line | null
  hasLeft: boolean
  /** For this member. */
  readonly mailbox: Mailbox
}

const other = (role: Role): Role => (role === 'desktop' ? 'phone' : 'desktop')
const peerText = (up: boolean): string => controlText({ type: 'peer', up })

export type Admission = 'new' | 'returning' | 'crowded' | 'unknown-session'

export class Room {
  readonly id: string
  readonly #seats: Readonly<Record<Role, Seat>>
  #emptySince: number | null = null

  constructor(id: string, limits: RelayLimits, budget: Budget) {
    const seat = (): Seat => ({ token: null, line: null, hasLeft: false, mailbox: new Mailbox(limits, budget) })
    this.id = id
    this.#seats = { desktop: seat(), phone: seat() }
  }

  get isEmpty(): boolean {
    return ROLES.every((role) => this.#seats[role].line === null)
  }

  /** How somebody who knocks would come in. */
  judge(role: Role, token: string, last: number): Admission {
    const seat = this.#seats[role]
    if (seat.token !== null && seat.token !== token) return 'crowded'
    if (last > seat.mailbox.count) return 'unknown-session'
    return seat.token === null ? 'new' : 'returning'
  }

  /** Takes a seat: tells both sides and delivers what has waited. */
  enter(role: Role, token: string, last: number, line: Line, now: number): void {
    const seat = this.#seats[role]
    seat.line?.drop()
    seat.token = token
    seat.line = line
    seat.hasLeft = false
    this.#emptySince = null
    const peer = this.#seats[other(role)].line
    line.send(peerText(peer !== null))
    peer?.send(peerText(true))
    this.acknowledge(role, last)
    for (const frame of seat.mailbox.pending(now)) line.send(frame)
  }

  acknowledge(role: Role, n: number): void {
    this.#seats[role].mailbox.acknowledge(n)
    this.#seats[other(role)].line?.relieve()
  }

  /** Whether a member may send on; where not, it is relieved later. */
  hasRoom(from: Role): boolean {
    return this.#seats[other(from)].mailbox.hasRoom
  }

  /** Takes a message from a member for the other one, once; nothing is kept for one who has left. */
  put(from: Role, put: Parameters<Mailbox['put']>[0], now: number): 'taken' | 'known' | 'full' {
    const seat = this.#seats[other(from)]
    if (seat.hasLeft) return 'known'
    const frame = seat.mailbox.put(put, now)
    if (typeof frame === 'string') return frame
    seat.line?.send(frame)
    return 'taken'
  }

  leave(role: Role): void {
    this.#seats[role].hasLeft = true
    this.#seats[role].mailbox.clear()
    this.#seats[other(role)].line?.relieve()
  }

  /** A member's connection is gone; a replaced one changes nothing. */
  disconnect(role: Role, line: Line, now: number): void {
    if (this.#seats[role].line !== line) return
    this.#seats[role].line = null
    this.#seats[other(role)].line?.send(peerText(false))
    if (this.isEmpty) this.#emptySince = now
  }

  /** Turns out whoever is there. */
  refuse(code: RelayFault): void {
    for (const role of ROLES) this.#seats[role].line?.refuse(code)
  }

  /** Whether nobody will miss it: all who ever came have left, or have been away for too long. */
  isOver(now: number, emptyRoom: number): boolean {
    if (!this.isEmpty) return false
    const seats = ROLES.map((role) => this.#seats[role])
    for (const { mailbox } of seats) mailbox.expire(now)
    if (seats.every(({ token, hasLeft }) => token === null || hasLeft)) return true
    const isStale = this.#emptySince !== null && now - this.#emptySince >= emptyRoom
    return isStale && seats.every(({ mailbox }) => mailbox.isEmpty)
  }

  /** Drops what waits for members that are there as well. */
  expire(now: number): void {
    for (const role of ROLES) {
      this.#seats[role].mailbox.expire(now)
      this.#seats[other(role)].line?.relieve()
    }
  }

  clear(): void {
    for (const role of ROLES) this.#seats[role].mailbox.clear()
  }
}
