import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat } from '../bytes/bytes.ts'
import { uint } from '../bytes/frames.ts'
import { DIRECTION, frameHead, parseFrame, parsePiece, splitMessage } from './frame.ts'
import { pad } from './padding.ts'
import { POLICY } from './policy.ts'

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => concat(array))
const head = fc.record({
  session: bytes(16, 16),
  direction: fc.constantFrom(...Object.values(DIRECTION)),
  sequence: fc.nat({ max: 2 ** 48 - 1 }),
  expiry: fc.nat({ max: 2 ** 32 - 1 }),
})
const some = frameHead({ session: new Uint8Array(16), direction: 1, sequence: 1, expiry: 1 })
const tail = new Uint8Array(65 + 16)

describe('a frame', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(head, bytes(65, 65), bytes(16, 100), (facts, enc, ciphertext) => {
        const aad = frameHead(facts)
        expect(parseFrame(concat(aad, enc, ciphertext))).toEqual({ head: facts, aad, enc, ciphertext })
      }),
    )
  })

  it('is refused when it is cut, too large or says another type, version, suite or direction', () => {
    const whole = concat(some, tail)
    expect(parseFrame(whole)).not.toBeNull()
    for (const length of [0, 1, 32, 97, whole.length - 1]) expect(parseFrame(whole.subarray(0, length))).toBeNull()
    expect(parseFrame(concat(some, new Uint8Array(POLICY.relay.frame)))).toBeNull()
    for (const at of [0, 1, 2, 19, 20, 21]) {
      const changed = whole.slice()
      changed[at] = 9
      expect(parseFrame(changed)).toBeNull()
    }
  })

  it('is null or a frame, whatever comes', () => {
    const anything = fc.tuple(bytes(0, 8), bytes(0, 200)).map(([start, rest]) => concat(start, rest))
    fc.assert(fc.property(anything, (frame) => void parseFrame(frame)))
    fc.assert(fc.property(bytes(0, 200), (rest) => void parseFrame(concat(some.subarray(0, 3), rest))))
  })
})

describe('a message in pieces', () => {
  it('comes together again, each piece padded and small enough for the relay', () => {
    fc.assert(
      fc.property(fc.nat({ max: POLICY.message.limit }), (length) => {
        const message = new Uint8Array(length).map((_, at) => at % 251)
        const plaintexts = splitMessage(message)
        const pieces = plaintexts.map(parsePiece)
        expect(pieces.map((piece) => piece?.index)).toEqual(plaintexts.map((_, at) => at))
        expect(pieces.every((piece) => piece?.count === plaintexts.length)).toBe(true)
        expect(concat(...pieces.map((piece) => piece!.data))).toEqual(message)
        for (const plaintext of plaintexts) {
          expect(plaintext.length % 256).toBe(0)
          expect(plaintext.length + some.length + tail.length).toBeLessThan(POLICY.relay.frame - 13)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('is refused above the limit, which still fits the store of the relay', () => {
    expect(() => splitMessage(new Uint8Array(POLICY.message.limit + 1))).toThrow(RangeError)
    const largest = splitMessage(new Uint8Array(POLICY.message.limit))
    const size = largest.reduce((sum, plaintext) => sum + some.length + tail.length + plaintext.length, 0)
    expect(size + 4 * 512).toBeLessThan(POLICY.relay.storedBytes)
    expect(largest.length).toBeLessThan(POLICY.link.unconfirmed)
  })

  it.each([
    ['not padded', new Uint8Array(12)],
    ['no head', pad(new Uint8Array(3))],
    ['none of none', pad(concat(uint(0, 2), uint(0, 2)))],
    ['more than there can be', pad(concat(uint(0, 2), uint(9, 2)))],
    ['past its own end', pad(concat(uint(1, 2), uint(1, 2)))],
    ['the first of two and not full', pad(concat(uint(0, 2), uint(2, 2), new Uint8Array(5)))],
  ])('refuses a piece: %s', (_, plaintext) => {
    expect(parsePiece(plaintext)).toBeNull()
  })

  it('is null or a piece, whatever comes', () => {
    fc.assert(fc.property(bytes(0, 300), (plaintext) => parsePiece(plaintext) === null))
    fc.assert(fc.property(bytes(0, 300), (piece) => void parsePiece(pad(piece))))
  })
})
