/** One page of text as a PDF, in a Chinese font that every reader has of its own (ISO 32000-1, 9.7.5.2). */

const PAGE = { width: 595, height: 420 } as const
const MARGIN = 40
const LEADING = 26

export interface Line {
  readonly label: string
  readonly value?: string
  readonly size?: number
}

const VALUES = 220

/** Latin text in Helvetica; everything else as UTF-16, in hexadecimal, for the encoding UniGB-UTF16-H. */
const shown = (text: string, size: number, x: number, y: number): string => {
  const isLatin = /^[\x20-\x7e]*$/.test(text)
  const bytes = isLatin ? Buffer.from(text) : Buffer.from(text, 'utf16le').swap16()
  return `BT /${isLatin ? 'F2' : 'F1'} ${size} Tf ${x} ${y} Td <${bytes.toString('hex').toUpperCase()}> Tj ET`
}

const contentsOf = (lines: readonly Line[]): string =>
  lines
    .flatMap(({ label, value = '', size = 12 }, index) => {
      const y = PAGE.height - MARGIN - LEADING * (index + 1)
      return [shown(label, size, MARGIN, y), ...(value === '' ? [] : [shown(value, size, VALUES, y)])]
    })
    .join('\n')

export const textPdf = (lines: readonly Line[]): Buffer => {
  const contents = contentsOf(lines)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${PAGE.width} ${PAGE.height}] /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 8 0 R >> >> >>`,
    `<< /Length ${contents.length} >>\nstream\n${contents}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-UniGB-UTF16-H /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R /DW 1000 >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  let file = '%PDF-1.7\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = file.length
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  file += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
