/** Dates and spans as the page writes them. Local time. */
import { clock, day, twoDigits } from '#resources/kit/time.ts'

const DAY = 86_400_000

/** The clock today, the date and the clock on other days. */
export const moment = (time: number, now: number): string =>
  day(time) === day(now) ? clock(time) : `${day(time).slice(5)} ${clock(time)}`

/** 4:32; what is over is 0:00. */
export const countdown = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`
}

/** Whole days until a time, rounded up; 0 when it is over. */
export const daysUntil = (time: string | number, now: number): number =>
  Math.max(0, Math.ceil((new Date(time).getTime() - now) / DAY))
