/** What a side holds after the handshake: the channel, the clock it goes by and how to speak in it. */
import type { Bytes } from '../bytes/bytes.ts'
import { Channel, directionOf } from './channel.ts'
import type { Effect, Effects } from './effects.ts'
import type { Secrets } from './handshake.ts'
import type { Intent, Message } from './messages.ts'
import type { PairingContext } from './proof.ts'
import type { Role } from './relay-frames.ts'
import type { KeyPair, SubtleKey } from './suite.ts'
import { messageBytes, readMessage, type ReadMessage } from './wire.ts'

export interface SessionFacts {
  readonly role: Role
  readonly room: string
  readonly id: Bytes
  readonly own: KeyPair
  readonly peer: SubtleKey
  readonly secrets: Secrets
  readonly intent: Intent
  /** The server's http address. */
  readonly server: string
  /** Milliseconds since 1970 by the desktop's clock. */
  readonly expiresAt: number
  /** What the desktop's clock shows more than the own one; milliseconds. */
  readonly offset: number
}

/**
 * What a frame brought: a message, nothing to act on (a piece, or what a relay could have made up),
 * or `broken`: the peer itself has sent what is no message.
 */
export type Heard = ReadMessage | 'nothing' | 'broken'

/** Calls must not overlap: await one before the next. */
export class Session {
  readonly room: string
  readonly context: PairingContext
  /** Four digits that both screens show. */
  readonly code: string
  readonly expiresAt: number
  readonly #channel: Channel
  readonly #offset: number

  constructor({ role, room, id, own, peer, secrets, intent, server, expiresAt, offset }: SessionFacts) {
    this.room = room
    this.context = { transcript: secrets.transcript, origin: new URL(server).origin, intent }
    this.code = secrets.code
    this.expiresAt = expiresAt
    this.#channel = new Channel({ own, peer, root: secrets.root, session: id, sends: directionOf(role) })
    this.#offset = offset
  }

  /** The desktop's clock. All times inside messages are meant by it. */
  desktopTime(now: number): number {
    return now + this.#offset
  }

  /** The own clock at a time that the desktop gave. */
  ownTime(desktopTime: number): number {
    return desktopTime - this.#offset
  }

  send(message: Message, now: number, lifetime: number): Promise<Effects> {
    return this.sendBytes(messageBytes(message), now, lifetime)
  }

  async sendBytes(message: Bytes, now: number, lifetime: number): Promise<Effects> {
    const frames = await this.#channel.seal(message, this.desktopTime(now) + lifetime)
    return frames.map((frame): Effect => ({ type: 'send', room: this.room, frame, lifetime }))
  }

  async receive(frame: Bytes, now: number): Promise<Heard> {
    const received = await this.#channel.open(frame, this.desktopTime(now))
    if (received.kind === 'broken') return 'broken'
    return received.kind === 'message' ? ((await readMessage(received.bytes)) ?? 'broken') : 'nothing'
  }
}
