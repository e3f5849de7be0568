import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { textPdf, throughQpdf } from '#tests/support/pdf'
import { ownBytes, utf8, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { openPdf } from './document.ts'
import { readForm } from './field.ts'
import { isOnPage, pageGeometry, pagePoint, userRectangle } from './geometry.ts'
import { dateOf, dateString, textOf, textString, type PdfObject } from './object.ts'
import { readPages } from './page.ts'
import { Parser } from './parser.ts'
import { spell } from './serialize.ts'
import { bytesSource, cachedSource, prefixSource } from './source.ts'

const parse = (text: string): PdfObject => new Parser(utf8(text), 0, true).object()

describe('objects', () => {
  it('are read as the standard writes them', () => {
    const text = '<</A 1/B[1 0 R -.5 +3 4.]%c\n/C(a\\(b\\)\\101\\\n(x))/D<48 6>/E#20F true/G null>>'
    expect(spell(parse(text))).toBe('<</A 1/B [1 0 R -0.5 3 4]/C <6128622941287829>/D <4860>/E#20F true>>')
  })

  it('survive being written and read', () => {
    const leaf = fc.oneof(
      fc.boolean(),
      fc.integer(),
      fc.integer({ min: -9999, max: 9999 }).map((value) => value / 64),
      fc.string({ maxLength: 20 }).map((text) => textString(text)),
      fc.stringMatching(/^[!-~ ]{1,12}$/).map((name): PdfObject => ({ kind: 'name', name })),
      fc.nat(99999).map((number): PdfObject => ({ kind: 'ref', number, generation: 0 })),
    )
    const { value } = fc.letrec<{ value: PdfObject }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc
          .array(fc.tuple(fc.stringMatching(/^[A-Za-z#/ ]{1,8}$/), tie('value')), { maxLength: 4 })
          .map((entries): PdfObject => ({ kind: 'dict', entries: new Map(entries) })),
      ),
    }))
    fc.assert(
      fc.property(value, (object) => {
        expect(spell(parse(spell(object)))).toBe(spell(object))
      }),
    )
  })

  it('keep every digit of their numbers', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (number) => {
        expect(Math.abs(Number(parse(spell(number))) - number)).toBeLessThan(1e-30)
      }),
    )
    expect([595.303937007874, 1e-40, 1e21].map(spell)).toEqual(['595.303937007874', '0', `1${'0'.repeat(21)}`])
  })

  it('keep texts and times', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textOf(textString(text))).toBe(text)
      }),
    )
    const time = new Date('2026-07-01T08:09:10Z')
    expect(dateOf(dateString(time))).toEqual(time)
    expect(dateOf(textString("D:20260701160910+08'00'"))).toEqual(time)
    expect(dateOf(textString('yesterday'))).toBeNull()
  })
})

describe('sources', () => {
  it('read the same bytes through a cache, up to where they are cut', async () => {
    const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251)
    const whole = bytesSource(bytes)
    const cut = cachedSource(prefixSource(whole, 70_000))
    const place = fc.tuple(fc.nat(210_000), fc.nat(150_000))
    await fc.assert(
      fc.asyncProperty(place, async ([offset, length]) => {
        expect(await cut.read(offset, length)).toEqual(bytes.slice(0, 70_000).subarray(offset, offset + length))
      }),
    )
  })
})

