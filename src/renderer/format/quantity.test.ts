import { describe, expect, it } from 'vitest'
import { abridged, count, percent, rate, size, sizeOf } from './quantity.ts'

describe('quantity', () => {
  it('writes sizes in decimal units', () => {
    expect([0, 999, 1000, 986_900_000, 1_080_000_000].map(size)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '986.9 MB',
      '1.08 GB',
    ])
    expect(size(999_960)).toBe('1.0 MB')
  })

  it('writes progress in the unit of the whole', () => {
    expect(sizeOf(612_400_000, 986_700_000)).toBe('612.4 / 986.7 MB')
    expect(sizeOf(0, 1_500)).toBe('0.0 / 1.5 KB')
    expect(rate(118_300_000)).toBe('118 MB/s')
  })

  it('says 100 percent only when all is done', () => {
    expect([percent(0, 0), percent(1, 3), percent(999_999, 1_000_000), percent(7, 7)]).toEqual([0, 33, 99, 100])
  })

  it('abridges digests and groups thousands', () => {
    expect(abridged('3f9a27c1aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa8e04d6b2')).toBe('3f9a27c1…8e04d6b2')
    expect(count(1028)).toBe('1,028')
  })
})
