/** Sizes, counts and digests as the window writes them. */

const grouped = new Intl.NumberFormat('en-US')

/** 1,028 */
export const count = (value: number): string => grouped.format(value)

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const

const unitOf = (bytes: number) => {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  // 999.96 KB would round to 1000.0 KB
  return power < UNITS.length - 1 && power > 0 && bytes / 1000 ** power >= 999.95 ? power + 1 : power
}

const inUnit = (bytes: number, power: number) => {
  const value = bytes / 1000 ** power
  return power === 0 ? count(bytes) : value.toFixed(power >= 3 ? 2 : 1)
}

/** 986.9 MB; decimal units, two places from GB on. */
export const size = (bytes: number): string => {
  const power = unitOf(bytes)
  return `${inUnit(bytes, power)} ${UNITS[power]}`
}

/** 612.4 / 986.7 MB: both in the unit of the whole. */
export const sizeOf = (done: number, total: number): string => {
  const power = unitOf(total)
  return `${inUnit(done, power)} / ${inUnit(total, power)} ${UNITS[power]}`
}

/** 118 MB/s */
export const rate = (bytesPerSecond: number): string => {
  const power = unitOf(bytesPerSecond)
  return `${Math.round(bytesPerSecond / 1000 ** power)} ${UNITS[power]}/s`
}

/** First and last eight digits: 3f9a27c1…8e04d6b2. */
export const abridged = (digest: string): string =>
  digest.length > 17 ? `${digest.slice(0, 8)}…${digest.slice(-8)}` : digest

/** Whole percent, 0 to 100; 100 only when all is done. */
export const percent = (done: number, total: number): number =>
  total <= 0 ? 0 : Math.min(100, Math.max(0, Math.floor((done / total) * 100)))

/** One place after the point, as millimetres are written. */
export const millimetres = (value: number): string => value.toFixed(1)
