/** Documents as suppliers have them, out of the programs that they use. */
import { copyFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { chromiumPrint, textPdf } from './pdf.ts'
import { writeScan } from './scan.ts'

const VECTORS = resolve(import.meta.dirname, '../vectors/pdf')
const PRICES = '<h1>商务标：分项报价表</h1><p>合计（大写）：壹仟贰佰叁拾捌万陆仟伍佰元整</p>'
const SCANNED_PAGES = 12

/** A page of which only the middle is shown. */
const croppedPdf = async (): Promise<Uint8Array> => {
  const pdf = await PDFDocument.create()
  const page = pdf.addPage([595.276, 841.89])
  page.setCropBox(100, 200, 400, 500)
  page.drawText('Cropped', { x: 120, y: 640 })
  return pdf.save()
}

/** Writes them into a folder: LibreOffice, Chromium, a turned page, a cropped one, a scan. Gives the paths. */
export const writeBidDocuments = async (folder: string): Promise<readonly string[]> => {
  const at = (name: string): string => join(folder, name)
  await copyFile(join(VECTORS, 'libreoffice.pdf'), at('投标函.pdf'))
  await writeFile(at('分项报价表.pdf'), await chromiumPrint(PRICES))
  await writeFile(at('设备布置图.pdf'), await textPdf(2, { rotate: 90 }))
  await writeFile(at('证书复印件.pdf'), await croppedPdf())
  await writeScan(at('技术方案扫描件.pdf'), { pages: SCANNED_PAGES })
  return ['投标函', '分项报价表', '设备布置图', '证书复印件', '技术方案扫描件'].map((name) => at(`${name}.pdf`))
}
