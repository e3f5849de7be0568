/** Small PDFs with a few words, written by hand: documents for the demo. */
import { ownBytes, utf8, type Bytes } from '#core/bytes/bytes'

const SIZE = 12
const LEADING = 26

/** A string (PDF 32000 section 7.3.4.2). */
const spell = (text: string): string => `(${text.replace(/[\\()]/g, '\\$&')})`

const pageContent = (lines: readonly string[]): string =>
  [`BT /F ${SIZE} Tf ${LEADING} TL 72 760 Td`, ...lines.map((line) => `${spell(line)} Tj T*`), 'ET'].join('\n')

/** One of the fonts that every reader has (section 9.6.2.2). */
const FONT = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'

/** A PDF of A4 pages with lines of ASCII text each. */
export const paper = (pages: readonly (readonly string[])[]): Bytes => {
  const kids = pages.map((_, index) => `${4 + 2 * index} 0 R`)
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${kids.join(' ')}]/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>>>`,
    FONT,
    ...pages.flatMap((lines, index) => {
      const content = pageContent(lines)
      return [
        `<</Type/Page/Parent 2 0 R/Contents ${5 + 2 * index} 0 R>>`,
        `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((body, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return offset
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return ownBytes(
    utf8(
      `${text}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`,
    ),
  )
}
