import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { concat } from '../bytes/bytes.ts'
import { pad, unpad } from './padding.ts'

const data = fc.uint8Array({ maxLength: 2000 })

describe('padding', () => {
  it('gives back what went in and shows only multiples of 256', () => {
    fc.assert(
      fc.property(data, (bytes) => {
        const padded = pad(bytes)
        expect(padded.length % 256).toBe(0)
        expect(padded.length - bytes.length).toBeLessThan(256 + 4)
        expect(unpad(padded)).toEqual(new Uint8Array(bytes))
      }),
    )
  })

  it('has one spelling for each content', () => {
    fc.assert(
      fc.property(data, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, change) => {
        const padded = pad(bytes)
        padded[at % padded.length]! ^= change
        const read = unpad(padded)
        if (read !== null) expect(pad(read)).toEqual(padded)
      }),
    )
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['half a block', new Uint8Array(128)],
    ['a block too many', concat(pad(Uint8Array.of(1)), new Uint8Array(256))],
    ['a length that goes past the end', Uint8Array.of(0, 0, 1, 0, ...new Uint8Array(252))],
    ['the largest length', Uint8Array.of(255, 255, 255, 255, ...new Uint8Array(252))],
    ['a fill that is not zero', concat(pad(Uint8Array.of(1)).subarray(0, 255), Uint8Array.of(1))],
  ])('refuses %s', (_, bytes) => {
    expect(unpad(bytes)).toBeNull()
  })
})
