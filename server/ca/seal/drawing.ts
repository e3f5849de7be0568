/**
 * Seals as SVG. A company's (公章, 合同专用章, 财务专用章) are round: its name along the arc, a five-pointed
 * star in the middle, what the seal is for below it and the credit code at the bottom, as GB/T
 * 33481-2016 and the police's rules for seals describe them. The legal person's (法定代表人名章) is
 * square, with a Chinese name in columns from right to left. Drawn as outlines, so that no font has to be
 * installed; everything in millimetres and degrees.
 */
import { AppError } from '#core/errors'
import { nameLines, SEAL_FACTS, type SealDesign } from './design.ts'
import type { Outline, SealFont } from './font.ts'

/** Of a seal of 42 mm; smaller ones are drawn smaller as a whole. */
const ROUND = 42
const RING = { radius: 20.2, width: 1.2 }
const STAR = { radius: 6.8 }
const NAME = { radius: 15.1, height: 6.2, width: 4.8, gap: 0.5, step: 27, arc: 245 }
/** Where a line below the star needs the ends of the arc. */
const NAME_OVER_LINE = { ...NAME, arc: 215 }
const LINE = { across: 19.6, down: 10.2, height: 4.2, width: 3.6, gap: 0.4 }
const CODE = { radius: 17.45, height: 1.75, width: 1.35, step: 5.4 }
/** Of a name seal: frame, and what is free within and between characters. */
const FRAME = { width: 1, padding: 0.7, gap: 0.5 }

const MAX_NAME = 40
const MAX_LINE = 12

const round = (value: number): string => String(Math.round(value * 1000) / 1000)
const radians = (degrees: number): number => (degrees * Math.PI) / 180

interface Box {
  readonly width: number
  readonly height: number
}

/** One character, centred, fitted into a box. */
const fitted = (outline: Outline, { width, height }: Box, square: boolean): string => {
  const middle = outline.advance / 2
  const [left, right] = square ? [middle - 480, middle + 480] : [outline.left, outline.right]
  const [top, bottom] = square ? [-850, 90] : [outline.top, outline.bottom]
  const across = width / (right - left)
  const down = height / (bottom - top)
  const shift = `translate(${round(-(left + right) / 2)} ${round(-(top + bottom) / 2)})`
  return `<path transform="scale(${across.toFixed(6)} ${down.toFixed(6)}) ${shift}" d="${outline.path}"/>`
}

const at = (x: number, y: number, drawing: string): string =>
  `<g transform="translate(${round(x)} ${round(y)})">${drawing}</g>`

/** A drawing moved to an angle (0 is the top, clockwise) on a circle; upright towards the outside or the inside. */
const onCircle = (drawing: string, radius: number, angle: number, inwards: boolean): string => {
  const [x, y] = [radius * Math.sin(radians(angle)), -radius * Math.cos(radians(angle))]
  return `<g transform="translate(${round(x)} ${round(y)}) rotate(${round(inwards ? angle - 180 : angle)})">${drawing}</g>`
}

const star = (radius: number): string => {
  const inner = radius * (Math.sin(radians(18)) / Math.sin(radians(126)))
  const points = Array.from({ length: 10 }, (_, i) => {
    const length = i % 2 === 0 ? radius : inner
    return `${round(length * Math.sin(radians(36 * i)))},${round(-length * Math.cos(radians(36 * i)))}`
  })
  return `<polygon points="${points.join(' ')}"/>`
}

/** Those characters that the typeface has. */
const outlinesOf = async (font: SealFont, text: string, most: number): Promise<readonly Outline[]> => {
  const characters = [...text.replaceAll(/\s/g, '')].slice(0, most)
  const outlines = await Promise.all(characters.map((character) => font.outline(character)))
  return outlines.filter((outline) => outline !== null)
}

/** The name's characters, narrower and then lower the more there are of them. */
const nameOnArc = (outlines: readonly Outline[], place: typeof NAME): string => {
  const count = outlines.length
  const step = Math.min(place.step, place.arc / Math.max(count - 1, 1))
  const room = radians(step) * (place.radius - place.height / 4) - place.gap
  const width = Math.min(place.width, room)
  const height = Math.min(place.height, width * 2.2)
  const radius = place.radius + (place.height - height) / 2
  const box = { width, height }
  return outlines
    .map((outline, i) => onCircle(fitted(outline, box, true), radius, (i - (count - 1) / 2) * step, false))
    .join('')
}

