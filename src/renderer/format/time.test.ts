import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayAndTime, dayAndTimeShort, daysBetween, fromLocalInput, span, toLocalInput } from './time.ts'
import { day } from '#resources/kit/time.ts'

const friday = new Date(2026, 10, 27, 9, 0).getTime()

describe('time', () => {
  it('writes dates with the weekday', () => {
    expect(day(friday)).toBe('2026-11-27')
    expect(dayAndTime(friday, 'zh-CN')).toBe('2026-11-27 周五 09:00')
    expect(dayAndTimeShort(friday, 'en')).toBe('11-27 Fri 09:00')
  })

  it('cuts a span into days and a clock', () => {
    const milliseconds = ((2 * 24 + 18) * 3600 + 34 * 60 + 52) * 1000
    expect(span(milliseconds)).toEqual({ days: 2, clock: '18:34', clockWithSeconds: '18:34:52' })
    expect(span(-1)).toEqual({ days: 0, clock: '00:00', clockWithSeconds: '00:00:00' })
  })

  it('gives back the minute that an input shows', () => {
    const minute = fc.integer({ min: 0, max: 35_000_000 }).map((minutes) => minutes * 60_000)
    fc.assert(
      fc.property(minute, (time) => toLocalInput(fromLocalInput(toLocalInput(time)) ?? '') === toLocalInput(time)),
    )
  })

  it('counts days by midnights', () => {
    expect(daysBetween(new Date(2026, 10, 12, 14, 30).getTime(), new Date(2026, 10, 24, 9, 0).getTime())).toBe(12)
    expect(daysBetween(friday - 600_000, friday)).toBe(0)
  })

  it('takes no text that is no time', () => {
    expect(fromLocalInput('2026-11-27 09:00')).toBe(fromLocalInput('2026-11-27T09:00'))
    expect(['', 'soon', '2026-13-40T09:00', '2026-11-27'].map(fromLocalInput)).toEqual([null, null, null, null])
  })
})
