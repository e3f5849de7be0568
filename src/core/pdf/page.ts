/** The page tree (ISO 32000-2 section 7.7.3) with its inherited attributes. */
import { AppError } from '../errors.ts'
import type { PdfDocument } from './document.ts'
import { pageGeometry, type PageGeometry, type Rectangle } from './geometry.ts'
import { isArray, isDict, isRef, type PdfDict, type PdfObject, type PdfRef } from './object.ts'
import { damaged } from './parser.ts'

const MAX_PAGES = 100_000
const MAX_DEPTH = 100
const INHERITED = ['MediaBox', 'CropBox', 'Rotate', 'Resources'] as const
const A4: Rectangle = [0, 0, 595.276, 841.89]

type Inherited = ReadonlyMap<string, PdfObject>

export interface PdfPage {
  readonly ref: PdfRef
  readonly dict: PdfDict
  readonly geometry: PageGeometry
}

const rectangle = async (pdf: PdfDocument, value: PdfObject | undefined): Promise<Rectangle | null> => {
  const found = await pdf.resolve(value)
  if (!isArray(found) || found.length !== 4) return null
  const [a, b, c, d] = await Promise.all(found.map((item) => pdf.resolve(item)))
  const isNumbers = typeof a === 'number' && typeof b === 'number' && typeof c === 'number' && typeof d === 'number'
  return isNumbers ? [a, b, c, d] : null
}

const number = async (pdf: PdfDocument, value: PdfObject | undefined, fallback: number): Promise<number> => {
  const found = await pdf.resolve(value)
  return typeof found === 'number' ? found : fallback
}

const geometryOf = async (pdf: PdfDocument, dict: PdfDict, inherited: Inherited): Promise<PageGeometry> => {
  const attribute = (key: string): PdfObject | undefined => dict.entries.get(key) ?? inherited.get(key)
  const userUnit = await number(pdf, dict.entries.get('UserUnit'), 1)
  return pageGeometry({
    mediaBox: (await rectangle(pdf, attribute('MediaBox'))) ?? A4,
    cropBox: await rectangle(pdf, attribute('CropBox')),
    rotate: await number(pdf, attribute('Rotate'), 0),
    userUnit: userUnit > 0 ? userUnit : 1,
  })
}

/**
 * All pages in their order. Throws `pdf-no-pages`, or `pdf-damaged` when the tree has a circle or
 * a hole.
 */
export const readPages = async (pdf: PdfDocument): Promise<readonly PdfPage[]> => {
  const pages: PdfPage[] = []
  const visited = new Set<number>()
  const visit = async (value: PdfObject | undefined, inherited: Inherited, depth: number): Promise<void> => {
    if (!isRef(value) || visited.has(value.number) || depth > MAX_DEPTH) throw damaged('page tree', 0)
    if (pages.length >= MAX_PAGES) throw new AppError('pdf-unsupported', { reason: 'too many pages' })
    visited.add(value.number)
    const dict = await pdf.get(value)
    if (!isDict(dict)) throw damaged('page missing', 0)
    const kids = await pdf.resolve(dict.entries.get('Kids'))
    if (!isArray(kids)) {
      pages.push({ ref: value, dict, geometry: await geometryOf(pdf, dict, inherited) })
      return
    }
    const own = INHERITED.flatMap((key) =>
      dict.entries.has(key) ? [[key, dict.entries.get(key) ?? null] as const] : [],
    )
    for (const kid of kids) await visit(kid, new Map([...inherited, ...own]), depth + 1)
  }
  await visit(pdf.catalog.entries.get('Pages'), new Map(), 0)
  if (pages.length === 0) throw new AppError('pdf-no-pages')
  return pages
}
