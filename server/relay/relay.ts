/**
 * The relay: rooms in memory in which a desktop and a phone leave opaque messages for each other.
 * It never looks into one. What it knows of a pairing is two addresses, times and sizes; it logs
 * neither rooms nor tokens nor messages.
 */
import type { Clock } from '#core/pairing/ports'
import { RELAY_POLICY, type RelayFault } from '#core/pairing/relay-frames'
import { createVisitors, type RelayLimits, type Visitor } from './limits.ts'
import type { Budget } from './mailbox.ts'
import { Member, type Host, type RelaySocket } from './member.ts'
import { Room } from './room.ts'

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

export const createRelay = ({ clock, limits: changed = {}, log = () => {} }: RelayOptions): Relay => {
  const limits: RelayLimits = { ...RELAY_POLICY, ...changed }
  const budget: Budget = { used: 0, limit: limits.totalBytes }
  const visitors = createVisitors(limits)
  const rooms = new Map<string, { readonly room: Room; readonly maker: Visitor }>()
  const members = new Set<Member>()
  let forwarded = 0
  let refused = 0
  let stopSweeping: (() => void) | null = null

  const remove = (room: Room): void => {
    const entry = rooms.get(room.id)
    if (entry?.room !== room) return
    entry.maker.rooms.delete(room)
    rooms.delete(room.id)
    room.clear()
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

  const open: Host['open'] = (member, { room: id, role, token, last }) => {
    const known = rooms.get(id)?.room
    const admission = known?.judge(role, token, last) ?? 'new'
    if (admission !== 'returning') {
      if (!member.visitor.opens.has(clock.now())) return member.refuse('limit')
      member.visitor.opens.take(clock.now())
    }
    if (admission === 'unknown-session') return member.refuse('unknown-session')
    if (admission === 'crowded') return crowd(member, known)
    if (known === undefined && (role === 'phone' || last > 0)) return member.refuse('unknown-session')
    const room = known ?? make(id, member.visitor)
    if (room === null) return member.refuse('limit')
    member.visitor.unopened -= 1
    member.seat = { room, role }
    room.enter(role, token, last, member, clock.now())
  }

  /** Somebody else has the code as well: nobody may go on. */
  const crowd = (member: Member, room: Room | undefined): void => {
    room?.refuse('crowded')
    member.refuse('crowded')
    if (room) remove(room)
  }

  const host: Host = {
    clock,
    limits,
    open,
    forwarded: () => {
      forwarded += 1
    },
    refused: ({ visitor: { address } }, code) => {
      refused += 1
      log({ event: 'relay-refused', code, address })
    },
    gone: (member) => {
      members.delete(member)
      member.visitor.connections -= 1
      if (member.seat === null) return void (member.visitor.unopened -= 1)
      const { room, role } = member.seat
      room.disconnect(role, member, clock.now())
      if (room.isOver(clock.now(), limits.emptyRoom)) remove(room)
    },
  }

  const sweep = (): void => {
    const now = clock.now()
    for (const member of members) {
      const isSilent = now - member.heardAt >= limits.silence
      const isUndecided = member.seat === null && now - member.since >= limits.openWithin
      if (isSilent || isUndecided) member.drop()
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

  return {
    accept: (socket, address) => {
      const visitor = visitors.of(address)
      const member = new Member(host, socket, visitor)
      members.add(member)
      visitor.connections += 1
      visitor.unopened += 1
      watch()
      if (visitor.unopened > limits.unopened) member.refuse('limit')
      return member
    },
    figures: () => ({ connections: members.size, rooms: rooms.size, forwarded, refused, stored: budget.used }),
    close: () => {
      stopSweeping?.()
      for (const member of [...members]) member.dismiss('closing')
      for (const { room } of [...rooms.values()]) remove(room)
    },
  }
}
