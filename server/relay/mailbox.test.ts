import { beforeEach, describe, expect, it } from 'vitest'
import { random } from '#tests/support/pairing'
import { cut, faultOf, put, say, testRelay, type TestRelay } from '#tests/support/relay-clients'

let relay: TestRelay
beforeEach(() => {
  relay = testRelay()
})

describe('store and forward', () => {
  it('keeps what has not been acknowledged, in order', () => {
    const desktop = relay.open('desktop')
    for (const text of ['1', '2', '3']) put(desktop, text)
    const phone = relay.open('phone', { room: desktop.room })
    expect(phone.messages).toEqual(['1', '2', '3'])
    say(phone, { type: 'ack', n: 1 })
    cut(phone)
    put(desktop, '4')
    const back = relay.open('phone', phone)
    expect([back.messages, back.numbers]).toEqual([
      ['2', '3', '4'],
      [2, 3, 4],
    ])
    cut(back)
    expect(relay.open('phone', { ...phone, last: 3 }).messages).toEqual(['4'])
  })

  it('takes a put once, however often it is sent, and acknowledges it each time', () => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    const id = random(8)
    put(desktop, 'x', 60, id)
    cut(desktop)
    const back = relay.open('desktop', desktop)
    put(back, 'x', 60, id)
    put(back, 'y')
    expect(phone.messages).toEqual(['x', 'y'])
    relay.clock.advance(20)
    expect(back.heard.at(-1)).toEqual({ type: 'ack', n: 2 })
  })

  it('drops what has expired', () => {
    const desktop = relay.open('desktop')
    put(desktop, 'short', 5)
    put(desktop, 'long', 20)
    relay.clock.advance(6000)
    expect(relay.figures().stored).toBe(4 + 5)
    const phone = relay.open('phone', { room: desktop.room })
    expect([phone.messages, phone.numbers]).toEqual([['long'], [2]])
  })

  it('is bounded in messages and bytes, and full again only for what is not acknowledged', () => {
    const desktop = relay.open('desktop')
    for (let i = 0; i < 32; i++) put(desktop, `${i}`)
    put(desktop, 'one too many')
    expect(faultOf(desktop)).toBe('limit')
    const phone = relay.open('phone', { room: desktop.room })
    expect(phone.messages).toHaveLength(32)
    say(phone, { type: 'ack', n: 32 })
    const back = relay.open('desktop', desktop)
    const piece = new Uint8Array(64 * 1024 - 13)
    for (let i = 0; i < 8; i++) put(back, piece)
    expect(relay.figures().stored).toBeLessThanOrEqual(512 * 1024)
    put(back, new Uint8Array(200))
    expect(faultOf(back)).toBe('limit')
  })

  it('confirms no more than half of it, so that a sender waits for the other side', () => {
    const desktop = relay.open('desktop')
    const confirmed = () => desktop.heard.reduce((last, frame) => (frame.type === 'ack' ? frame.n : last), 0)
    for (let i = 0; i < 30; i++) put(desktop, `${i}`)
    expect(confirmed()).toBe(16)
    const phone = relay.open('phone', { room: desktop.room })
    say(phone, { type: 'ack', n: 13 })
    expect(confirmed()).toBe(16)
    say(phone, { type: 'ack', n: 14 })
    expect(confirmed()).toBe(30)
    for (let i = 30; i < 40; i++) put(desktop, `${i}`, 3)
    expect(confirmed()).toBe(30)
    relay.clock.advance(6000)
    expect(confirmed()).toBe(40)
  })

  it('is bounded for all together', () => {
    relay = testRelay({ totalBytes: 1000 })
    const [one, two] = [relay.open('desktop', { address: 'a' }), relay.open('desktop', { address: 'b' })]
    put(one, new Uint8Array(600))
    put(two, new Uint8Array(600))
    expect([faultOf(one), faultOf(two)]).toEqual([null, 'limit'])
    expect(relay.figures().stored).toBe(600 + 5)
  })

  it('keeps nothing for one who has left for good', () => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    put(desktop, 'x')
    say(phone, { type: 'leave' })
    cut(phone)
    put(desktop, 'y')
    relay.clock.advance(20)
    expect(desktop.heard.at(-1)).toEqual({ type: 'ack', n: 2 })
    expect(relay.figures()).toMatchObject({ stored: 0, rooms: 1 })
    say(desktop, { type: 'leave' })
    cut(desktop)
    expect(relay.figures()).toMatchObject({ connections: 0, rooms: 0 })
  })

  it('keeps a farewell for a phone that is away, for a day', () => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    cut(phone)
    put(desktop, 'bye', 86_400)
    say(desktop, { type: 'leave' })
    cut(desktop)
    relay.clock.advance(86_000_000)
    const back = relay.open('phone', phone)
    expect(back.messages).toEqual(['bye'])
    cut(back)
    relay.clock.advance(500_000)
    expect(relay.figures()).toMatchObject({ rooms: 0, stored: 0 })
  })

  it('forgets a room that all have lost for five minutes, and then everything', () => {
    const desktop = relay.open('desktop')
    const phone = relay.open('phone', { room: desktop.room })
    put(phone, 'hello')
    say(desktop, { type: 'ack', n: 1 })
    cut(desktop)
    cut(phone)
    relay.clock.advance(299_000)
    expect(relay.figures().rooms).toBe(1)
    relay.clock.advance(10_000)
    expect(relay.figures().rooms).toBe(0)
    relay.clock.advance(10_000)
    expect(relay.clock.planned).toBe(0)
    expect(faultOf(relay.open('phone', { ...phone, last: 0 }))).toBe('unknown-session')
    expect(faultOf(relay.open('desktop', { ...desktop, last: 1 }))).toBe('unknown-session')
    expect(faultOf(relay.open('desktop', { ...desktop, last: 0 }))).toBeNull()
  })

  it('says so when a client has heard more than there ever was', () => {
    const desktop = relay.open('desktop')
    cut(desktop)
    expect(faultOf(relay.open('desktop', { ...desktop, last: 1 }))).toBe('unknown-session')
  })
})
