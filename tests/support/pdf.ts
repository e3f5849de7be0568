/** PDFs and seals for tests. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'fast-png'
import { degrees, PDFDocument } from 'pdf-lib'
import { ownBytes, type Bytes } from '#core/bytes/bytes'

const RED = [200, 20, 30] as const

/** A red ring with a transparent ground; its left half may have another colour. */
export const sealPicture = (side = 120, left: readonly [number, number, number] = RED): Bytes => {
  const data = new Uint8Array(side * side * 4)
  for (let i = 0; i < side * side; i++) {
    const radius = Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2) / (side / 2)
    data.set([...(i % side < side / 2 ? left : RED), radius > 0.8 && radius < 1 ? 255 : 0], 4 * i)
  }
  return ownBytes(encode({ width: side, height: side, data, channels: 4, depth: 8 }))
}

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
