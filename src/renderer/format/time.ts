/** Dates and spans as the window writes them: 2026-11-27 周五 09:00, 2 天 18:34. Local time throughout. */
import { clock, clockWithSeconds, day, twoDigits } from '#resources/kit/time.ts'

const weekdays = new Map<string, Intl.DateTimeFormat>()
const weekday = (date: Date, language: string) => {
  const format = weekdays.get(language) ?? new Intl.DateTimeFormat(language, { weekday: 'short' })
  weekdays.set(language, format)
  return format.format(date)
}

/** 2026-11-27 周五 09:00 */
export const dayAndTime = (time: string | number, language: string): string =>
  `${day(time)} ${weekday(new Date(time), language)} ${clock(time)}`

/** 11-27 周五 09:00 */
export const dayAndTimeShort = (time: string | number, language: string): string => dayAndTime(time, language).slice(5)

export interface Span {
  readonly days: number
  /** 18:34 */
  readonly clock: string
  /** 18:34:52 */
  readonly clockWithSeconds: string
}

/** A span in milliseconds, cut into days and a clock. Negative spans count as nothing. */
export const span = (milliseconds: number): Span => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const inDay = seconds % 86_400
  const minutes = `${twoDigits(Math.floor(inDay / 3600))}:${twoDigits(Math.floor(inDay / 60) % 60)}`
  return { days: Math.floor(seconds / 86_400), clock: minutes, clockWithSeconds: `${minutes}:${twoDigits(inDay % 60)}` }
}

/** Midnights between two times, local time: yesterday evening is one day ago. */
export const daysBetween = (from: number, to: number): number => {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  return Math.round((midnight(to) - midnight(from)) / 86_400_000)
}

/** What a date-and-time input holds: local time without a zone, 2026-11-27T09:00. */
export const toLocalInput = (time: string | number): string => `${day(time)}T${clock(time)}`

/** The ISO 8601 instant with this place's offset at that time, or null when the text is no time. A space may stand for the T. */
export const fromLocalInput = (text: string): string | null => {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/.test(text)) return null
  const date = new Date(text.replace(' ', 'T'))
  if (Number.isNaN(date.getTime())) return null
  const offset = -date.getTimezoneOffset()
  const sign = offset < 0 ? '-' : '+'
  const minutes = Math.abs(offset)
  return `${day(date.getTime())}T${clockWithSeconds(date.getTime())}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`
}
