/**
 * The relay: rooms in memory in which a desktop and a phone leave opaque messages for each other.
 * It never looks into one. What it knows of a pairing is two addresses, times and sizes; it logs
 * neither rooms nor tokens nor messages.
 */
import { POLICY } from '#core/pairing/policy'
import type { Clock } from '#core/pairing/ports'
import {
  controlText,
  parseControl,
  parsePut,
  RELAY_POLICY,
  type Control,
  type RelayFault,
  type Role,
} from '#core/pairing/relay-frames'
import { createBucket, type Bucket } from './bucket.ts'
import { createVisitors, type RelayLimits, type Visitor } from './limits.ts'
import type { Budget } from './mailbox.ts'
import { Room, type Line } from './room.ts'

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

/** What the host of a socket reports. */
export interface RelayConnection {
  text(frame: string): void
  binary(frame: Uint8Array): void
  closed(): void
}

export interface RelayFigures {
  readonly connections: number
  readonly rooms: number
  /** Messages taken from one side for the other, since the start. */
  readonly forwarded: number
  /** Connections that were refused or ended for a fault, since the start. */
  readonly refused: number
  /** Bytes that wait for somebody. */
  readonly stored: number
}

export interface RelayEvent {
  readonly event: 'relay-refused'
  readonly code: RelayFault
  readonly address: string
}

export interface RelayOptions {
  readonly clock: Clock
  /** Replaces single numbers of the policy. */
  readonly limits?: Partial<RelayLimits>
  readonly log?: (event: RelayEvent) => void
}

export interface Relay {
  /** Takes a connected socket of an address; the host reports to what it returns. */
  accept(socket: RelaySocket, address: string): RelayConnection
  figures(): RelayFigures
  /** Says goodbye to everybody. */
  close(): void
}

const SWEEP_EVERY = 5000
/** Control frames that a member may send, as a multiple of its messages. */
const CONTROL_SHARE = 4

interface Member extends Line {
  readonly socket: RelaySocket
  readonly visitor: Visitor
  readonly controls: Bucket
  seat: { readonly room: Room; readonly role: Role } | null
  since: number
  heardAt: number
  /** Puts that were taken on this connection. */
  taken: number
  /** How many of them it has been told of. */
  told: number
  isTelling: boolean
  isClosed: boolean
}

