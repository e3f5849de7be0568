import type { BenchRow } from './row.ts'

const HEAD = ['bench', 'case', 'value', 'unit', 'ratio', 'against'] as const
/** Columns of numbers. */
const RIGHT: readonly number[] = [2, 4]

/** Three significant digits, never an exponent. */
const figure = (value: number): string => {
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)))
  return value.toFixed(Math.min(places, 6))
}

const cellsOf = (row: BenchRow): readonly string[] => [
  row.bench,
  row.case,
  figure(row.value),
  row.unit,
  row.ratio === null ? '' : row.ratio.toFixed(2),
  row.against ?? '',
]

/** Rows under a head, with aligned columns; the last line has no line break. */
export const tableOf = (rows: readonly BenchRow[]): string => {
  const table = [HEAD, ...rows.map(cellsOf)]
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => (cells[column] ?? '').length)))
  const pad = (text: string, column: number): string =>
    RIGHT.includes(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)
  return table.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n')
}