/** What the seal is for, straight below the star. */
const lineBelow = (outlines: readonly Outline[]): string => {
  const step = Math.min(LINE.width + LINE.gap, (LINE.across + LINE.gap) / Math.max(outlines.length, 1))
  const box = { width: step - LINE.gap, height: LINE.height }
  return outlines
    .map((outline, i) => at((i - (outlines.length - 1) / 2) * step, LINE.down, fitted(outline, box, true)))
    .join('')
}

/** The code's digits and letters, read from left to right along the bottom. */
const codeOnArc = (outlines: readonly Outline[]): string =>
  outlines
    .map((outline, i) => {
      const angle = 180 - (i - (outlines.length - 1) / 2) * CODE.step
      return onCircle(fitted(outline, CODE, false), CODE.radius, angle, true)
    })
    .join('')

const roundSeal = async (font: SealFont, { name, line, code }: SealDesign, size: number): Promise<string> => {
  const [characters, below, digits] = await Promise.all([
    outlinesOf(font, name, MAX_NAME),
    outlinesOf(font, line, MAX_LINE),
    outlinesOf(font, code, MAX_NAME),
  ])
  if (characters.length === 0) throw new AppError('invalid-input', { reason: 'no outlines for this name' })
  return [
    `<g transform="scale(${round(size / ROUND)})">`,
    `<circle r="${RING.radius - RING.width / 2}" fill="none" stroke="#000" stroke-width="${RING.width}"/>`,
    star(STAR.radius),
    nameOnArc(characters, below.length > 0 ? NAME_OVER_LINE : NAME),
    lineBelow(below),
    codeOnArc(digits),
    '</g>',
  ].join('')
}

/** Lines of equal width, the first one on the right, each filled from top to bottom. */
const inColumns = (lines: readonly (readonly Outline[])[], side: number): string => {
  const width = side / lines.length
  return lines
    .flatMap((line, column) => {
      const height = side / line.length
      const box = { width: width - FRAME.gap, height: height - FRAME.gap }
      return line.map((outline, row) =>
        at(side / 2 - (column + 0.5) * width, (row + 0.5) * height - side / 2, fitted(outline, box, true)),
      )
    })
    .join('')
}

/** Lines of equal height, the first one on top, each filled from left to right. */
const inRows = (lines: readonly (readonly Outline[])[], side: number): string => {
  const height = side / lines.length
  return lines
    .flatMap((line, row) => {
      const width = side / line.length
      const box = { width: width - FRAME.gap, height: height - FRAME.gap }
      return line.map((outline, column) =>
        at((column + 0.5) * width - side / 2, (row + 0.5) * height - side / 2, fitted(outline, box, true)),
      )
    })
    .join('')
}

const squareSeal = async (font: SealFont, { name }: SealDesign, size: number): Promise<string> => {
  const { lines, isHan } = nameLines(name)
  const outlines = await Promise.all(lines.map((line) => outlinesOf(font, line, MAX_NAME)))
  const drawn = outlines.filter((line) => line.length > 0)
  if (drawn.length === 0) throw new AppError('invalid-input', { reason: 'no outlines for this name' })
  const frame = size - FRAME.width
  const square = `x="${-frame / 2}" y="${-frame / 2}" width="${frame}" height="${frame}"`
  const side = size - 2 * (FRAME.width + FRAME.padding)
  return [
    `<rect ${square} fill="none" stroke="#000" stroke-width="${FRAME.width}"/>`,
    isHan ? inColumns(drawn, side) : inRows(drawn, side),
  ].join('')
}

/** A seal at its true size. Throws `invalid-input` when the typeface lacks all of the name's characters. */
export const sealSvg = async (font: SealFont, design: SealDesign): Promise<string> => {
  const { size, isRound } = SEAL_FACTS[design.kind]
  const drawing = await (isRound ? roundSeal : squareSeal)(font, design, size)
  const box = `${-size / 2} ${-size / 2} ${size} ${size}`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${size}mm" height="${size}mm"><g>${drawing}</g></svg>`
}
