import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { utf8 } from '#core/bytes/bytes'
import { cut, faultOf, put, say, testRelay, type RelayClient, type TestRelay } from '#tests/support/relay-clients'

let relay: TestRelay
beforeEach(() => {
  relay = testRelay()
})

describe('a room', () => {
  it('carries messages both ways and says what has arrived and who is there', () => {
    const desktop = relay.open('desktop')
    expect(desktop.heard).toEqual([{ type: 'peer', up: false }])
    const phone = relay.open('phone', { room: desktop.room })
    expect([desktop.heard.at(-1), phone.heard]).toEqual([{ type: 'peer', up: true }, [{ type: 'peer', up: true }]])
    put(phone, 'hello')
    put(desktop, 'welcome')
    put(desktop, 'request')
    expect([desktop.messages, phone.messages, phone.numbers]).toEqual([['hello'], ['welcome', 'request'], [1, 2]])
    expect(desktop.heard.slice(2)).toEqual([])
    relay.clock.advance(20)
    expect(desktop.heard.slice(2)).toEqual([{ type: 'ack', n: 2 }])
    for (let i = 0; i < 8; i++) put(desktop, 'x')
    expect(desktop.heard.slice(3)).toEqual([{ type: 'ack', n: 10 }])
    cut(phone)
    expect(desktop.heard.at(-1)).toEqual({ type: 'peer', up: false })
    expect(relay.figures()).toMatchObject({ connections: 1, rooms: 1, forwarded: 11, refused: 0 })
  })

  it('is made by a desktop only', () => {
    expect(faultOf(relay.open('phone'))).toBe('unknown-session')
    expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0 })
  })

  it.each(['phone', 'desktop'] as const)('is closed for everybody when a third comes as %s', (role) => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    put(desktop, 'x')
    const third = relay.open(role, { room: desktop.room })
    expect([desktop, phone, third].map(faultOf)).toEqual(['crowded', 'crowded', 'crowded'])
    expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0, stored: 0 })
    expect(faultOf(relay.open('phone', phone))).toBe('unknown-session')
  })

  it('takes nobody else while its members are away', () => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    cut(phone)
    expect(faultOf(relay.open('phone', { room: desktop.room }))).toBe('crowded')
  })

  it('lets a member come back before its old connection is known to be lost', () => {
    const desktop = relay.open('desktop')
    const again = relay.open('desktop', desktop)
    expect(desktop.isClosed).toBe(true)
    cut(desktop)
    const phone = relay.open('phone', { room: desktop.room })
    put(phone, 'x')
    expect(again.messages).toEqual(['x'])
    expect(relay.figures().connections).toBe(2)
  })
})

describe('faults', () => {
  const anywhere: readonly [string, (client: RelayClient) => void][] = [
    ['no control frame', (client) => client.connection.text('hello')],
    ['a frame of the relay’s own', (client) => say(client, { type: 'peer', up: true })],
    ['an error of the relay’s own', (client) => say(client, { type: 'err', code: 'closing' })],
    ['no put frame', (client) => client.connection.binary(utf8('hello'))],
    ['an empty frame', (client) => client.connection.binary(new Uint8Array())],
    ['a put for longer than a day', (client) => put(client, 'x', 86_401)],
  ]
  it.each(anywhere)('end the connection: %s', (_, act) => {
    for (const client of [relay.connect(), relay.open('desktop')]) {
      act(client)
      expect(faultOf(client)).toBe('malformed')
    }
  })

  it('end the connection: opening twice, or anything else before', () => {
    const twice = relay.open('desktop')
    say(twice, { type: 'open', room: twice.room, role: 'desktop', token: twice.token, last: 0 })
    const early = relay.connect()
    put(early, 'x')
    const ack = relay.connect()
    say(ack, { type: 'ack', n: 1 })
    expect([twice, early, ack].map(faultOf)).toEqual(['malformed', 'malformed', 'malformed'])
  })

  it('leave the others alone, and nothing about rooms in the log', () => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    phone.connection.text('{')
    phone.connection.text('{')
    put(desktop, 'x')
    expect(faultOf(desktop)).toBeNull()
    expect(relay.logged).toEqual([{ event: 'relay-refused', code: 'malformed', address: 'a' }])
  })

  it('never throw and never leave anything behind, whatever is sent', () => {
    const frame = fc.oneof(
      fc.string().map((text) => (client: RelayClient) => client.connection.text(text)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => (client: RelayClient) => client.connection.binary(bytes)),
      fc.nat({ max: 5 }).map((n) => (client: RelayClient) => say(client, { type: 'ack', n })),
      fc.nat({ max: 3 }).map((lifetime) => (client: RelayClient) => put(client, 'x', lifetime)),
      fc.constant((client: RelayClient) => say(client, { type: 'leave' })),
      fc.constant(cut),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), frame), { maxLength: 30 }), (acts) => {
        relay = testRelay()
        const desktop = relay.open('desktop')
        const phone = relay.open('phone', { room: desktop.room })
        for (const [isPhone, act] of acts) act(isPhone ? phone : desktop)
        cut(desktop)
        cut(phone)
        relay.clock.advance(400_000)
        expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0, stored: 0 })
        expect(relay.clock.planned).toBe(0)
      }),
    )
  })
})

it('closing says so to everybody', () => {
  const [desktop, fresh] = [relay.open('desktop'), relay.connect()]
  put(desktop, 'x')
  relay.close()
  expect([faultOf(desktop), faultOf(fresh)]).toEqual(['closing', 'closing'])
  expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0, stored: 0 })
  relay.clock.advance(20)
  expect(relay.clock.planned).toBe(0)
})
