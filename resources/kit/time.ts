/** Dates and clocks as every page writes them: 2026-11-27, 09:00. Local time. */

/** 7 as 07 */
export const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** 2026-11-27 */
export const day = (time: string | number): string => {
  const date = new Date(time)
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`
}

/** 09:00 */
export const clock = (time: string | number): string => {
  const date = new Date(time)
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`
}

/** 09:00:31 */
export const clockWithSeconds = (time: string | number): string =>
  `${clock(time)}:${twoDigits(new Date(time).getSeconds())}`
