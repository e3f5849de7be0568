/** Large scans, written page by page. */
import { open } from 'node:fs/promises'
import jpeg from 'jpeg-js'

export interface ScanOptions {
  readonly pages: number
  /** Pixels; 500 × 707 of noise come to about 200 KB a page. */
  readonly width?: number
  readonly height?: number
}

const noise = (width: number, height: number): Buffer => {
  const data = new Uint8Array(width * height * 4)
  let state = 1
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    data[i] = state >>> 24
  }
  return jpeg.encode({ width, height, data }, 30).data
}

/** A PDF of A4 pages, each a JPEG of its own, in the way of scanners: image, content, page, image, … */
export const writeScan = async (path: string, { pages, width = 500, height = 707 }: ScanOptions): Promise<void> => {
  const image = noise(width, height)
  const file = await open(path, 'w')
  const offsets: number[] = []
  let at = 0
  const write = async (data: string | Uint8Array): Promise<void> => {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'latin1') : data
    await file.write(bytes)
    at += bytes.length
  }
  const object = async (number: number, head: string, data?: Uint8Array): Promise<void> => {
    offsets[number] = at
    await write(`${number} 0 obj\n${head}`)
    if (data !== undefined) {
      await write('\nstream\n')
      await write(data)
      await write('\nendstream')
    }
    await write('\nendobj\n')
  }
  try {
    await write('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n')
    const content = Buffer.from('q 595 0 0 842 0 0 cm /I Do Q')
    const kids: string[] = []
    for (let i = 0; i < pages; i++) {
      const first = 3 + 3 * i
      const picture = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8`
      await object(first, `<<${picture}/Filter/DCTDecode/Length ${image.length}>>`, image)
      await object(first + 1, `<</Length ${content.length}>>`, content)
      const resources = `/Resources<</XObject<</I ${first} 0 R>>>>`
      await object(first + 2, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${first + 1} 0 R${resources}>>`)
      kids.push(`${first + 2} 0 R`)
    }
    await object(1, '<</Type/Catalog/Pages 2 0 R>>')
    await object(2, `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`)
    const start = at
    const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    await write(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`)
    await write(`trailer\n<</Size ${offsets.length}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`)
  } finally {
    await file.close()
  }
}