export const createRelay = ({ clock, limits: changed = {}, log = () => {} }: RelayOptions): Relay => {
  const limits: RelayLimits = { ...RELAY_POLICY, ...changed }
  const budget: Budget = { used: 0, limit: limits.totalBytes }
  const visitors = createVisitors(limits)
  const rooms = new Map<string, { readonly room: Room; readonly maker: Visitor }>()
  const members = new Set<Member>()
  let forwarded = 0
  let refused = 0
  let stopSweeping: (() => void) | null = null

  const forget = (member: Member): void => {
    if (member.isClosed) return
    member.isClosed = true
    members.delete(member)
    member.visitor.connections -= 1
    if (member.seat === null) return void (member.visitor.unopened -= 1)
    const { room, role } = member.seat
    room.disconnect(role, member, clock.now())
    if (room.isOver(clock.now(), limits.emptyRoom)) remove(room)
  }

  const refuse = (member: Member, code: RelayFault): void => {
    if (member.isClosed) return
    refused += 1
    log({ event: 'relay-refused', code, address: member.visitor.address })
    member.socket.send(controlText({ type: 'err', code }))
    forget(member)
    member.socket.close()
  }

  const remove = (room: Room): void => {
    const entry = rooms.get(room.id)
    if (entry?.room !== room) return
    entry.maker.rooms.delete(room)
    rooms.delete(room.id)
    room.clear()
  }

  /** Slows a sender down; one that goes on is refused. Returns whether it may stay. */
  const pace = (member: Member, bucket: Bucket, perSecond: number, burst: number): boolean => {
    const wait = bucket.take(clock.now())
    if (wait === 0) return true
    if (wait > (burst / perSecond) * 1000) {
      refuse(member, 'limit')
      return false
    }
    member.socket.pause()
    clock.after(wait, () => {
      if (!member.isClosed) member.socket.resume()
    })
    return true
  }

  /** A room for a desktop; where its address has too many, the oldest empty one makes way. */
  const make = (id: string, maker: Visitor): Room | null => {
    if (maker.rooms.size >= limits.rooms) {
      const oldest = [...maker.rooms].find((room) => room.isEmpty)
      if (oldest === undefined) return null
      remove(oldest)
    }
    if (rooms.size >= limits.totalRooms) return null
    const room = new Room(id, limits, budget)
    maker.rooms.add(room)
    rooms.set(id, { room, maker })
    return room
  }

  const open = (member: Member, { room: id, role, token, last }: Control & { type: 'open' }): void => {
    const known = rooms.get(id)?.room
    const admission = known?.judge(role, token, last) ?? 'new'
    if (admission !== 'returning') {
      if (!member.visitor.opens.has(clock.now())) return refuse(member, 'limit')
      member.visitor.opens.take(clock.now())
    }
    if (admission === 'unknown-session') return refuse(member, 'unknown-session')
    if (admission === 'crowded') return crowd(member, known)
    if (known === undefined && (role === 'phone' || last > 0)) return refuse(member, 'unknown-session')
    const room = known ?? make(id, member.visitor)
    if (room === null) return refuse(member, 'limit')
    member.visitor.unopened -= 1
    member.seat = { room, role }
    room.enter(role, token, last, member, clock.now())
  }

  /** Somebody else has the code as well: nobody may go on. */
  const crowd = (member: Member, room: Room | undefined): void => {
    room?.refuse('crowded')
    refuse(member, 'crowded')
    if (room) remove(room)
  }

  const takeControl = (member: Member, frame: Control): void => {
    if (frame.type === 'open' && member.seat === null) return open(member, frame)
    if (frame.type === 'ping') return member.send(controlText({ type: 'pong' }))
    if (frame.type === 'pong') return
    if (frame.type === 'ack' && member.seat !== null) return member.seat.room.acknowledge(member.seat.role, frame.n)
    if (frame.type === 'leave' && member.seat !== null) return member.seat.room.leave(member.seat.role)
    refuse(member, 'malformed')
  }

  const takePut = (member: Member, bytes: Uint8Array): void => {
    const put = parsePut(bytes)
    if (put === null || member.seat === null) return refuse(member, 'malformed')
    if (!pace(member, member.visitor.messages, limits.messagesPerSecond, limits.messageBurst)) return
    const result = member.seat.room.put(member.seat.role, put, clock.now())
    if (result === 'full') return refuse(member, 'limit')
    if (result === 'taken') forwarded += 1
    member.taken += 1
    confirmSoon(member)
  }

  const confirmSoon = (member: Member): void => {
    const { every, within } = POLICY.acknowledge
    if (member.taken - member.told >= every) return confirm(member)
    if (member.isTelling) return
    member.isTelling = true
    clock.after(within, () => {
      member.isTelling = false
      confirm(member)
    })
  }

  /** Confirms what was taken, unless the sender shall wait until the other side has caught up. */
  const confirm = (member: Member): void => {
    if (member.seat === null || member.told === member.taken || !member.seat.room.hasRoom(member.seat.role)) return
    member.told = member.taken
    member.send(controlText({ type: 'ack', n: member.taken }))
  }

  const sweep = (): void => {
    const now = clock.now()
    for (const member of members) {
      const isSilent = now - member.heardAt >= limits.silence
      const isUndecided = member.seat === null && now - member.since >= limits.openWithin
      if (!isSilent && !isUndecided) continue
      forget(member)
      member.socket.terminate()
    }
    for (const { room } of rooms.values()) {
      room.expire(now)
      if (room.isOver(now, limits.emptyRoom)) remove(room)
    }
    visitors.sweep(now)
    stopSweeping = null
    watch()
  }
  const watch = (): void => {
    if (members.size + rooms.size > 0) stopSweeping ??= clock.after(SWEEP_EVERY, sweep)
  }

  const accept = (socket: RelaySocket, address: string): RelayConnection => {
    const visitor = visitors.of(address)
    const now = clock.now()
    const member: Member = {
      socket,
      visitor,
      controls: createBucket(limits.messagesPerSecond * CONTROL_SHARE, limits.messageBurst * CONTROL_SHARE),
      seat: null,
      since: now,
      heardAt: now,
      taken: 0,
      told: 0,
      isTelling: false,
      isClosed: false,
      send: (frame) => {
        if (member.isClosed) return
        socket.send(frame)
        if (socket.buffered <= limits.storedBytes * 2) return
        forget(member)
        socket.terminate()
      },
      replace: () => {
        forget(member)
        socket.terminate()
      },
      refuse: (code) => refuse(member, code),
      relieve: () => confirm(member),
    }
    members.add(member)
    visitor.connections += 1
    visitor.unopened += 1
    watch()
    if (visitor.unopened > limits.unopened) refuse(member, 'limit')
    const hear = (): boolean => {
      member.heardAt = clock.now()
      return !member.isClosed
    }
    return {
      text: (text) => {
        if (!hear()) return
        const frame = parseControl(text)
        if (frame === null) return refuse(member, 'malformed')
        const perSecond = limits.messagesPerSecond * CONTROL_SHARE
        if (pace(member, member.controls, perSecond, limits.messageBurst * CONTROL_SHARE)) takeControl(member, frame)
      },
      binary: (bytes) => {
        if (hear()) takePut(member, bytes)
      },
      closed: () => forget(member),
    }
  }

  return {
    accept,
    figures: () => ({ connections: members.size, rooms: rooms.size, forwarded, refused, stored: budget.used }),
    close: () => {
      stopSweeping?.()
      for (const member of [...members]) {
        member.socket.send(controlText({ type: 'err', code: 'closing' }))
        forget(member)
        member.socket.close()
      }
      for (const { room } of [...rooms.values()]) remove(room)
    },
  }
}
