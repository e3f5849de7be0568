const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/**
 * Whether a text is a unified social credit code with the right check character (GB 32100). Some
 * genuine codes fail the check: warn about them, do not turn their owners away.
 */
export const isCreditCode = (text: string): boolean => {
  const values = [...text].map((letter) => ALPHABET.indexOf(letter))
  if (values.length !== WEIGHTS.length + 1 || values.includes(-1)) return false
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * values[index]!, 0)
  return values[WEIGHTS.length] === (31 - (sum % 31)) % 31
}
