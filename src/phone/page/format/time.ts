/** Dates and spans as the page writes them. Local time. */

const DAY = 86_400_000

const two = (value: number) => String(value).padStart(2, '0')

/** 2026-11-27 */
export const day = (time: string | number): string => {
  const date = new Date(time)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** 09:00 */
export const clock = (time: string | number): string => {
  const date = new Date(time)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The clock today, the date and the clock on other days. */
export const moment = (time: number, now: number): string =>
  day(time) === day(now) ? clock(time) : `${day(time).slice(5)} ${clock(time)}`

/** 4:32; what is over is 0:00. */
export const countdown = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
}

/** Whole days until a time, rounded up; 0 when it is over. */
export const daysUntil = (time: string | number, now: number): number =>
  Math.max(0, Math.ceil((new Date(time).getTime() - now) / DAY))
