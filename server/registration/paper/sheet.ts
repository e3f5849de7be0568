/** A sheet of A4 to write and draw on: millimetres from the top left, type in points. */
import { concat, toHex, utf8, type Bytes } from '#core/bytes/bytes'
import { dict, name, reference, textString, type PdfObject } from '#core/pdf/object'
import { indirect, spell } from '#core/pdf/serialize'
import { packed, type Type } from './type.ts'

const POINTS = 72 / 25.4
export const WIDTH = 210
const HEIGHT = 297

export type Align = 'left' | 'centre' | 'right'

export interface Sheet {
  /** @param y of the baseline */
  text(x: number, y: number, size: number, text: string, align?: Align): void
  /** A paragraph broken to a width; the y after its last line. @param lead height of a line */
  paragraph(x: number, y: number, width: number, size: number, lead: number, text: string): number
  line(x1: number, y1: number, x2: number, y2: number, weight?: number): void
  box(x: number, y: number, width: number, height: number, weight?: number): void
  /** Filled in a light grey. */
  shade(x: number, y: number, width: number, height: number): void
  /** A dashed circle, where a stamp belongs. */
  place(x: number, y: number, radius: number): void
  /** A box to tick. */
  tick(x: number, y: number, size: number, isTicked: boolean): void
  /** The same for the same drawing. */
  toPdf(title: string): Bytes
}

/** Not at the beginning of a line. */
const CLOSING = new Set('，。、；：）》”？！,.;:)')

const n = (value: number): string => String(Math.round(value * 1000) / 1000)
const across = (x: number): string => n(x * POINTS)
const down = (y: number): string => n((HEIGHT - y) * POINTS)

/** Breaks a text between any two characters but before closing marks, and not inside words and numbers. */
export const broken = (text: string, width: number, measure: (text: string) => number): readonly string[] => {
  const parts = text.match(/[\x21-\x7e]+|./gsu) ?? []
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && measure(line + part) > width && !CLOSING.has(part)) {
      lines.push(line)
      line = ''
    }
    line += part
  }
  return line === '' ? lines : [...lines, line]
}

const circle = (x: number, y: number, r: number): string => {
  const k = r * 0.5523
  const at = (dx: number, dy: number): string => `${across(x + dx)} ${down(y + dy)}`
  return [
    `${at(r, 0)} m`,
    `${at(r, k)} ${at(k, r)} ${at(0, r)} c`,
    `${at(-k, r)} ${at(-r, k)} ${at(-r, 0)} c`,
    `${at(-r, -k)} ${at(-k, -r)} ${at(0, -r)} c`,
    `${at(k, -r)} ${at(r, -k)} ${at(r, 0)} c S`,
  ].join('\n')
}

const fileOf = (content: string, type: Type, title: string): Bytes => {
  const { objects: fontObjects, fonts } = type.write(5)
  const object = (number: number, value: PdfObject): Bytes => indirect({ number, generation: 0 }, spell(value))
  const page = dict({
    ...{ Type: name('Page'), Parent: reference(2), Contents: reference(4) },
    MediaBox: [0, 0, 595.276, 841.89],
    Resources: dict({ Font: dict(Object.fromEntries(fonts.map((font, at) => [`F${at}`, font]))) }),
  })
  const info = 5 + fontObjects.length
  const objects = [
    object(1, dict({ Type: name('Catalog'), Pages: reference(2), Lang: textString('zh-CN') })),
    object(2, dict({ Type: name('Pages'), Kids: [reference(3)], Count: 1 })),
    object(3, page),
    indirect({ number: 4, generation: 0 }, packed(content)),
    ...fontObjects,
    object(info, dict({ Title: textString(title), Producer: textString('BidSeal') })),
  ]
  const head = concat(utf8('%PDF-1.7\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a))
  let offset = head.length
  const entries = objects.map(({ length }) => {
    const entry = `${String(offset).padStart(10, '0')} 00000 n \n`
    offset += length
    return entry
  })
  const trailer = spell(dict({ Size: objects.length + 1, Root: reference(1), Info: reference(info) }))
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`
  return concat(head, ...objects, utf8(`${table}trailer\n${trailer}\nstartxref\n${offset}\n%%EOF\n`))
}

export const createSheet = (type: Type): Sheet => {
  const out: string[] = []
  const measure = (text: string, size: number): number => type.width(text, size) / POINTS

  const text: Sheet['text'] = (x, y, size, written, align = 'left') => {
    const width = measure(written, size)
    let at = align === 'left' ? x : align === 'centre' ? x - width / 2 : x - width
    for (const piece of type.pieces(written)) {
      out.push(`BT /F${piece.font} ${n(size)} Tf ${across(at)} ${down(y)} Td <${toHex(piece.codes)}> Tj ET`)
      at += (piece.width * size) / POINTS
    }
  }

  const line: Sheet['line'] = (x1, y1, x2, y2, weight = 0.5) =>
    void out.push(`${n(weight)} w ${across(x1)} ${down(y1)} m ${across(x2)} ${down(y2)} l S`)

  return {
    text,
    line,

    paragraph: (x, y, width, size, lead, written) => {
      let at = y
      for (const each of broken(written, width, (part) => measure(part, size))) {
        text(x, at, size, each)
        at += lead
      }
      return at
    },

    box: (x, y, width, height, weight = 0.5) =>
      void out.push(`${n(weight)} w ${across(x)} ${down(y + height)} ${n(width * POINTS)} ${n(height * POINTS)} re S`),

    shade: (x, y, width, height) =>
      void out.push(`q 0.93 g ${across(x)} ${down(y + height)} ${n(width * POINTS)} ${n(height * POINTS)} re f Q`),

    place: (x, y, radius) => void out.push(`q 0.6 G 0.5 w [3 3] 0 d\n${circle(x, y, radius)} Q`),

    tick: (x, y, size, isTicked) => {
      out.push(`0.6 w ${across(x)} ${down(y)} ${n(size * POINTS)} ${n(size * POINTS)} re S`)
      if (!isTicked) return
      const at = (dx: number, dy: number): string => `${across(x + dx * size)} ${down(y - dy * size)}`
      out.push(`q 1.1 w ${at(0.18, 0.52)} m ${at(0.42, 0.22)} l ${at(0.85, 0.82)} l S Q`)
    },

    toPdf: (title) => fileOf(out.join('\n'), type, title),
  }
}
