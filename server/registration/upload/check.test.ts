import fc from 'fast-check'
import { PDFDocument, PDFName, PDFString } from 'pdf-lib'
import sharp from 'sharp'
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { textPdf, throughQpdf } from '#tests/support/pdf'
import { checkUpload, UPLOAD_LIMIT } from './check.ts'

const check = (bytes: Uint8Array) => checkUpload(ownBytes(bytes), 'licence')
const refused = (reason: string) => ({ code: 'upload-refused', details: { reason } })

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c33' } })

describe('pictures', () => {
  test('are drawn again: smaller, upright, and nothing beside the picture', async () => {
    const sent = await picture(3000, 1000)
      .withMetadata({ orientation: 6, exif: { IFD0: { Copyright: 'SECRET', Artist: 'SECRET' } } })
      .jpeg()
      .toBuffer()
    expect(sent.includes('SECRET')).toBe(true)
    const { type, bytes } = await check(sent)
    const { width, height, exif, orientation } = await sharp(bytes).metadata()
    expect({ type, width, height, exif, orientation }).toEqual({
      ...{ type: 'image/jpeg', width: 667, height: 2000, exif: undefined, orientation: undefined },
    })
    expect(Buffer.from(bytes).includes('SECRET')).toBe(false)
  })

  test('lose what was hung on behind them', async () => {
    for (const kept of [await picture(30, 20).png().toBuffer(), await picture(30, 20).jpeg().toBuffer()]) {
      const { bytes } = await check(Buffer.concat([kept, Buffer.from('<script>alert(1)</script>%PDF-1.7 PK\x03\x04')]))
      expect(Buffer.from(bytes).includes('script')).toBe(false)
    }
  })

  test('that are cut off, too large when unpacked, or only begin like one are refused', async () => {
    const jpeg = await picture(300, 300).jpeg().toBuffer()
    const png = await picture(300, 300).png().toBuffer()
    const bad = [
      jpeg.subarray(0, jpeg.length / 2),
      png.subarray(0, png.length / 2),
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    ]
    for (const bytes of bad) await expect(check(bytes)).rejects.toMatchObject(refused('picture'))
    await expect(check(hugePng(60_000, 60_000))).rejects.toMatchObject(refused('picture'))
  })

  test('of other kinds are refused, whatever they are called', async () => {
    const gif = await picture(3, 3).gif().toBuffer()
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    for (const bytes of [gif, svg, Buffer.from('#!/bin/sh\nrm -rf /'), Buffer.from(''), Buffer.from('MZ')])
      await expect(check(bytes)).rejects.toMatchObject(refused('type'))
    await expect(check(new Uint8Array(UPLOAD_LIMIT + 1))).rejects.toMatchObject(refused('size'))
  })
})

/** A PNG that says it is as large, with little in it. */
const hugePng = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name), data])
    const out = Buffer.alloc(8 + body.length)
    out.writeUInt32BE(data.length, 0)
    out.set(body, 4)
    out.writeUInt32BE(crc(body), out.length - 4)
    return out
  }
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(Buffer.alloc(1000))
  return Buffer.concat([magic, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))])
}

const crc = (bytes: Buffer): number => {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0)
  }
  return (value ^ 0xffffffff) >>> 0
}

const pdfWith = async (change: (pdf: PDFDocument) => void | Promise<void>): Promise<Bytes> => {
  const pdf = await PDFDocument.create()
  pdf.addPage()
  await change(pdf)
  return ownBytes(await pdf.save())
}

const action = (pdf: PDFDocument, type: string) => pdf.context.obj({ S: type, JS: PDFString.of('app.alert(1)') })

describe('PDFs', () => {
  test('stay as they are', async () => {
    const pdf = await textPdf(2)
    expect(await check(pdf)).toEqual({ type: 'application/pdf', bytes: pdf })
  })

  test.each([
    [
      'a script when it is opened',
      (pdf: PDFDocument) => pdf.catalog.set(PDFName.of('OpenAction'), action(pdf, 'JavaScript')),
    ],
    ['a script by name', (pdf: PDFDocument) => pdf.addJavaScript('x', 'app.alert(1)')],
    ['a file inside', (pdf: PDFDocument) => pdf.attach(Uint8Array.of(1, 2), 'x.exe')],
    [
      'a program to launch',
      (pdf: PDFDocument) =>
        pdf.catalog.set(PDFName.of('OpenAction'), pdf.context.obj({ S: 'Launch', F: PDFString.of('cmd.exe') })),
    ],
    [
      'a form that sends',
      (pdf: PDFDocument) => pdf.context.register(pdf.context.obj({ a: { b: [{ S: 'SubmitForm' }] } })) && undefined,
    ],
  ])('with %s are refused', async (_, change) => {
    const plain = await pdfWith(change)
    await expect(check(plain)).rejects.toMatchObject({ code: 'upload-refused' })
  })

  test('that hide a script in compressed objects are refused', async () => {
    const plain = await pdfWith((pdf) => void pdf.catalog.set(PDFName.of('OpenAction'), action(pdf, 'JavaScript')))
    const packed = await throughQpdf(plain, '--object-streams=generate')
    expect(Buffer.from(packed).includes('/JavaScript')).toBe(false)
    await expect(check(packed)).rejects.toMatchObject({ code: 'upload-refused' })
  })

  test('with a password, cut off, or with too many pages are refused', async () => {
    const pdf = await textPdf(1)
    const locked = await throughQpdf(pdf, '--encrypt', 'user', 'owner', '256', '--')
    await expect(check(locked)).rejects.toMatchObject(refused('pdf-encrypted'))
    await expect(check(pdf.subarray(0, pdf.length / 2))).rejects.toMatchObject({ code: 'upload-refused' })
    await expect(check(await textPdf(51))).rejects.toMatchObject(refused('pdf-pages'))
  })

  test('with something before them are no PDFs here', async () => {
    const pdf = await textPdf(1)
    await expect(check(Buffer.concat([Buffer.from('<html>'), pdf]))).rejects.toMatchObject(refused('type'))
  })
})

test('whatever is sent, it is kept whole or refused', async () => {
  const starts = [
    Buffer.from([0xff, 0xd8, 0xff]),
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    Buffer.from('%PDF-1.7\n'),
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
      await expect(check(Buffer.concat([start, rest]))).rejects.toMatchObject({ code: 'upload-refused' })
    }),
    { numRuns: 60 },
  )
})

test('a letter is a PDF', async () => {
  const jpeg = await picture(3, 3).jpeg().toBuffer()
  await expect(checkUpload(ownBytes(jpeg), 'letter')).rejects.toMatchObject(refused('type'))
})
