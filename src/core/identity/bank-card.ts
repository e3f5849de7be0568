/** Without spaces and hyphens. */
export const normaliseBankCard = (text: string): string => text.replaceAll(/[\s-]/g, '')

/** Whether a text is a bank card's number: 16 to 19 digits whose last one fits (Luhn, ISO/IEC 7812-1 annex B). */
export const isBankCard = (text: string): boolean => {
  if (!/^\d{16,19}$/.test(text)) return false
  const sum = [...text].reverse().reduce((total, letter, index) => {
    const digit = Number(letter) * (index % 2 === 0 ? 1 : 2)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return sum % 10 === 0
}
