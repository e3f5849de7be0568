/** A link against a relay of the test's own making, with a clock that is moved by hand. */
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeClock, type FakeClock } from '#tests/support/clock'
import { utf8, type Bytes } from '../bytes/bytes.ts'
import { openLink, type Link } from './link.ts'
import type { SocketEvents } from './ports.ts'
import {
  controlText,
  handleText,
  msgFrame,
  parseControl,
  parsePut,
  type Control,
  type Put,
  type Role,
} from './relay-frames.ts'

interface Wire {
  readonly address: string
  readonly events: SocketEvents
  readonly controls: Control[]
  readonly puts: Put[]
  isClosed: boolean
}

const room = handleText(new Uint8Array(16).fill(5))
let clock: FakeClock
let wires: Wire[]
let seen: string[]
let messages: string[]
let link: Link
let salt = 0

const start = (role: Role = 'desktop'): void => {
  clock = fakeClock()
  wires = []
  seen = []
  messages = []
  link = openLink({
    server: 'https://bid.example',
    role,
    room,
    clock,
    random: (length) => new Uint8Array(length).map(() => (length === 1 ? 127 : ++salt)),
    connect: (address, events) => {
      const wire: Wire = { address, events, controls: [], puts: [], isClosed: false }
      wires.push(wire)
      const send = (frame: string | Bytes): void => {
        if (wire.isClosed) return
        if (typeof frame === 'string') wire.controls.push(parseControl(frame)!)
        else wire.puts.push(parsePut(frame)!)
      }
      return { send, close: () => (wire.isClosed = true) }
    },
    events: {
      message: (payload) => messages.push(Buffer.from(payload).toString()),
      peer: (up) => seen.push(up ? 'up' : 'down'),
      state: (state) => seen.push(state),
      fault: (code) => seen.push(code),
    },
  })
}
beforeEach(() => start())

const wire = (): Wire => wires.at(-1)!
const hear = (frame: Control): void => wire().events.text(controlText(frame))
const arrive = (n: number, text: string): void => wire().events.binary(msgFrame({ n, payload: utf8(text) }))
const accept = (): void => {
  wire().events.opened()
  hear({ type: 'peer', up: true })
}
const acknowledged = (): number[] => wire().controls.flatMap((frame) => (frame.type === 'ack' ? [frame.n] : []))
const lose = (): void => wire().events.closed()
const sent = (one = wire()): string[] => one.puts.map(({ payload }) => Buffer.from(payload).toString())

