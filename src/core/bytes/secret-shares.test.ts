import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, ownBytes, toHex } from './bytes.ts'
import { combineShares, interpolate, multiply, splitSecret, type Share } from './secret-shares.ts'

const share = (index: number, hex: string): Share => ({ index, value: fromHex(hex)! })

describe('the field', () => {
  it('multiplies as FIPS 197 section 4.2 does', () => {
    expect(multiply(0x57, 0x83)).toBe(0xc1)
    expect(multiply(0x57, 0x13)).toBe(0xfe)
    expect(multiply(0x57, 0x02)).toBe(0xae)
  })

  it('is one', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(byte, byte, byte, (a, b, c) => {
        expect(multiply(a, b)).toBe(multiply(b, a))
        expect(multiply(a, multiply(b, c))).toBe(multiply(multiply(a, b), c))
        expect(multiply(a, b ^ c)).toBe(multiply(a, b) ^ multiply(a, c))
        expect(multiply(a, 1)).toBe(a)
      }),
    )
  })
})

describe('interpolate', () => {
  /** SLIP-39 keeps the secret at 255 and, at 254, its digest: four bytes of HMAC-SHA256 under the rest. */
  it.each([
    [
      'shadow pistol academic …, 128 bits',
      share(0, '06ab48fef4bedc8ce58baeef0a73f76e'),
      share(2, '08fb14b66e692e25dfe2edf53289ed62'),
    ],
    [
      'humidity disease academic …, 256 bits',
      share(1, '19e366e9b2e34851e52132c31c2b2c957321bf5ce6c9c1410ea1ddf5fef92c27'),
      share(2, '81e5473f4b7f66094f888d2f98fe0ded6a692dc72c65dc498d6e28bee6ebdfcc'),
    ],
  ])('gives the secret of a published SLIP-39 vector (%s)', (_, one, two) => {
    const secret = interpolate([one, two], 255)
    const digest = interpolate([one, two], 254)
    const expected = createHmac('sha256', digest.subarray(4)).update(secret).digest()
    expect(toHex(digest.subarray(0, 4))).toBe(toHex(expected.subarray(0, 4)))
  })

  it('refuses equal indices, different lengths, nothing at all and indices outside the field', () => {
    const one = share(1, '0102')
    expect(() => interpolate([one, one], 0)).toThrow(expect.objectContaining({ code: 'shares-equal' }))
    expect(() => interpolate([one, share(2, '01')], 0)).toThrow(RangeError)
    expect(() => interpolate([], 0)).toThrow(RangeError)
    expect(() => interpolate([one, share(256, '0102')], 0)).toThrow(RangeError)
  })
})

/** Computed apart from this code: secret 01 02 … 20, coefficient 03 0a 11 …. */
const FROZEN = [
  '0208121c1a202a3c3248425c5a506a7c6268929c9a808abcb2a8a2dcdad0cafc',
  '071621343b4a5d607f8e99aca3b2c5c8f7e60a1f1021364b546572878899ae83',
  '041c302c246c705444ccd0fcf4eca0a4849c8b979fb7abefffd7cb474f577b5f',
]
const SECRET = ownBytes(Uint8Array.from({ length: 32 }, (_, i) => i + 1))

describe('splitSecret', () => {
  it('makes the frozen shares', () => {
    const random = (length: number) => Uint8Array.from({ length }, (_, i) => 7 * i + 3)
    const shares = splitSecret(SECRET, { count: 3, threshold: 2, random })
    expect(shares.map(({ value }) => toHex(value))).toEqual(FROZEN)
    for (const missing of [0, 1, 2]) expect(combineShares(shares.filter((_, at) => at !== missing))).toEqual(SECRET)
  })

  it('gives the secret back to any that are enough, in any order', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    const cases = fc
      .record({
        secret: fc.uint8Array({ minLength: 1, maxLength: 40 }),
        threshold: fc.integer({ min: 2, max: 5 }),
        more: fc.integer({ min: 0, max: 4 }),
      })
      .chain(({ secret, threshold, more }) =>
        fc.record({
          secret: fc.constant(secret),
          threshold: fc.constant(threshold),
          noise: fc.array(bytes(secret.length), { minLength: threshold - 1, maxLength: threshold - 1 }),
          chosen: fc.shuffledSubarray(
            Array.from({ length: threshold + more }, (_, at) => at),
            { minLength: threshold },
          ),
          count: fc.constant(threshold + more),
        }),
      )
    fc.assert(
      fc.property(cases, ({ secret, threshold, noise, chosen, count }) => {
        const left = noise.map(ownBytes)
        const shares = splitSecret(secret, { count, threshold, random: () => left.shift()! })
        expect(combineShares(chosen.map((at) => shares[at]!))).toEqual(ownBytes(secret))
        for (const { value } of shares) expect(value.length).toBe(secret.length)
      }),
    )
  })

  it('lets one share of two fit every secret', () => {
    const [known] = FROZEN.map((hex, at) => share(at + 1, hex))
    const secret = combineShares([known!, share(2, FROZEN[1]!)])
    const others = [0, 1, 255].map((byte) => combineShares([known!, share(2, toHex(secret.fill(byte)))])[0])
    expect(new Set(others).size).toBe(3)
  })

  it.each([
    [1, 1],
    [3, 1],
    [2, 3],
    [256, 2],
  ])('refuses %i shares with the threshold %i', (count, threshold) => {
    expect(() => splitSecret(SECRET, { count, threshold, random: (length) => new Uint8Array(length) })).toThrow(
      RangeError,
    )
  })
})
