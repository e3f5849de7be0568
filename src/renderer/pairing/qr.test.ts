import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { drawQr, moduleSize } from './qr.ts'

const runs = (path: string) =>
  [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(
    ([, x, y, length]) => [Number(x), Number(y), Number(length)] as const,
  )

describe('QR drawing', () => {
  it('draws exactly the dark modules', () => {
    const text = 'https://bid.example.com/p/#AQECAwQFBgcICQ'
    const { modules, path } = drawQr(text)
    const { data } = encode(text, { ecc: 'M', border: 0, boostEcc: true })
    const drawn = Array.from({ length: modules }, () => new Array<boolean>(modules).fill(false))
    for (const [x, y, length] of runs(path)) drawn[y]?.fill(true, x, x + length)
    expect(drawn).toEqual(data)
  })

  it('gives every module whole pixels and four modules of margin', () => {
    expect(moduleSize(49, 286)).toBe(5)
    expect(moduleSize(49, 284)).toBe(4)
    expect(moduleSize(177, 100)).toBe(1)
  })
})
