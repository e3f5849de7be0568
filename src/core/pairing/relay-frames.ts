/**
 * What goes over the wire between a client and the relay: control frames as JSON text, data as
 * binary. The relay imports nothing else of pairing and never looks into a payload.
 *
 *     put, client to relay: type 1 | message id 8 | lifetime 4 (seconds) | payload
 *     msg, relay to client: type 2 | number 4 | payload
 */
import { z } from 'zod'
import { toBase64url } from '../bytes/base64url.ts'
import { concat, ownBytes, type Bytes } from '../bytes/bytes.ts'
import { readUint, uint } from '../bytes/frames.ts'
import { POLICY } from './policy.ts'

export const RELAY_POLICY = POLICY.relay
export const RELAY_PATH = '/relay'

const PUT = 1
const MSG = 2
const PUT_HEAD = 13
const MSG_HEAD = 5
const MAX_LIFETIME_SECONDS = POLICY.lifetime.end / 1000

export const ROLES = ['desktop', 'phone'] as const
export type Role = (typeof ROLES)[number]

export const RELAY_FAULTS = ['crowded', 'limit', 'malformed', 'unknown-session', 'closing'] as const
export type RelayFault = (typeof RELAY_FAULTS)[number]

/** 16 random bytes in base64url. */
const handle = z.string().regex(/^[A-Za-z0-9_-]{21}[AQgw]$/)
const number = z.int().min(0).max(0xffff_ffff)

const control = z.discriminatedUnion('type', [
  /**
   * First frame of a client. Only a desktop makes a room; the token lets the same client come back.
   * `last` is the number of the last message that has arrived; the relay goes on from there, and
   * answers `unknown-session` where it has lost a room in which something had arrived.
   */
  z.strictObject({ type: z.literal('open'), room: handle, role: z.enum(ROLES), token: handle, last: number }),
  /**
   * Client: every message up to number n has arrived. Relay: the first n puts of this connection
   * are in its hands and need not be sent again. It waits with that while much lies there for the
   * other side, so that a client that keeps to its window is never refused.
   */
  z.strictObject({ type: z.literal('ack'), n: number }),
  /** Client: it will not come back; a room that all have left is forgotten. */
  z.strictObject({ type: z.literal('leave') }),
  /** Relay: whether the other side is connected; the first one answers `open`. */
  z.strictObject({ type: z.literal('peer'), up: z.boolean() }),
  z.strictObject({ type: z.literal('err'), code: z.enum(RELAY_FAULTS) }),
  z.strictObject({ type: z.literal('ping') }),
  z.strictObject({ type: z.literal('pong') }),
])
export type Control = z.infer<typeof control>

export const controlText = (frame: Control): string => JSON.stringify(frame)

/** Reads a control frame; null when it is not one. */
export const parseControl = (text: string): Control | null => {
  if (text.length > POLICY.relay.control) return null
  try {
    return control.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export interface Put {
  /** 8 bytes; the relay drops a repeated one, so that a client may send again after it was cut off. */
  readonly id: Uint8Array
  /** Seconds that the relay keeps it for a peer who is away. */
  readonly lifetime: number
  readonly payload: Uint8Array
}

export const putFrame = ({ id, lifetime, payload }: Put): Bytes => concat(uint(PUT, 1), id, uint(lifetime, 4), payload)

/** Reads a put frame; null when it is not one. What it returns lies in the frame. */
export const parsePut = (frame: Uint8Array): Put | null => {
  if (frame.length <= PUT_HEAD || frame.length > POLICY.relay.frame || frame[0] !== PUT) return null
  const lifetime = readUint(frame, 9, 4)
  if (lifetime > MAX_LIFETIME_SECONDS) return null
  return { id: frame.subarray(1, 9), lifetime, payload: frame.subarray(PUT_HEAD) }
}

export interface Delivery {
  /** Counts from 1 in each direction of a room. */
  readonly n: number
  readonly payload: Bytes
}

export const msgFrame = ({ n, payload }: { readonly n: number; readonly payload: Uint8Array }): Bytes => {
  const frame = new Uint8Array(MSG_HEAD + payload.length)
  frame[0] = MSG
  frame.set(uint(n, 4), 1)
  frame.set(payload, MSG_HEAD)
  return frame
}

/** Reads a msg frame; null when it is not one. */
export const parseMsg = (frame: Uint8Array): Delivery | null => {
  if (frame.length <= MSG_HEAD || frame.length > POLICY.relay.frame || frame[0] !== MSG) return null
  return { n: readUint(frame, 1, 4), payload: ownBytes(frame.subarray(MSG_HEAD)) }
}

/** Sixteen bytes as rooms and tokens are spelled. */
export const handleText = (bytes: Uint8Array): string => {
  if (bytes.length !== 16) throw new RangeError('a handle has 16 bytes')
  return toBase64url(bytes)
}

/** The relay's WebSocket address on a server given by its http address. */
export const relayAddress = (server: string): string => {
  const address = new URL(RELAY_PATH, server)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}
