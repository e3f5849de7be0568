/** What pairing needs of the world outside: time, randomness and a socket. */
import type { Bytes } from '../bytes/bytes.ts'

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Acts once, later; returns how to prevent it. */
  after(milliseconds: number, act: () => void): () => void
}

/** Random bytes of good quality. */
export type RandomBytes = (length: number) => Bytes

/** A WebSocket reduced to what is needed. */
export interface WebSocketLike {
  /** Text or binary frame. Does nothing once closed. */
  send(frame: string | Bytes): void
  close(): void
}

export interface SocketEvents {
  opened(): void
  text(frame: string): void
  binary(frame: Bytes): void
  /** Once, for whatever reason: refused, failed, closed by either side. */
  closed(): void
}

/** Begins to connect to a `ws:` or `wss:` address. Never throws; failure is `closed`. Events come after it has returned. */
export type ConnectSocket = (address: string, events: SocketEvents) => WebSocketLike
