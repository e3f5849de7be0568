/** Whether a PDF is paper and nothing more: no scripts, programs, files inside or forms that send. */
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { openPdf } from '#core/pdf/document'
import { isArray, isDict, isName, isRef, isStream, reference, type PdfDict, type PdfObject } from '#core/pdf/object'
import { readPages } from '#core/pdf/page'
import { bytesSource } from '#core/pdf/source'

const MAX_OBJECTS = 20_000
const MAX_PAGES = 50
const MAX_DEPTH = 64

/** Keys that only what could do something has (ISO 32000-2, sections 7.11, 12.6 and 12.7). */
const ACTIVE_KEYS = ['JS', 'JavaScript', 'EmbeddedFiles', 'EF', 'AF', 'AA', 'XFA', 'RichMediaContent', 'Collection']
const ACTIVE_NAMES: { readonly [key: string]: readonly string[] } = {
  S: [
    'JavaScript',
    'Launch',
    'SubmitForm',
    'ImportData',
    'GoToR',
    'GoToE',
    'Rendition',
    'Movie',
    'Sound',
    'RichMediaExecute',
  ],
  Type: ['EmbeddedFile'],
  Subtype: ['FileAttachment', 'RichMedia', 'Movie', 'Sound', 'Screen', '3D'],
}

const refuse = (reason: string): AppError => new AppError('upload-refused', { reason })

const requirePlain = ({ entries }: PdfDict): void => {
  for (const key of ACTIVE_KEYS) if (entries.has(key)) throw refuse(`pdf-${key}`)
  for (const [key, names] of Object.entries(ACTIVE_NAMES))
    for (const each of names) if (isName(entries.get(key), each)) throw refuse(`pdf-${each}`)
}

/** Looks at all dictionaries of a value. What it refers to is looked at on its own. */
const look = (value: PdfObject, depth: number): void => {
  if (depth > MAX_DEPTH) throw refuse('pdf-depth')
  if (isRef(value)) return
  if (isArray(value)) return value.forEach((item) => look(item, depth + 1))
  if (isStream(value)) return look(value.dict, depth)
  if (!isDict(value)) return
  requirePlain(value)
  for (const item of value.entries.values()) look(item, depth + 1)
}

/** Throws `upload-refused` for what is more than paper, and what `openPdf` throws. */
export const requireHarmless = async (bytes: Bytes): Promise<void> => {
  const pdf = await openPdf(bytesSource(bytes))
  if (pdf.xref.entries.size > MAX_OBJECTS) throw refuse('pdf-objects')
  for (const [number, entry] of pdf.xref.entries) {
    if (entry.kind === 'free') continue
    look(await pdf.get(reference(number, entry.kind === 'offset' ? entry.generation : 0)), 0)
  }
  const pages = await readPages(pdf)
  if (pages.length > MAX_PAGES) throw refuse('pdf-pages')
}
