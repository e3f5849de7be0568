/** Where thumbnails stand, so that only those in sight are drawn. All values CSS pixels. */
import type { PageView, PartView } from '#ipc/views'
import type { ProjectPage } from '../pages.ts'

export type ThumbnailRow = {
  readonly top: number
  readonly height: number
} & (
  | { readonly kind: 'head'; readonly part: PartView; readonly pages: number }
  | { readonly kind: 'pages'; readonly pages: readonly ProjectPage[] }
)

export const HEAD_HEIGHT = 31
/** The room of a page, an upright A4. */
const WIDTH = 70
const HEIGHT = 99
/** A caption of 20 and a gap of 4. */
const BELOW = 24
/** The height of a row with an upright page. */
export const ROW_HEIGHT = HEIGHT + BELOW

/** CSS pixels for a millimetre of a page. */
export const thumbnailScale = ({ width, height }: PageView): number => Math.min(WIDTH / width, HEIGHT / height)

/** A heading for each part that has pages, then its pages in rows of two, as high as the higher one. */
export const thumbnailRows = (
  parts: readonly PartView[],
  pages: readonly ProjectPage[],
): { readonly rows: readonly ThumbnailRow[]; readonly height: number } => {
  const rows: ThumbnailRow[] = []
  let top = 0
  for (const part of parts) {
    const inPart = pages.filter((page) => page.part === part.id)
    if (inPart.length === 0) continue
    rows.push({ kind: 'head', top, height: HEAD_HEIGHT, part, pages: inPart.length })
    top += HEAD_HEIGHT
    for (let index = 0; index < inPart.length; index += 2) {
      const pair = inPart.slice(index, index + 2)
      const height = BELOW + Math.max(...pair.map(({ view }) => Math.ceil(view.height * thumbnailScale(view))))
      rows.push({ kind: 'pages', top, height, pages: pair })
      top += height
    }
  }
  return { rows, height: top }
}

/** The rows between two heights, found by halving. */
export const rowsInSight = (rows: readonly ThumbnailRow[], from: number, to: number): readonly ThumbnailRow[] => {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row && row.top + row.height <= from) low = middle + 1
    else high = middle
  }
  let end = low
  while (end < rows.length && (rows[end]?.top ?? Infinity) < to) end += 1
  return rows.slice(low, end)
}