describe('geometry', () => {
  const mediaBox = [10, 20, 310, 420] as const

  it('keeps the size of a seal and its distance from the displayed corner', () => {
    const unit = 25.4 / 72
    const corners = { 0: [10, 420], 90: [10, 20], 180: [310, 20], 270: [310, 420] } as const
    for (const rotate of [0, 90, 180, 270] as const) {
      const page = pageGeometry({ mediaBox, cropBox: null, rotate, userUnit: 1 })
      const [w, h] = rotate % 180 === 0 ? [300, 400] : [400, 300]
      expect([page.width, page.height]).toEqual([expect.closeTo(w * unit), expect.closeTo(h * unit)])
      const [x0, y0, x1, y1] = userRectangle(page, pagePoint(0, 0), 10 * unit, 20 * unit)
      const [dx, dy] = rotate % 180 === 0 ? [10, 20] : [20, 10]
      expect([x1 - x0, y1 - y0]).toEqual([expect.closeTo(dx), expect.closeTo(dy)])
      const [x, y] = corners[rotate]
      expect([x0, x1].some((value) => Math.abs(value - x) < 1e-9)).toBe(true)
      expect([y0, y1].some((value) => Math.abs(value - y) < 1e-9)).toBe(true)
    }
  })

  it('honours CropBox and UserUnit, and knows the edge', () => {
    const page = pageGeometry({ mediaBox, cropBox: [20, 30, 164, 174], rotate: 0, userUnit: 2 })
    expect(page.width).toBeCloseTo(101.6)
    expect(userRectangle(page, pagePoint(0, 0), 25.4, 25.4)[0]).toBeCloseTo(20)
    expect(isOnPage(page, pagePoint(61.6, 0), 40, 40)).toBe(true)
    expect(isOnPage(page, pagePoint(61.7, 0), 40, 40)).toBe(false)
  })
})

describe('openPdf', () => {
  let classic: Bytes
  let packed: Bytes
  beforeAll(async () => {
    classic = await textPdf(7, { classic: true })
    packed = await throughQpdf(classic, '--object-streams=generate', '--linearize')
  })

  const readAll = async (bytes: Bytes): Promise<number> => {
    const pdf = await openPdf(bytesSource(bytes))
    await readForm(pdf)
    return (await readPages(pdf)).length
  }

  it('reads tables, streams and linearized files alike', async () => {
    expect(await readAll(classic)).toBe(7)
    expect(await readAll(packed)).toBe(7)
    expect(await readAll(await throughQpdf(classic, '--qdf'))).toBe(7)
  })

  it('answers damaged bytes with pages or an AppError', async () => {
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.nat(255) })
    const input = fc.tuple(fc.boolean(), fc.array(edit, { maxLength: 8 }), fc.double({ min: 0.2, max: 1, noNaN: true }))
    await fc.assert(
      fc.asyncProperty(input, async ([isPacked, edits, share]) => {
        const whole = isPacked ? packed : classic
        const bytes = ownBytes(whole.subarray(0, share > 0.6 ? whole.length : Math.floor(whole.length * share)))
        for (const { at, value } of edits) bytes[Math.floor(at * (bytes.length - 1))] = value
        const outcome = await readAll(bytes).catch((error: unknown) => error)
        expect(typeof outcome === 'number' || outcome instanceof AppError).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('names what it does not take', async () => {
    const circle = utf8(
      '%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF',
    )
    await expect(readAll(circle)).rejects.toMatchObject({ code: 'pdf-damaged' })
    await expect(readAll(utf8(''))).rejects.toMatchObject({ code: 'not-a-pdf' })
    const deep = utf8(`%PDF-1.4\nxref\n0 0\ntrailer${'['.repeat(200)}`)
    await expect(readAll(utf8(`${new TextDecoder().decode(deep)}\nstartxref\n9\n%%EOF`))).rejects.toMatchObject({
      code: 'pdf-damaged',
    })
    const head =
      '%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n'
    const at = (id: number): string => String(head.indexOf(`${id} 0 obj`)).padStart(10, '0')
    const table = `xref\n0 3\n0000000000 65535 f \n${at(1)} 00000 n \n${at(2)} 00000 n \ntrailer<</Size 3/Root 1 0 R>>\n`
    const empty = utf8(`${head}${table}startxref\n${head.length}\n%%EOF`)
    await expect(readAll(empty)).rejects.toMatchObject({ code: 'pdf-no-pages' })
  })
})
