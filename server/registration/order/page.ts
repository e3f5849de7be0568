/** Pages of lists: where one ends, as text, and what comes next. */
import type { Position } from '../../store/position.ts'

export const PAGE = 20

/** `cursor` of core/order: a time and an id. */
export const readCursor = (text: string | undefined): Position | null => {
  if (text === undefined) return null
  const dot = text.indexOf('.')
  return { createdAt: Number(text.slice(0, dot)), id: text.slice(dot + 1) }
}

const writeCursor = ({ createdAt, id }: Position): string => `${createdAt}.${id}`

/** Of rows that were asked for one more than a page has. */
export const pageOf = <Row extends Position>(
  rows: readonly Row[],
  size: number,
): { readonly rows: readonly Row[]; readonly next: string | null } => {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > size && last !== undefined ? writeCursor(last) : null }
}
