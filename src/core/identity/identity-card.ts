const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECKS = '10X98765432'
const FORM = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/

/** Without spaces, the check letter as a capital. */
export const normaliseIdentityCard = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase()

/** Whether there is such a day; dates that overflow come back as another day. */
const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/**
 * Whether a text is an identity number with an existing day of birth and the right check character
 * (GB 11643). Takes the form that `normaliseIdentityCard` gives.
 */
export const isIdentityCard = (text: string): boolean => {
  const parts = FORM.exec(text)
  if (parts === null || !isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return false
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  return text[WEIGHTS.length] === CHECKS[sum % CHECKS.length]
}
