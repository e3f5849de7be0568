import { beforeEach, describe, expect, it } from 'vitest'
import { cut, faultOf, put, say, testRelay, type TestRelay } from '#tests/support/relay-clients'

let relay: TestRelay
beforeEach(() => {
  relay = testRelay()
})

describe('limits', () => {
  it('allow ten opens a minute and address; coming back is free', () => {
    const clients = Array.from({ length: 10 }, () => relay.open('desktop'))
    expect(clients.map(faultOf).every((fault) => fault === null)).toBe(true)
    expect(faultOf(relay.open('desktop'))).toBe('limit')
    expect(faultOf(relay.open('desktop', { address: 'b' }))).toBeNull()
    cut(clients[0]!)
    expect(faultOf(relay.open('desktop', clients[0]))).toBeNull()
    relay.clock.advance(6000)
    expect(faultOf(relay.open('desktop'))).toBeNull()
  })

  it('allow twenty rooms; the oldest that all have lost makes way', () => {
    relay = testRelay({ opensPerMinute: 1000 })
    const clients = Array.from({ length: 20 }, () => relay.open('desktop'))
    expect(faultOf(relay.open('desktop'))).toBe('limit')
    cut(clients[3]!)
    cut(clients[7]!)
    expect(faultOf(relay.open('desktop'))).toBeNull()
    expect(faultOf(relay.open('desktop', { ...clients[3], last: 0 }))).toBeNull()
    expect(faultOf(relay.open('desktop'))).toBe('limit')
    expect(relay.figures().rooms).toBe(20)
  })

  it('allow so many rooms for all together', () => {
    relay = testRelay({ totalRooms: 2 })
    expect(['a', 'b', 'c'].map((address) => faultOf(relay.open('desktop', { address })))).toEqual([null, null, 'limit'])
  })

  it('slow down who sends faster than twenty a second, and turn out who does not listen', () => {
    relay = testRelay({ storedMessages: 1000 })
    const desktop = relay.open('desktop')
    for (let i = 0; i < 60; i++) put(desktop, 'x')
    expect(desktop.isPaused).toBe(false)
    put(desktop, 'x')
    expect(desktop.isPaused).toBe(true)
    relay.clock.advance(50)
    expect(desktop.isPaused).toBe(false)
    for (let i = 0; i < 60; i++) put(desktop, 'x')
    expect(faultOf(desktop)).toBeNull()
    put(desktop, 'x')
    expect(faultOf(desktop)).toBe('limit')
  })

  it('hold for control frames as well', () => {
    const desktop = relay.open('desktop')
    for (let i = 0; i < 600; i++) say(desktop, { type: 'ping' })
    expect(faultOf(desktop)).toBe('limit')
  })

  it('hold for connections that open no room', () => {
    const clients = Array.from({ length: 41 }, () => relay.connect())
    expect(clients.filter((client) => faultOf(client) === 'limit')).toHaveLength(1)
    relay.clock.advance(15_000)
    expect(relay.figures().connections).toBe(0)
  })

  it('hold for a client that does not read what it asks for', () => {
    const desktop = relay.open('desktop')
    desktop.buffered = 2 * 1024 * 1024
    say(desktop, { type: 'ping' })
    expect(desktop.isClosed).toBe(true)
    expect(relay.figures().connections).toBe(0)
  })

  it('end a connection that says nothing for 45 s, not one that pings', () => {
    const [quiet, alive] = [relay.open('desktop'), relay.open('desktop')]
    for (let i = 0; i < 10; i++) {
      relay.clock.advance(20_000)
      say(alive, { type: 'ping' })
      expect(alive.heard.at(-1)).toEqual({ type: 'pong' })
    }
    expect([quiet.isClosed, alive.isClosed]).toEqual([true, false])
  })
})
