const UNITS = ['B', 'KB', 'MB', 'GB'] as const

/** 1.2 MB, 612.4 MB: decimal units, one decimal from KB on. */
export const size = (bytes: number): string => {
  let value = bytes
  let unit = 0
  while (unit < UNITS.length - 1 && (unit === 0 ? value >= 1000 : value >= 999.95)) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? ''}`
}
