/** Type on paper: outlines of characters as a Type 3 font (ISO 32000-2 section 9.6.4), of what is used only. */
import { zlibSync } from 'fflate'
import { utf8, type Bytes } from '#core/bytes/bytes'
import { dict, name, reference, type PdfDict, type PdfRef } from '#core/pdf/object'
import { indirect, spell, streamBody } from '#core/pdf/serialize'

/** A character in a box of 1000 units a side, y downwards, origin on the baseline. */
export interface Glyph {
  /** SVG path of `M`, `L`, `Q`, `C` and `Z`, all absolute. */
  readonly path: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly advance: number
}

export interface Typeface {
  /** Null when it has no such character. */
  outline(character: string): Promise<Glyph | null>
}

export interface Type {
  /** How wide a text is, in the unit of `size`. */
  width(text: string, size: number): number
  /** The text as it is shown: pieces of one font each. */
  pieces(text: string): readonly { readonly font: number; readonly codes: Bytes; readonly width: number }[]
  /** Fonts as objects with numbers from `first` on. */
  write(first: number): { readonly objects: readonly Bytes[]; readonly fonts: readonly PdfRef[] }
}

/** Codes of one font: a byte but zero. */
const CODES = 255
/** What stands for a character that the typeface does not have. */
const MISSING: Glyph = {
  path: 'M100 -800 L900 -800 L900 80 L100 80 Z M160 -740 L160 20 L840 20 L840 -740 Z',
  ...{ left: 100, right: 900, top: -800, bottom: 80, advance: 1000 },
}

const round = (value: number): string => String(Math.round(value * 10) / 10)
const point = (x: number, y: number): string => `${round(x)} ${round(-y)}`

/** SVG to PDF: y upwards, quadratic curves as cubic ones. */
const drawn = (path: string): string => {
  let x = 0
  let y = 0
  const out: string[] = []
  for (const [, command = '', rest = ''] of path.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const values = (rest.match(/-?\d*\.?\d+(?:e-?\d+)?/g) ?? []).map(Number)
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = values
    if (command === 'M') out.push(`${point(a, b)} m`)
    if (command === 'L') out.push(`${point(a, b)} l`)
    if (command === 'Q') {
      const first = point(x + (2 / 3) * (a - x), y + (2 / 3) * (b - y))
      out.push(`${first} ${point(c + (2 / 3) * (a - c), d + (2 / 3) * (b - d))} ${point(c, d)} c`)
    }
    if (command === 'C') out.push(`${point(a, b)} ${point(c, d)} ${point(e, f)} c`)
    if (command === 'Z') out.push('h')
    ;[x, y] = command === 'Z' ? [x, y] : ([values.at(-2) ?? x, values.at(-1) ?? y] as const)
  }
  return out.join('\n')
}

const glyphProgram = ({ path, left, right, top, bottom, advance }: Glyph): string => {
  const box = path === '' ? [0, 0, 0, 0] : [left, -bottom, right, -top]
  return `${round(advance)} 0 ${box.map(round).join(' ')} d1\n${drawn(path)}\n${path === '' ? '' : 'f'}`
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').toUpperCase()

/** Which text the codes of a font stand for (section 9.10.3). */
const unicodeMap = (characters: readonly string[]): string => {
  const lines = characters.map((character, at) => {
    const units = Array.from({ length: character.length }, (_, i) => hex(character.charCodeAt(i), 4)).join('')
    return `<${hex(at + 1, 2)}> <${units}>`
  })
  const blocks = Array.from({ length: Math.ceil(lines.length / 100) }, (_, i) => lines.slice(100 * i, 100 * (i + 1)))
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CMapName /BidSeal def /CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange',
    ...blocks.map((block) => `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`),
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}

/** The body of a stream object, compressed by a library of our own, so that it is the same everywhere. */
export const packed = (text: string): Bytes =>
  streamBody(dict({ Filter: name('FlateDecode') }), zlibSync(utf8(text), { level: 9 }))

const stream = (number: number, text: string): Bytes => indirect({ number, generation: 0 }, packed(text))

const fontOf = (characters: readonly string[], glyphs: readonly Glyph[], firstProgram: number, map: number): PdfDict =>
  dict({
    ...{ Type: name('Font'), Subtype: name('Type3'), FontMatrix: [0.001, 0, 0, 0.001, 0, 0] },
    ...{ FontBBox: [0, -300, 1000, 1000], FirstChar: 1, LastChar: characters.length, Resources: dict({}) },
    CharProcs: dict(Object.fromEntries(glyphs.map((_, at) => [`c${at + 1}`, reference(firstProgram + at)]))),
    Encoding: dict({ Type: name('Encoding'), Differences: [1, ...glyphs.map((_, at) => name(`c${at + 1}`))] }),
    Widths: glyphs.map(({ advance }) => Math.round(advance * 10) / 10),
    ToUnicode: reference(map),
  })

/** Reads the outlines of all characters in these texts. */
export const loadType = async (typeface: Typeface, texts: readonly string[]): Promise<Type> => {
  const characters = [...new Set(texts.join(''))]
  const glyphs = await Promise.all(characters.map(async (each) => (await typeface.outline(each)) ?? MISSING))
  const places = new Map(characters.map((character, at) => [character, at]))
  const advance = (character: string): number => (glyphs[places.get(character) ?? -1] ?? MISSING).advance
  const width = (text: string, size: number): number =>
    ([...text].reduce((sum, character) => sum + advance(character), 0) * size) / 1000

  return {
    width,

    pieces: (text) => {
      const out: { font: number; characters: string[] }[] = []
      for (const character of text) {
        const font = Math.floor((places.get(character) ?? 0) / CODES)
        const last = out.at(-1)
        if (last?.font === font) last.characters.push(character)
        else out.push({ font, characters: [character] })
      }
      return out.map(({ font, characters: run }) => ({
        font,
        codes: Uint8Array.from(run, (character) => ((places.get(character) ?? 0) % CODES) + 1),
        width: width(run.join(''), 1),
      }))
    },

    write: (first) => {
      const objects: Bytes[] = []
      const fonts: PdfRef[] = []
      for (let from = 0; from < characters.length; from += CODES) {
        const some = characters.slice(from, from + CODES)
        const their = glyphs.slice(from, from + CODES)
        const number = first + objects.length
        fonts.push(reference(number))
        const font = fontOf(some, their, number + 2, number + 1)
        objects.push(indirect({ number, generation: 0 }, spell(font)), stream(number + 1, unicodeMap(some)))
        their.forEach((glyph, at) => objects.push(stream(number + 2 + at, glyphProgram(glyph))))
      }
      return { objects, fonts }
    },
  }
}
