import { sha256Hex, type Sha256 } from '#core/bytes/digest'
import { openPdf } from '#core/pdf/document'
import { readForm } from '#core/pdf/field'
import { readPages } from '#core/pdf/page'
import { digestOf, withPdfFile, type StretchOptions } from './file.ts'

export interface InspectedPdf {
  /** Displayed sizes in millimetres: CropBox, rotation and UserUnit honoured. */
  readonly pages: readonly { readonly width: number; readonly height: number }[]
  /** Bytes. */
  readonly size: number
  readonly sha256: Sha256
  /** Signatures at hand. */
  readonly signatures: number
}

/**
 * Reads what a project needs to know about a PDF. Rejects with `not-a-pdf`, `pdf-encrypted`,
 * `pdf-damaged`, `pdf-no-pages`, `pdf-unsupported`, `file-not-found` or `file-unreadable`.
 */
export const inspectPdf = (path: string, options: StretchOptions = {}): Promise<InspectedPdf> =>
  withPdfFile(path, async (source, handle) => {
    const pdf = await openPdf(source)
    const pages = await readPages(pdf)
    const { signatures } = await readForm(pdf)
    return {
      pages: pages.map(({ geometry: { width, height } }) => ({ width, height })),
      size: source.size,
      sha256: sha256Hex(await digestOf(handle, [{ offset: 0, length: source.size }], options)),
      signatures: signatures.filter(({ signature }) => signature !== null).length,
    }
  })
