/** What one address may do. Addresses that do nothing are forgotten. */
import type { RELAY_POLICY } from '#core/pairing/relay-frames'
import { Bucket } from './bucket.ts'
import type { Room } from './room.ts'

export type RelayLimits = { readonly [name in keyof typeof RELAY_POLICY]: number }

export interface Visitor {
  readonly address: string
  readonly opens: Bucket
  readonly messages: Bucket
  /** Rooms that it has made, oldest first. */
  readonly rooms: Set<Room>
  connections: number
  unopened: number
}

export interface Visitors {
  of(address: string): Visitor
  sweep(now: number): void
}

const MINUTE = 60

export const createVisitors = (limits: RelayLimits): Visitors => {
  const visitors = new Map<string, Visitor>()
  const isIdle = ({ connections, rooms, opens, messages }: Visitor, now: number): boolean =>
    connections === 0 && rooms.size === 0 && opens.isFull(now) && messages.isFull(now)
  return {
    of: (address) => {
      const known = visitors.get(address)
      if (known) return known
      const visitor: Visitor = {
        address,
        opens: new Bucket(limits.opensPerMinute / MINUTE, limits.opensPerMinute),
        messages: new Bucket(limits.messagesPerSecond, limits.messageBurst),
        rooms: new Set(),
        connections: 0,
        unopened: 0,
      }
      visitors.set(address, visitor)
      return visitor
    },
    sweep: (now) => {
      for (const [address, visitor] of visitors) if (isIdle(visitor, now)) visitors.delete(address)
    },
  }
}
