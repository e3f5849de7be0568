/**
 * Outlines of characters in a heavy Song typeface. The font comes in about a hundred files, each with
 * the characters of one `unicode-range` of its style sheet.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as fontkit from 'fontkit'

/** A character in a box of 1000 units a side, y downwards, origin on the baseline. */
export interface Outline {
  /** SVG path. */
  readonly path: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  /** How far the next one stands from it. */
  readonly advance: number
}

export interface SealFont {
  /** Null when the typeface has no such character. */
  outline(character: string): Promise<Outline | null>
}

interface Range {
  readonly first: number
  readonly last: number
}

interface FontFile {
  readonly name: string
  readonly ranges: readonly Range[]
}

const STYLE_SHEET = '@fontsource-variable/noto-serif-sc/index.css'
const FACE = /url\(\.\/(files\/[\w-]+\.woff2)\)[^}]*?unicode-range:\s*([^;]+);/g

const rangeOf = (text: string): Range => {
  const [first = '', last = first] = text.trim().replace(/^U\+/i, '').split('-')
  return { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16) }
}

const filesOf = (styleSheet: string): readonly FontFile[] =>
  [...styleSheet.matchAll(FACE)].map(([, name = '', ranges = '']) => ({ name, ranges: ranges.split(',').map(rangeOf) }))

const SCALE = 1000

/**
 * fontkit applies no weight to fonts in WOFF2, though it has read all that is needed: what follows
 * asks its parts one by one. Its version is pinned.
 */
interface Variable {
  variationCoords: readonly number[] | null
  readonly _variationProcessor: { transformPoints(glyph: number, points: object[]): void }
}
interface Decoded {
  _decode(): { readonly points?: object[] }
}
/** Side bearings and the like, which vary with the outline; nobody asks for them here. Each ends a contour of its own. */
const phantomPoints = (like: { copy?(): object }): object[] =>
  Array.from({ length: 4 }, () => Object.assign(like.copy?.() ?? {}, { endContour: true }))

/** Opens the typeface at a weight from 200 to 900. Font files are read when a character needs them. */
export const openSealFont = async (weight: number): Promise<SealFont> => {
  const styleSheet = createRequire(import.meta.url).resolve(STYLE_SHEET)
  const files = filesOf(await readFile(styleSheet, 'utf8'))
  const opened = new Map<string, Promise<fontkit.Font & Variable>>()
  /** A glyph's points are moved when it is read: once only. */
  const outlines = new Map<string, Promise<Outline | null>>()

  const open = async (name: string): Promise<fontkit.Font & Variable> => {
    const font = fontkit.create(await readFile(join(dirname(styleSheet), name))) as fontkit.Font & Variable
    font.variationCoords = [weight]
    return font
  }

  const read = async (character: string): Promise<Outline | null> => {
    const point = character.codePointAt(0) ?? 0
    const file = files.find(({ ranges }) => ranges.some(({ first, last }) => point >= first && point <= last))
    if (file === undefined) return null
    const opening = opened.get(file.name) ?? open(file.name)
    opened.set(file.name, opening)
    const font = await opening
    if (!font.hasGlyphForCodePoint(point)) return null
    const glyph = font.glyphForCodePoint(point) as fontkit.Glyph & Decoded
    const { points = [] } = glyph._decode()
    if (points[0] !== undefined)
      font._variationProcessor.transformPoints(glyph.id, [...points, ...phantomPoints(points[0])])
    const factor = SCALE / font.unitsPerEm
    const path = glyph.path.scale(factor, -factor)
    const { minX, maxX, minY, maxY } = path.bbox
    return {
      path: path.toSVG(),
      left: minX,
      right: maxX,
      top: minY,
      bottom: maxY,
      advance: glyph.advanceWidth * factor,
    }
  }

  return {
    outline: (character) => {
      const outline = outlines.get(character) ?? read(character)
      outlines.set(character, outline)
      return outline
    },
  }
}
