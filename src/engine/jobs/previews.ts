/** Pictures of sealed pages, so that the phone shows what is signed. */
import { toBase64url } from '#core/bytes/base64url'
import type { SignDocument } from '#core/pairing/messages'
import type { PagePictures } from '../pdf/pictures.ts'

type Preview = SignDocument['previews'][number]

/** Pages shown of one document. */
const PAGES = 6
/** Bytes of one picture. */
const LARGEST = 48 * 1024
/** A picture that would have to be smaller than this is left out. */
const SMALLEST = 8 * 1024
/** Bytes of base64url of all pictures of one request, which may have 480 KiB with everything. */
const BUDGET = 400 * 1024

const WIDTHS = [480, 360, 240] as const
const QUALITIES = [72, 52, 34] as const

export interface Previewed {
  /** The file with its seals drawn, not yet signed. */
  readonly path: string
  /** Pages that carry seals, from 1. */
  readonly pages: readonly number[]
}

/** How many bytes each picture may have and which pages are shown: the first ones of every document first. */
export const shareOut = (
  documents: readonly (readonly number[])[],
): { readonly pages: readonly (readonly number[])[]; readonly bytes: number } => {
  const most = Math.floor((BUDGET * 3) / 4 / SMALLEST)
  const wanted = documents.map((pages) => [...new Set(pages)].sort((a, b) => a - b).slice(0, PAGES))
  const shown = wanted.map((): number[] => [])
  let count = 0
  for (let turn = 0; turn < PAGES; turn++) {
    for (const [index, pages] of wanted.entries()) {
      const page = pages[turn]
      if (page === undefined || count >= most) continue
      shown[index]?.push(page)
      count += 1
    }
  }
  return { pages: shown, bytes: count === 0 ? LARGEST : Math.min(LARGEST, Math.floor((BUDGET * 3) / 4 / count)) }
}

/** The best picture of a page that fits, or null. */
const fitting = async (
  pictures: PagePictures,
  { path, page }: { readonly path: string; readonly page: number },
  bytes: number,
  signal: AbortSignal,
): Promise<Preview | null> => {
  for (const width of WIDTHS)
    for (const quality of QUALITIES) {
      const picture = await pictures.render(path, page, width, { type: 'image/jpeg', quality, signal })
      if (picture.bytes.length <= bytes) return { page, jpeg: toBase64url(picture.bytes) }
    }
  return null
}

/** Pictures for each document, in order. Rejects with what drawing rejects with. */
export const drawPreviews = async (
  pictures: PagePictures,
  documents: readonly Previewed[],
  signal: AbortSignal,
): Promise<readonly (readonly Preview[])[]> => {
  const { pages, bytes } = shareOut(documents.map((document) => document.pages))
  const drawn: Preview[][] = []
  for (const [index, { path }] of documents.entries()) {
    const previews: Preview[] = []
    for (const page of pages[index] ?? []) {
      const preview = await fitting(pictures, { path, page }, bytes, signal)
      if (preview !== null) previews.push(preview)
    }
    drawn.push(previews)
  }
  return drawn
}
