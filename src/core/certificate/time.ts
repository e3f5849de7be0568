/** Times of X.509 (RFC 5280 section 4.1.2.5): whole seconds in UTC. */
import { utf8, type Bytes } from '../bytes/bytes.ts'
import { element, type Element } from '../cms/der.ts'
import { VALUE_TAG } from './asn1.ts'

const digits = (date: Date): string => date.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')

/** GeneralizedTime, the fraction of a second dropped. */
export const generalizedTime = (date: Date): Bytes => element(VALUE_TAG.generalizedTime, utf8(`${digits(date)}Z`))

/** UTCTime through the year 2049, GeneralizedTime after it. */
export const x509Time = (date: Date): Bytes => {
  const year = date.getUTCFullYear()
  return year >= 1950 && year < 2050
    ? element(VALUE_TAG.utcTime, utf8(`${digits(date).slice(2)}Z`))
    : generalizedTime(date)
}

const SPELLING = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/

/** Either spelling. Throws a RangeError for fractions, offsets and days that do not exist. */
export const readTime = (value: Element | undefined): Date => {
  const text = String.fromCharCode(...(value?.content.subarray(0, 16) ?? []))
  const isShort = value?.tag === VALUE_TAG.utcTime
  if (!isShort && value?.tag !== VALUE_TAG.generalizedTime) throw new RangeError('not a time')
  const parts = SPELLING.exec(isShort ? `${text < '50' ? '20' : '19'}${text}` : text)
  if (parts === null) throw new RangeError('not a time')
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const date = new Date(Date.UTC(2000, month - 1, 1, hour, minute, second))
  date.setUTCFullYear(year, month - 1, day)
  const isDay = month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  if (!isDay || hour > 23 || minute > 59 || second > 59) throw new RangeError('no such time')
  return date
}
