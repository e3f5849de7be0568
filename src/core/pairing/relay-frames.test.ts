import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat } from '../bytes/bytes.ts'
import { POLICY } from './policy.ts'
import {
  controlText,
  handleText,
  msgFrame,
  parseControl,
  parseMsg,
  parsePut,
  putFrame,
  RELAY_FAULTS,
  relayAddress,
  ROLES,
  type Control,
} from './relay-frames.ts'

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => concat(array))
const handle = bytes(16, 16).map(handleText)
const n = fc.nat({ max: 0xffff_ffff })
const control: fc.Arbitrary<Control> = fc.oneof(
  fc.record({
    type: fc.constant('open' as const),
    room: handle,
    role: fc.constantFrom(...ROLES),
    token: handle,
    last: n,
  }),
  fc.record({ type: fc.constant('ack' as const), n }),
  fc.record({ type: fc.constant('peer' as const), up: fc.boolean() }),
  fc.record({ type: fc.constant('err' as const), code: fc.constantFrom(...RELAY_FAULTS) }),
  fc.constantFrom<Control>({ type: 'ping' }, { type: 'pong' }, { type: 'leave' }),
)
const room = 'A'.repeat(22)
const open = { type: 'open', room, role: 'phone', token: room, last: 0 }

describe('control frames', () => {
  it('are read as they were written', () => {
    fc.assert(fc.property(control, (frame) => void expect(parseControl(controlText(frame))).toEqual(frame)))
  })

  it.each([
    ['no JSON', 'ping'],
    ['no object', '"ping"'],
    ['null', 'null'],
    ['no such type', '{"type":"close"}'],
    ['a member too many', JSON.stringify({ ...open, more: 1 })],
    ['a member too few', JSON.stringify({ ...open, last: undefined })],
    ['a short room', JSON.stringify({ ...open, room: 'A'.repeat(21) })],
    ['a room that is not canonical', JSON.stringify({ ...open, room: `${'A'.repeat(21)}B` })],
    ['no such role', JSON.stringify({ ...open, role: 'spy' })],
    ['a negative number', '{"type":"ack","n":-1}'],
    ['a number too large', '{"type":"ack","n":4294967296}'],
    ['half a number', '{"type":"ack","n":0.5}'],
    ['more than a kibibyte', JSON.stringify({ type: 'ping' }).padEnd(1025)],
  ])('are refused: %s', (_, text) => {
    expect(parseControl(text)).toBeNull()
  })

  it('are null or a frame, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => parseControl(text) === null))
  })
})

describe('data frames', () => {
  it('are read as they were written', () => {
    const put = fc.record({ id: bytes(8, 8), lifetime: fc.nat({ max: 86_400 }), payload: bytes(1, 300) })
    const msg = fc.record({ n, payload: bytes(1, 300) })
    fc.assert(fc.property(put, (frame) => void expect(parsePut(putFrame(frame))).toEqual(frame)))
    fc.assert(fc.property(msg, (frame) => void expect(parseMsg(msgFrame(frame))).toEqual(frame)))
  })

  it('are refused: empty, cut, too large, for longer than a day, of the other kind', () => {
    const put = { id: new Uint8Array(8), lifetime: 60, payload: new Uint8Array(5) }
    const frame = putFrame(put)
    for (let length = 0; length <= 13; length++) expect(parsePut(frame.subarray(0, length))).toBeNull()
    expect(parsePut(putFrame({ ...put, lifetime: 86_401 }))).toBeNull()
    const largest = new Uint8Array(POLICY.relay.frame - 13)
    expect(parsePut(putFrame({ ...put, payload: largest }))).not.toBeNull()
    expect(parsePut(putFrame({ ...put, payload: new Uint8Array(largest.length + 1) }))).toBeNull()
    expect(parsePut(msgFrame({ n: 1, payload: new Uint8Array(20) }))).toBeNull()
    expect(parseMsg(frame)).toBeNull()
    expect(parseMsg(msgFrame({ n: 1, payload: new Uint8Array() }))).toBeNull()
    expect(parseMsg(msgFrame({ n: 1, payload: new Uint8Array(POLICY.relay.frame) }))).toBeNull()
  })

  it('are null or a frame of the one spelling, whatever comes', () => {
    const anything = fc.tuple(fc.constantFrom(0, 1, 2, 3), bytes(0, 40))
    fc.assert(
      fc.property(anything, ([type, rest]) => {
        const frame = concat(Uint8Array.of(type), rest)
        const [put, msg] = [parsePut(frame), parseMsg(frame)]
        if (put) expect(putFrame(put)).toEqual(frame)
        if (msg) expect(msgFrame(msg)).toEqual(frame)
      }),
    )
  })
})

it('the relay lies on the server, encrypted where the server is', () => {
  expect(relayAddress('https://bid.example/some/page')).toBe('wss://bid.example/relay')
  expect(relayAddress('http://localhost:4180')).toBe('ws://localhost:4180/relay')
})
