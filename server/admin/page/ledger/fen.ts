/** Yuan with two decimals at most, in fen; null for anything else. */
export const fenOf = (text: string): number | null => {
  const found = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(text.trim())
  return found === null ? null : Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
