/** Tables as CSV (RFC 4180) that a spreadsheet program opens without running anything in it. */

/** What spreadsheet programs take for the beginning of a formula, or skip before one. */
const FORMULA = /^[\s\u200b\ufeff]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]/u
/** So that Chinese is read as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

export type Cell = string | number | null

const cell = (value: Cell): string => {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}

/** A line of names, and a line for each row. Text that could be a formula is made plain by an apostrophe. */
export const toCsv = (names: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  BYTE_ORDER_MARK + [names, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
