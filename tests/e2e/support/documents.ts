/** The documents of a bid, as suppliers have them. */
import { copyFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { chromiumPrint, textPdf } from '../../support/pdf.ts'
import { writeScan } from '../../support/scan.ts'

const VECTORS = resolve(import.meta.dirname, '../../vectors/pdf')

const PRICES = `<style>@page{size:A4 landscape} body{font:14px "Noto Sans CJK SC"} td{border:1px solid;padding:6px}</style>
<h1>商务标：分项报价表</h1>
<table><tr><td>掘进机<td>4 台<td>¥9,200,000.00</tr><tr><td>带式输送机<td>6 套<td>¥3,186,500.00</tr></table>
<p>合计（大写）：壹仟贰佰叁拾捌万陆仟伍佰元整</p>`

export interface Documents {
  /** Two pages out of LibreOffice, with Chinese fonts. */
  readonly letter: string
  /** A page printed by Chromium, across. */
  readonly prices: string
  /** A page that is turned by a quarter. */
  readonly drawing: string
  /** 300 scanned pages, more than 60 MB. */
  readonly scan: string
}

export const SCANNED_PAGES = 300

/** Makes them all in a folder. */
export const makeDocuments = async (folder: string): Promise<Documents> => {
  const documents = {
    letter: join(folder, '投标函.pdf'),
    prices: join(folder, '分项报价表.pdf'),
    drawing: join(folder, '设备布置图.pdf'),
    scan: join(folder, '技术方案扫描件.pdf'),
  }
  await copyFile(join(VECTORS, 'libreoffice.pdf'), documents.letter)
  await writeFile(documents.prices, await chromiumPrint(PRICES))
  await writeFile(documents.drawing, await textPdf(1, { rotate: 90 }))
  await writeScan(documents.scan, { pages: SCANNED_PAGES, width: 520, height: 735 })
  return documents
}
