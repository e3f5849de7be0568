import { describe, expect, it } from 'vitest'
import { ends, hoursAndMinutes, moment, yuan } from './format.ts'
import { day } from '#resources/kit/time.ts'

const noon = new Date(2026, 10, 27, 12, 5, 9).getTime()

describe('the console writes', () => {
  it('days and moments', () => {
    expect([day(noon), moment(noon)]).toEqual(['2026-11-27', '2026-11-27 12:05:09'])
  })

  it('amounts in yuan', () => {
    expect([yuan(0), yuan(30_005), yuan(130_000)]).toEqual(['¥0.00', '¥300.05', '¥1,300.00'])
  })

  it('long digests by their ends, short ones whole', () => {
    expect(ends('3f9a27c100000000000000008e04d6b2')).toBe('3f9a27c1 … 8e04d6b2')
    expect(ends('91410100MA9ABCD16M')).toBe('91410100MA9ABCD16M')
  })

  it('spans in hours and minutes', () => {
    expect(hoursAndMinutes(3_720_000)).toEqual({ hours: 1, minutes: 2 })
    expect(hoursAndMinutes(-1)).toEqual({ hours: 0, minutes: 0 })
  })
})
