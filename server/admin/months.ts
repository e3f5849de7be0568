/** Months of Chinese time, as `2026-11`. */
import { AppError } from '#core/errors'
import type { Span } from '../store/statistics.ts'

const CHINA = 8 * 3600_000
const DAY = 24 * 3600_000
/** Of one question. */
const MOST = 36
const USUAL = 12

export const monthOf = (at: number): string => new Date(at + CHINA).toISOString().slice(0, 7)

/** @param day counted from 1970, in China */
export const monthOfDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 7)

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1

const nameOf = (number: number): string => `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`

const startOf = (month: string): number => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 1) - CHINA

/** From one to another, both included. Throws `invalid-input` for none, or too many. */
export const monthsBetween = (from: string, to: string): readonly string[] => {
  const count = numberOf(to) - numberOf(from) + 1
  if (count < 1 || count > MOST) throw new AppError('invalid-input', { reason: 'months' })
  return Array.from({ length: count }, (_, i) => nameOf(numberOf(from) + i))
}

/** The last twelve, where nothing else is asked for. */
export const monthsOf = (
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: number,
): readonly string[] => {
  const last = to ?? monthOf(now)
  return monthsBetween(from ?? nameOf(numberOf(last) - USUAL + 1), last)
}

export const spanOf = (months: readonly string[]): Span => ({
  from: startOf(months[0] ?? ''),
  until: startOf(nameOf(numberOf(months.at(-1) ?? '') + 1)),
})

/** What so many of a hundred do not exceed: the nearest rank. Null of nothing. */
export const percentile = (values: readonly number[], percent: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? null
}
