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

const lines = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')

/** A line of names, and a line for each row. Text that could be a formula is made plain by an apostrophe. */
export const toCsv = (names: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  BYTE_ORDER_MARK + lines([names, ...rows])

/** A text in the language of whoever takes the table; where there is none, what stands in its place. */
export type Words = (key: string, otherwise: string) => string

/** What a column of a table is called, by the key `table.NAME`, and what it says of a row. */
export type Columns<Row> = readonly (readonly [name: string, cell: (row: Row, words: Words) => Cell])[]

/** What `words` call one of several, such as a state; null for none. */
export const named = (words: Words, among: string, name: string | null): string | null =>
  name === null ? null : words(`${among}.${name}`, name)

/** The same of rows that come page after page: nobody holds all of it at once, and nothing is left out. */
export async function* csvOf<Row>(
  columns: Columns<Row>,
  words: Words,
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + lines([columns.map(([name]) => words(`table.${name}`, name))])
  for await (const rows of pages) yield lines(rows.map((row) => columns.map(([, read]) => read(row, words))))
}

/** So many rows of an export are read at a time. */
const PAGE = 500

/** Every page of a list, each read from where the one before ended. */
export async function* everyPage<Row, Where>(
  read: (after: Where | null, limit: number) => Promise<readonly Row[]>,
  placeOf: (last: Row) => Where,
): AsyncGenerator<readonly Row[]> {
  for (let after: Where | null = null; ;) {
    const rows = await read(after, PAGE)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = placeOf(last)
  }
}

/** Yuan, as people write it. */
export const yuanText = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

const CHINA = 8 * 3600_000

/** Chinese time: 2026-11-25 09:30:00. */
export const timeText = (at: number | null): string =>
  at === null ? '' : new Date(at + CHINA).toISOString().slice(0, 19).replace('T', ' ')
