/** Dates, spans and digests as the console writes them. Local time. */
import { clock, clockWithSeconds, day } from '#resources/kit/time.ts'

/** 2026-11-27 09:00:31 */
export const moment = (time: number): string => `${day(time)} ${clockWithSeconds(time)}`

/** 2026-11-27 09:00 */
export const minute = (time: number): string => `${day(time)} ${clock(time)}`

/** ¥1,300.00 of Chinese cents. */
export const yuan = (fen: number): string => (fen / 100).toLocaleString('zh-CN', { style: 'currency', currency: 'CNY' })

/** First 8 and last 8 characters of a digest or a serial number; shorter texts as they are. */
export const ends = (text: string): string => (text.length > 24 ? `${text.slice(0, 8)} … ${text.slice(-8)}` : text)

/** Whole hours and minutes of a span. */
export const hoursAndMinutes = (milliseconds: number): { readonly hours: number; readonly minutes: number } => {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 }
}
