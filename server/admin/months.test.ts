import fc from 'fast-check'
import { expect, test } from 'vitest'
import { monthOf, monthOfDay, monthsBetween, monthsOf, percentile, spanOf } from './months.ts'

test('months begin at midnight in China', () => {
  const { from, until } = spanOf(['2026-11', '2026-12'])
  expect([from, until]).toEqual([Date.parse('2026-11-01T00:00:00+08:00'), Date.parse('2027-01-01T00:00:00+08:00')])
  expect([monthOf(from), monthOf(from - 1), monthOf(until - 1)]).toEqual(['2026-11', '2026-10', '2026-12'])
})

test('a range is every month of it, twelve where none is named', () => {
  expect(monthsBetween('2026-11', '2027-02')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
  const months = monthsOf({}, Date.UTC(2026, 10, 25))
  expect([months.length, months[0], months.at(-1)]).toEqual([12, '2025-12', '2026-11'])
  expect(monthsOf({ to: '2026-01' }, 0)[0]).toBe('2025-02')
  for (const [from, to] of [
    ['2026-02', '2026-01'],
    ['2020-01', '2026-01'],
  ] as const)
    expect(() => monthsBetween(from, to)).toThrow(expect.objectContaining({ code: 'invalid-input' }))
})

test('the days of a span are in its months, and no others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 35 }), fc.integer({ min: 0, max: 40 * 366 }), (count, offset) => {
      const months = monthsBetween('2024-03', monthsBetween('2024-03', '2027-02')[count] ?? '')
      const { from, until } = spanOf(months)
      const at = from + offset * 24 * 3600_000
      expect(months.includes(monthOf(at))).toBe(at < until)
      expect(monthOfDay(Math.floor((at + 8 * 3600_000) / (24 * 3600_000)))).toBe(monthOf(at))
    }),
  )
})

test('percentiles are values that were there', () => {
  expect(percentile([], 50)).toBeNull()
  expect(percentile([3, 1, 2], 50)).toBe(2)
  expect(percentile([1, 2, 3, 4], 50)).toBe(2)
  expect(percentile([...Array(10).keys()], 90)).toBe(8)
  expect(percentile([7], 90)).toBe(7)
})
