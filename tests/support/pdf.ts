/** PDFs for tests. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { degrees, PDFDocument } from 'pdf-lib'
import { ownBytes, type Bytes } from '#core/bytes/bytes'

/** Pages with a line of text. `classic` asks for a table instead of streams. */
export const textPdf = async (pages: number, options: { classic?: boolean; rotate?: number } = {}): Promise<Bytes> => {
  const pdf = await PDFDocument.create()
  for (let i = 0; i < pages; i++) {
    const page = pdf.addPage([595.276, 841.89])
    page.drawText(`Page ${i + 1}`, { x: 72, y: 720 })
    if (options.rotate !== undefined) page.setRotation(degrees(options.rotate))
  }
  return ownBytes(await pdf.save({ useObjectStreams: options.classic !== true }))
}

/** Runs `work` in a folder that is gone afterwards. */
export const inFolder = async <T>(work: (folder: string) => T | Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'bidseal-test-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A PDF after qpdf has had it. */
export const throughQpdf = (pdf: Uint8Array, ...options: string[]): Promise<Bytes> =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'in.pdf'), pdf)
    execFileSync('qpdf', [...options, join(folder, 'in.pdf'), join(folder, 'out.pdf')])
    return ownBytes(readFileSync(join(folder, 'out.pdf')))
  })

/** A web page printed by Chromium. */
export const chromiumPrint = (html: string): Promise<Bytes> =>
  inFolder((folder) => {
    const [page, pdf] = [join(folder, 'page.html'), join(folder, 'page.pdf')]
    writeFileSync(page, `<meta charset="utf-8">${html}`)
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`]
    execFileSync('chromium', [...flags, '--no-pdf-header-footer', `--print-to-pdf=${pdf}`, page], { stdio: 'pipe' })
    return ownBytes(readFileSync(pdf))
  })
