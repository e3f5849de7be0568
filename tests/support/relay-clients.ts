/** A relay in memory with a clock of the test's own, and clients of it. */
import { utf8, type Bytes } from '#core/bytes/bytes'
import {
  controlText,
  handleText,
  parseControl,
  parseMsg,
  putFrame,
  type Control,
  type Role,
} from '#core/pairing/relay-frames'
import { createRelay, type Relay, type RelayConnection, type RelayEvent, type RelayOptions } from '#server/relay/relay'
import { fakeClock, type FakeClock } from './clock.ts'
import { random } from './pairing.ts'

export interface RelayClient {
  readonly room: string
  readonly token: string
  readonly connection: RelayConnection
  /** Control frames that came, oldest first. */
  readonly heard: Control[]
  readonly messages: string[]
  readonly numbers: number[]
  isClosed: boolean
  isPaused: boolean
  buffered: number
}

export interface TestRelay extends Pick<Relay, 'figures' | 'close'> {
  readonly clock: FakeClock
  readonly logged: RelayEvent[]
  /** A client that has not opened a room yet. */
  connect(address?: string, room?: string, token?: string): RelayClient
  /** A client in a room of its own, or in that of another one. */
  open(role: Role, options?: Partial<RelayClient> & { address?: string; last?: number }): RelayClient
}

export const testRelay = (limits: RelayOptions['limits'] = {}): TestRelay => {
  const clock = fakeClock()
  const logged: RelayEvent[] = []
  const relay = createRelay({ clock, limits, log: (event) => logged.push(event) })

  const connect: TestRelay['connect'] = (
    address = 'a',
    room = handleText(random(16)),
    token = handleText(random(16)),
  ) => {
    const client: { -readonly [name in keyof RelayClient]: RelayClient[name] } = {
      room,
      token,
      connection: { text: () => {}, binary: () => {}, closed: () => {} },
      heard: [],
      messages: [],
      numbers: [],
      isClosed: false,
      isPaused: false,
      buffered: 0,
    }
    client.connection = relay.accept(
      {
        send: (frame) => {
          if (typeof frame === 'string') return void client.heard.push(parseControl(frame)!)
          const message = parseMsg(frame)!
          client.messages.push(Buffer.from(message.payload).toString())
          client.numbers.push(message.n)
        },
        get buffered() {
          return client.buffered
        },
        close: () => (client.isClosed = true),
        terminate: () => (client.isClosed = true),
        pause: () => (client.isPaused = true),
        resume: () => (client.isPaused = false),
      },
      address,
    )
    return client
  }

  return {
    clock,
    logged,
    figures: () => relay.figures(),
    close: () => relay.close(),
    connect,
    open: (role, { room, token, address, last = 0 } = {}) => {
      const client = connect(address, room, token)
      say(client, { type: 'open', room: client.room, role, token: client.token, last })
      return client
    },
  }
}

export const say = (client: RelayClient, frame: Control): void => client.connection.text(controlText(frame))

export const put = (client: RelayClient, payload: string | Bytes, lifetime = 60, id: Bytes = random(8)): void =>
  client.connection.binary(putFrame({ id, lifetime, payload: typeof payload === 'string' ? utf8(payload) : payload }))

export const cut = (client: RelayClient): void => client.connection.closed()

/** Why a client was turned out. */
export const faultOf = (client: RelayClient): string | null => {
  const last = client.heard.at(-1)
  return client.isClosed && last?.type === 'err' ? last.code : null
}
