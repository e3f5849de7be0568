/** Whether two fingerprints say the same, however they are grouped and cased. All 64 digits must be there. */
export const sameFingerprint = (a: string, b: string): boolean => {
  const digits = (text: string) => text.replace(/[\s:.-]/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(digits(a)) && digits(a) === digits(b)
}
