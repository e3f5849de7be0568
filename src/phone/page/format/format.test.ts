import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { size } from './size.ts'
import { countdown, daysUntil, moment } from './time.ts'
import { clock, day } from '#resources/kit/time.ts'

describe('sizes', () => {
  it('have decimal units', () => {
    expect([0, 999, 1000, 1_200_000, 999_960, 612_400_000, 1_080_000_000].map(size)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '1.2 MB',
      '1.0 MB',
      '612.4 MB',
      '1.1 GB',
    ])
  })

  it('never show four digits before the point below a terabyte', () => {
    fc.assert(fc.property(fc.nat(999_000_000_000), (bytes) => /^\d{1,3}(\.\d)? [KMG]?B$/.test(size(bytes))))
  })
})

describe('times', () => {
  const noon = new Date(2026, 10, 27, 12, 5).getTime()

  it('name the day only when it is not today', () => {
    expect([day(noon), clock(noon)]).toEqual(['2026-11-27', '12:05'])
    expect(moment(noon, noon + 60_000)).toBe('12:05')
    expect(moment(noon, noon + 86_400_000)).toBe('11-27 12:05')
  })

  it('count down to zero and stay there', () => {
    expect([272_999, 272_000, 59_000, 0, -5].map(countdown)).toEqual(['4:32', '4:32', '0:59', '0:00', '0:00'])
  })

  it('count the days left', () => {
    expect(daysUntil(noon + 1, noon)).toBe(1)
    expect(daysUntil(new Date(noon + 114 * 86_400_000).toISOString(), noon)).toBe(114)
    expect(daysUntil(noon - 1, noon)).toBe(0)
  })
})
