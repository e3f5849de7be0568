/** The relay with sockets and a clock of the test's own. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
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
import { fakeClock, type FakeClock } from '#tests/support/clock'
import { random } from '#tests/support/pairing'
import { createRelay, type Relay, type RelayConnection, type RelayEvent, type RelayOptions } from './relay.ts'

let clock: FakeClock
let relay: Relay
let logged: RelayEvent[]
const start = (limits: RelayOptions['limits'] = {}): void => {
  clock = fakeClock()
  logged = []
  relay = createRelay({ clock, limits, log: (event) => logged.push(event) })
}
beforeEach(() => start())

interface Client {
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

const connect = (address = 'a', room = handleText(random(16)), token = handleText(random(16))): Client => {
  const client: { -readonly [name in keyof Client]: Client[name] } = {
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
const say = (client: Client, frame: Control): void => client.connection.text(controlText(frame))
const open = (
  role: Role,
  { room, token, address, last = 0 }: Partial<Client> & { address?: string; last?: number } = {},
): Client => {
  const client = connect(address, room, token)
  say(client, { type: 'open', room: client.room, role, token: client.token, last })
  return client
}
const put = (client: Client, payload: string | Bytes, lifetime = 60, id: Bytes = random(8)): void =>
  client.connection.binary(putFrame({ id, lifetime, payload: typeof payload === 'string' ? utf8(payload) : payload }))
const cut = (client: Client): void => client.connection.closed()
const faultOf = (client: Client): string | null => {
  const last = client.heard.at(-1)
  return client.isClosed && last?.type === 'err' ? last.code : null
}

describe('a room', () => {
  it('carries messages both ways and says what has arrived and who is there', () => {
    const desktop = open('desktop')
    expect(desktop.heard).toEqual([{ type: 'peer', up: false }])
    const phone = open('phone', { room: desktop.room })
    expect([desktop.heard.at(-1), phone.heard]).toEqual([{ type: 'peer', up: true }, [{ type: 'peer', up: true }]])
    put(phone, 'hello')
    put(desktop, 'welcome')
    put(desktop, 'request')
    expect([desktop.messages, phone.messages, phone.numbers]).toEqual([['hello'], ['welcome', 'request'], [1, 2]])
    expect(desktop.heard.slice(2)).toEqual([])
    clock.advance(20)
    expect(desktop.heard.slice(2)).toEqual([{ type: 'ack', n: 2 }])
    for (let i = 0; i < 8; i++) put(desktop, 'x')
    expect(desktop.heard.slice(3)).toEqual([{ type: 'ack', n: 10 }])
    cut(phone)
    expect(desktop.heard.at(-1)).toEqual({ type: 'peer', up: false })
    expect(relay.figures()).toMatchObject({ connections: 1, rooms: 1, forwarded: 11, refused: 0 })
  })

  it('is made by a desktop only', () => {
    expect(faultOf(open('phone'))).toBe('unknown-session')
    expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0 })
  })

  it.each(['phone', 'desktop'] as const)('is closed for everybody when a third comes as %s', (role) => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    put(desktop, 'x')
    const third = open(role, { room: desktop.room })
    expect([desktop, phone, third].map(faultOf)).toEqual(['crowded', 'crowded', 'crowded'])
    expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0, stored: 0 })
    expect(faultOf(open('phone', phone))).toBe('unknown-session')
  })

  it('takes nobody else while its members are away', () => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    cut(phone)
    expect(faultOf(open('phone', { room: desktop.room }))).toBe('crowded')
  })

  it('lets a member come back before its old connection is known to be lost', () => {
    const desktop = open('desktop')
    const again = open('desktop', desktop)
    expect(desktop.isClosed).toBe(true)
    cut(desktop)
    const phone = open('phone', { room: desktop.room })
    put(phone, 'x')
    expect(again.messages).toEqual(['x'])
    expect(relay.figures().connections).toBe(2)
  })
})

describe('store and forward', () => {
  it('keeps what has not been acknowledged, in order', () => {
    const desktop = open('desktop')
    for (const text of ['1', '2', '3']) put(desktop, text)
    const phone = open('phone', { room: desktop.room })
    expect(phone.messages).toEqual(['1', '2', '3'])
    say(phone, { type: 'ack', n: 1 })
    cut(phone)
    put(desktop, '4')
    const back = open('phone', phone)
    expect([back.messages, back.numbers]).toEqual([
      ['2', '3', '4'],
      [2, 3, 4],
    ])
    cut(back)
    expect(open('phone', { ...phone, last: 3 }).messages).toEqual(['4'])
  })

  it('takes a put once, however often it is sent, and acknowledges it each time', () => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    const id = random(8)
    put(desktop, 'x', 60, id)
    cut(desktop)
    const back = open('desktop', desktop)
    put(back, 'x', 60, id)
    put(back, 'y')
    expect(phone.messages).toEqual(['x', 'y'])
    clock.advance(20)
    expect(back.heard.at(-1)).toEqual({ type: 'ack', n: 2 })
  })

  it('drops what has expired', () => {
    const desktop = open('desktop')
    put(desktop, 'short', 5)
    put(desktop, 'long', 20)
    clock.advance(6000)
    expect(relay.figures().stored).toBe(4 + 5)
    const phone = open('phone', { room: desktop.room })
    expect([phone.messages, phone.numbers]).toEqual([['long'], [2]])
  })

  it('is bounded in messages and bytes, and full again only for what is not acknowledged', () => {
    const desktop = open('desktop')
    for (let i = 0; i < 32; i++) put(desktop, `${i}`)
    put(desktop, 'one too many')
    expect(faultOf(desktop)).toBe('limit')
    const phone = open('phone', { room: desktop.room })
    expect(phone.messages).toHaveLength(32)
    say(phone, { type: 'ack', n: 32 })
    const back = open('desktop', desktop)
    const piece = new Uint8Array(64 * 1024 - 13)
    for (let i = 0; i < 8; i++) put(back, piece)
    expect(relay.figures().stored).toBeLessThanOrEqual(512 * 1024)
    put(back, new Uint8Array(200))
    expect(faultOf(back)).toBe('limit')
  })

  it('confirms no more than half of it, so that a sender waits for the other side', () => {
    const desktop = open('desktop')
    const confirmed = () => desktop.heard.reduce((last, frame) => (frame.type === 'ack' ? frame.n : last), 0)
    for (let i = 0; i < 30; i++) put(desktop, `${i}`)
    expect(confirmed()).toBe(16)
    const phone = open('phone', { room: desktop.room })
    say(phone, { type: 'ack', n: 13 })
    expect(confirmed()).toBe(16)
    say(phone, { type: 'ack', n: 14 })
    expect(confirmed()).toBe(30)
    for (let i = 30; i < 40; i++) put(desktop, `${i}`, 3)
    expect(confirmed()).toBe(30)
    clock.advance(6000)
    expect(confirmed()).toBe(40)
  })

  it('is bounded for all together', () => {
    start({ totalBytes: 1000 })
    const [one, two] = [open('desktop', { address: 'a' }), open('desktop', { address: 'b' })]
    put(one, new Uint8Array(600))
    put(two, new Uint8Array(600))
    expect([faultOf(one), faultOf(two)]).toEqual([null, 'limit'])
    expect(relay.figures().stored).toBe(600 + 5)
  })

  it('keeps nothing for one who has left for good', () => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    put(desktop, 'x')
    say(phone, { type: 'leave' })
    cut(phone)
    put(desktop, 'y')
    clock.advance(20)
    expect(desktop.heard.at(-1)).toEqual({ type: 'ack', n: 2 })
    expect(relay.figures()).toMatchObject({ stored: 0, rooms: 1 })
    say(desktop, { type: 'leave' })
    cut(desktop)
    expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0 })
  })

  it('keeps a farewell for a phone that is away, for a day', () => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    cut(phone)
    put(desktop, 'bye', 86_400)
    say(desktop, { type: 'leave' })
    cut(desktop)
    clock.advance(86_000_000)
    const back = open('phone', phone)
    expect(back.messages).toEqual(['bye'])
    cut(back)
    clock.advance(500_000)
    expect(relay.figures()).toMatchObject({ rooms: 0, stored: 0 })
  })

  it('forgets a room that all have lost for five minutes, and then everything', () => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    put(phone, 'hello')
    say(desktop, { type: 'ack', n: 1 })
    cut(desktop)
    cut(phone)
    clock.advance(299_000)
    expect(relay.figures().rooms).toBe(1)
    clock.advance(10_000)
    expect(relay.figures().rooms).toBe(0)
    clock.advance(10_000)
    expect(clock.planned).toBe(0)
    expect(faultOf(open('phone', { ...phone, last: 0 }))).toBe('unknown-session')
    expect(faultOf(open('desktop', { ...desktop, last: 1 }))).toBe('unknown-session')
    expect(faultOf(open('desktop', { ...desktop, last: 0 }))).toBeNull()
  })

  it('says so when a client has heard more than there ever was', () => {
    const desktop = open('desktop')
    cut(desktop)
    expect(faultOf(open('desktop', { ...desktop, last: 1 }))).toBe('unknown-session')
  })
})

describe('limits', () => {
  it('allow ten opens a minute and address; coming back is free', () => {
    const clients = Array.from({ length: 10 }, () => open('desktop'))
    expect(clients.map(faultOf).every((fault) => fault === null)).toBe(true)
    expect(faultOf(open('desktop'))).toBe('limit')
    expect(faultOf(open('desktop', { address: 'b' }))).toBeNull()
    cut(clients[0]!)
    expect(faultOf(open('desktop', clients[0]))).toBeNull()
    clock.advance(6000)
    expect(faultOf(open('desktop'))).toBeNull()
  })

  it('allow twenty rooms; the oldest that all have lost makes way', () => {
    start({ opensPerMinute: 1000 })
    const clients = Array.from({ length: 20 }, () => open('desktop'))
    expect(faultOf(open('desktop'))).toBe('limit')
    cut(clients[3]!)
    cut(clients[7]!)
    expect(faultOf(open('desktop'))).toBeNull()
    expect(faultOf(open('desktop', { ...clients[3], last: 0 }))).toBeNull()
    expect(faultOf(open('desktop'))).toBe('limit')
    expect(relay.figures().rooms).toBe(20)
  })

  it('allow so many rooms for all together', () => {
    start({ totalRooms: 2 })
    expect(['a', 'b', 'c'].map((address) => faultOf(open('desktop', { address })))).toEqual([null, null, 'limit'])
  })

  it('slow down who sends faster than twenty a second, and turn out who does not listen', () => {
    start({ storedMessages: 1000 })
    const desktop = open('desktop')
    for (let i = 0; i < 60; i++) put(desktop, 'x')
    expect(desktop.isPaused).toBe(false)
    put(desktop, 'x')
    expect(desktop.isPaused).toBe(true)
    clock.advance(50)
    expect(desktop.isPaused).toBe(false)
    for (let i = 0; i < 60; i++) put(desktop, 'x')
    expect(faultOf(desktop)).toBeNull()
    put(desktop, 'x')
    expect(faultOf(desktop)).toBe('limit')
  })

  it('hold for control frames as well', () => {
    const desktop = open('desktop')
    for (let i = 0; i < 600; i++) say(desktop, { type: 'ping' })
    expect(faultOf(desktop)).toBe('limit')
  })

  it('hold for connections that open no room', () => {
    const clients = Array.from({ length: 41 }, () => connect())
    expect(clients.filter((client) => faultOf(client) === 'limit')).toHaveLength(1)
    clock.advance(15_000)
    expect(relay.figures().connections).toBe(0)
  })

  it('hold for a client that does not read what it asks for', () => {
    const desktop = open('desktop')
    desktop.buffered = 2 * 1024 * 1024
    say(desktop, { type: 'ping' })
    expect(desktop.isClosed).toBe(true)
    expect(relay.figures().connections).toBe(0)
  })

  it('end a connection that says nothing for 45 s, not one that pings', () => {
    const [quiet, alive] = [open('desktop'), open('desktop')]
    for (let i = 0; i < 10; i++) {
      clock.advance(20_000)
      say(alive, { type: 'ping' })
      expect(alive.heard.at(-1)).toEqual({ type: 'pong' })
    }
    expect([quiet.isClosed, alive.isClosed]).toEqual([true, false])
  })
})

describe('faults', () => {
  const anywhere: readonly [string, (client: Client) => void][] = [
    ['no control frame', (client) => client.connection.text('hello')],
    ['a frame of the relay’s own', (client) => say(client, { type: 'peer', up: true })],
    ['an error of the relay’s own', (client) => say(client, { type: 'err', code: 'closing' })],
    ['no put frame', (client) => client.connection.binary(utf8('hello'))],
    ['an empty frame', (client) => client.connection.binary(new Uint8Array())],
    ['a put for longer than a day', (client) => put(client, 'x', 86_401)],
  ]
  it.each(anywhere)('end the connection: %s', (_, act) => {
    for (const client of [connect(), open('desktop')]) {
      act(client)
      expect(faultOf(client)).toBe('malformed')
    }
  })

  it('end the connection: opening twice, or anything else before', () => {
    const twice = open('desktop')
    say(twice, { type: 'open', room: twice.room, role: 'desktop', token: twice.token, last: 0 })
    const early = connect()
    put(early, 'x')
    const ack = connect()
    say(ack, { type: 'ack', n: 1 })
    expect([twice, early, ack].map(faultOf)).toEqual(['malformed', 'malformed', 'malformed'])
  })

  it('leave the others alone, and nothing about rooms in the log', () => {
    const desktop = open('desktop')
    const phone = open('phone', { room: desktop.room })
    phone.connection.text('{')
    phone.connection.text('{')
    put(desktop, 'x')
    expect(faultOf(desktop)).toBeNull()
    expect(logged).toEqual([{ event: 'relay-refused', code: 'malformed', address: 'a' }])
  })

  it('never throw and never leave anything behind, whatever is sent', () => {
    const frame = fc.oneof(
      fc.string().map((text) => (client: Client) => client.connection.text(text)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => (client: Client) => client.connection.binary(bytes)),
      fc.nat({ max: 5 }).map((n) => (client: Client) => say(client, { type: 'ack', n })),
      fc.nat({ max: 3 }).map((lifetime) => (client: Client) => put(client, 'x', lifetime)),
      fc.constant((client: Client) => say(client, { type: 'leave' })),
      fc.constant(cut),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), frame), { maxLength: 30 }), (acts) => {
        start()
        const desktop = open('desktop')
        const phone = open('phone', { room: desktop.room })
        for (const [isPhone, act] of acts) act(isPhone ? phone : desktop)
        cut(desktop)
        cut(phone)
        clock.advance(400_000)
        expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0, stored: 0 })
        expect(clock.planned).toBe(0)
      }),
    )
  })
})

it('closing says so to everybody', () => {
  const [desktop, fresh] = [open('desktop'), connect()]
  put(desktop, 'x')
  relay.close()
  expect([faultOf(desktop), faultOf(fresh)]).toEqual(['closing', 'closing'])
  expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0, stored: 0 })
  clock.advance(20)
  expect(clock.planned).toBe(0)
})