describe('a link', () => {
  it('opens its room and says what happens', () => {
    expect(wire().address).toBe('wss://bid.example/relay')
    expect(wire().controls).toEqual([])
    accept()
    expect(wire().controls).toMatchObject([{ type: 'open', room, role: 'desktop', last: 0 }])
    hear({ type: 'peer', up: false })
    expect(seen).toEqual(['connecting', 'open', 'up', 'down'])
  })

  it('hands in what arrives once, in order, and acknowledges it', () => {
    accept()
    arrive(1, 'a')
    arrive(1, 'a')
    arrive(3, 'c')
    arrive(2, 'b')
    expect(messages).toEqual(['a', 'c'])
    expect(acknowledged()).toEqual([])
    clock.advance(20)
    expect(acknowledged()).toEqual([3])
    for (let n = 4; n < 12; n++) arrive(n, 'x')
    expect(acknowledged()).toEqual([3, 11])
    arrive(11, 'x')
    clock.advance(20)
    expect(acknowledged()).toEqual([3, 11, 11])
  })

  it('comes back after a cut with the same token, goes on after the last number and sends again what was not confirmed', () => {
    link.send(utf8('early'), 60_000)
    expect(sent()).toEqual([])
    accept()
    link.send(utf8('a'), 60_000)
    link.send(utf8('b'), 60_000)
    hear({ type: 'ack', n: 1 })
    arrive(7, 'x')
    const before = wire()
    lose()
    clock.advance(1000)
    expect(wires).toHaveLength(2)
    link.send(utf8('c'), 60_000)
    accept()
    expect([sent(before), sent()]).toEqual([
      ['early', 'a', 'b'],
      ['a', 'b', 'c'],
    ])
    expect(
      wire()
        .puts.slice(0, 2)
        .map(({ id }) => id),
    ).toEqual(before.puts.slice(1).map(({ id }) => id))
    const [first, second] = [before.controls[0], wire().controls[0]]
    expect(second).toEqual({ ...first, last: 7 })
    hear({ type: 'ack', n: 3 })
    lose()
    clock.advance(1000)
    accept()
    expect(sent()).toEqual([])
  })

  it('sends no more than sixteen before the relay confirms', () => {
    accept()
    for (let i = 0; i < 40; i++) link.send(utf8(`${i}`), 60_000)
    expect(sent()).toHaveLength(16)
    hear({ type: 'ack', n: 4 })
    expect(sent()).toHaveLength(20)
    hear({ type: 'ack', n: 20 })
    hear({ type: 'ack', n: 36 })
    expect(sent()).toEqual(Array.from({ length: 40 }, (_, at) => `${at}`))
  })

  it('does not send what has expired meanwhile, and the rest with what is left of its time', () => {
    link.send(utf8('short'), 5000)
    link.send(utf8('long'), 60_000)
    clock.advance(5000)
    accept()
    expect(wire().puts.map(({ payload, lifetime }) => [Buffer.from(payload).toString(), lifetime])).toEqual([
      ['long', 55],
    ])
  })

  it('waits 1 s, then half as long again each time, never above 30 s, and from the start after a success', () => {
    const waits: number[] = []
    for (let i = 0; i < 12; i++) {
      lose()
      const before = clock.now()
      const known = wires.length
      while (wires.length === known) clock.advance(10)
      waits.push((clock.now() - before) / 1000)
    }
    expect(waits.slice(0, 4).map((wait) => Math.round(wait * 10) / 10)).toEqual([1, 1.5, 2.3, 3.4])
    expect(Math.max(...waits)).toBeLessThanOrEqual(30.01)
    accept()
    lose()
    clock.advance(1000)
    expect(wires).toHaveLength(14)
  })

  it('gives up a connection that does not open, or does not answer a ping', () => {
    clock.advance(10_000)
    expect([wire().isClosed, seen]).toEqual([true, ['connecting', 'waiting-to-retry']])
    clock.advance(1000)
    accept()
    clock.advance(20_000)
    expect(wire().controls.at(-1)).toEqual({ type: 'ping' })
    hear({ type: 'pong' })
    clock.advance(20_000)
    expect(wire().isClosed).toBe(false)
    const silent = wire()
    clock.advance(10_000)
    expect(silent.isClosed).toBe(true)
    expect(seen.at(-1)).toBe('waiting-to-retry')
  })

  it('ignores what a given-up connection still says', () => {
    accept()
    const old = wire()
    lose()
    clock.advance(1000)
    accept()
    old.events.binary(msgFrame({ n: 1, payload: utf8('old') }))
    old.events.text(controlText({ type: 'err', code: 'crowded' }))
    old.events.closed()
    expect([messages, seen.includes('crowded'), wire().isClosed]).toEqual([[], false, false])
  })

  it.each<[string, (wire: Wire) => void]>([
    ['no control frame', ({ events }) => events.text('{}')],
    ['no message', ({ events }) => events.binary(utf8('no'))],
    ['a confirmation of what was not sent', () => hear({ type: 'ack', n: 1 })],
  ])('tries again when a relay says %s', (_, act) => {
    accept()
    act(wire())
    expect(seen.at(-1)).toBe('waiting-to-retry')
  })

  it.each(['crowded', 'malformed', 'unknown-session'] as const)('is over when the relay says %s', (code) => {
    accept()
    hear({ type: 'err', code })
    clock.advance(600_000)
    link.wake()
    link.send(utf8('x'), 1000)
    expect([seen.at(-1), wires.length, wire().isClosed, clock.planned]).toEqual([code, 1, true, 0])
  })

  it.each(['limit', 'closing'] as const)('tries again after %s', (code) => {
    accept()
    hear({ type: 'err', code })
    expect(seen.slice(-2)).toEqual([code, 'waiting-to-retry'])
    clock.advance(1000)
    expect(wires).toHaveLength(2)
  })

  it('of a phone asks again for a room that is not there yet, but not for long', () => {
    start('phone')
    for (let i = 0; i < 3; i++) {
      wire().events.opened()
      hear({ type: 'err', code: 'unknown-session' })
      clock.advance(2000)
    }
    expect([wires.length, seen.at(-1)]).toEqual([3, 'unknown-session'])
  })

  it('finds out at once what has become of it when it is woken', () => {
    accept()
    link.wake()
    expect(wire().controls.at(-1)).toEqual({ type: 'ping' })
    clock.advance(10_000)
    link.wake()
    expect(wires).toHaveLength(2)
    clock.advance(1000)
    expect(wires).toHaveLength(2)
  })
})

describe('closing', () => {
  it('leaves at once when nothing waits', () => {
    accept()
    link.close()
    expect([wire().controls.at(-1), wire().isClosed, clock.planned]).toEqual([{ type: 'leave' }, true, 0])
  })

  it('waits for what was sent, and says no more', () => {
    accept()
    link.send(utf8('bye'), 60_000)
    link.close()
    link.send(utf8('late'), 60_000)
    arrive(1, 'x')
    expect([wire().isClosed, messages]).toEqual([false, []])
    hear({ type: 'ack', n: 1 })
    expect([sent(), wire().isClosed, clock.planned]).toEqual([['bye'], true, 0])
  })

  it('hands it in over another connection, but does not try for ever', () => {
    accept()
    link.send(utf8('bye'), 60_000)
    link.close()
    lose()
    clock.advance(1000)
    accept()
    expect(sent()).toEqual(['bye'])
    clock.advance(10_000)
    expect([wire().isClosed, clock.planned]).toEqual([true, 0])
  })
})
