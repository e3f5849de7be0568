import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf, fromBase32, otpauthUri, stepAt, stepOf, toBase32 } from './totp.ts'

const SECRET = new TextEncoder().encode('12345678901234567890')

describe('time-based codes', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('at %d s are those of RFC 6238, appendix B', (seconds, code) => {
    expect(codeOf(SECRET, stepAt(seconds * 1000))).toBe(code)
  })

  it('are those of RFC 4226, appendix D', () => {
    const codes = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489']
    expect(codes.map((_, counter) => codeOf(SECRET, counter))).toEqual(codes)
  })

  it('are taken a step early or late, and no further', () => {
    const now = 1_790_000_000_000
    const here = stepAt(now)
    const found = [-2, -1, 0, 1, 2].map((off) => stepOf(SECRET, codeOf(SECRET, here + off), now))
    expect(found).toEqual([null, here - 1, here, here + 1, null])
  })

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '-12345'])('%j is no code', (code) => {
    expect(stepOf(SECRET, code, 59_000)).toBeNull()
  })
})

describe('secrets', () => {
  it('are written as RFC 4648 has it', () => {
    expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase32(Buffer.from(text)))).toEqual([
      ...['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'],
    ])
  })

  it('come back from base 32, with blanks between as well', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(
          fromBase32(
            toBase32(bytes)
              .replace(/(.{4})/g, '$1 ')
              .toLowerCase(),
          ),
        ).toEqual(bytes)
      }),
    )
  })

  it('reach an app by an address', () => {
    expect(otpauthUri('何审', SECRET)).toBe(
      'otpauth://totp/BidSeal:%E4%BD%95%E5%AE%A1?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=BidSeal&algorithm=SHA1&digits=6&period=30',
    )
  })
})
