/**
 * Pictures of company seals (公章): round, 42 mm, cinnabar red, the company's name along the arc, a
 * five-pointed star in the middle and the credit code at the bottom, as GB/T 33481-2016 and the
 * police's rules for seals describe them. Drawn as outlines, so that no font has to be installed.
 */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Bytes } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { openSealFont, type Outline, type SealFont } from './seal-font.ts'
import { alphaPng } from './alpha-png.ts'

/** Millimetres. */
export const SEAL_SIZE = 42

const DPI = 600
const PIXELS = Math.round((SEAL_SIZE / 25.4) * DPI)
const WEIGHT = 700
const RED = [200, 48, 43] as const

/** Everything in millimetres and degrees. */
const RING = { radius: 20.2, width: 1.2 }
const STAR = { radius: 6.8 }
const NAME = { radius: 15.1, height: 6.2, width: 4.8, gap: 0.5, step: 27, arc: 245 }
const CODE = { radius: 17.45, height: 1.75, width: 1.35, step: 5.4 }

const MAX_NAME = 40

const round = (value: number): string => String(Math.round(value * 1000) / 1000)
const radians = (degrees: number): number => (degrees * Math.PI) / 180

interface Box {
  readonly width: number
  readonly height: number
}

/** One character, centred, fitted into a box. */
const fitted = (outline: Outline, { width, height }: Box, square: boolean): string => {
  const [left, right] = square ? [20, 980] : [outline.left, outline.right]
  const [top, bottom] = square ? [-850, 90] : [outline.top, outline.bottom]
  const across = width / (right - left)
  const down = height / (bottom - top)
  const shift = `translate(${round(-(left + right) / 2)} ${round(-(top + bottom) / 2)})`
  return `<path transform="scale(${across.toFixed(6)} ${down.toFixed(6)}) ${shift}" d="${outline.path}"/>`
}

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

const outlinesOf = async (font: SealFont, text: string): Promise<readonly Outline[]> => {
  const outlines = await Promise.all([...text].map((character) => font.outline(character)))
  return outlines.filter((outline) => outline !== null)
}

/** The name's characters, narrower and then lower the more there are of them. */
const nameOnArc = (outlines: readonly Outline[]): string => {
  const count = outlines.length
  const step = Math.min(NAME.step, NAME.arc / Math.max(count - 1, 1))
  const room = radians(step) * (NAME.radius - NAME.height / 4) - NAME.gap
  const width = Math.min(NAME.width, room)
  const height = Math.min(NAME.height, width * 2.2)
  const radius = NAME.radius + (NAME.height - height) / 2
  const box = { width, height }
  return outlines
    .map((outline, i) => onCircle(fitted(outline, box, true), radius, (i - (count - 1) / 2) * step, false))
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

/** The seal as SVG, 42 mm wide. Throws `invalid-input` when the typeface lacks all of the name's characters. */
export const sealSvg = async (font: SealFont, name: string, creditCode: string): Promise<string> => {
  const [characters, code] = await Promise.all([
    outlinesOf(font, [...name.replaceAll(/\s/g, '')].slice(0, MAX_NAME).join('')),
    outlinesOf(font, creditCode),
  ])
  if (characters.length === 0) throw new AppError('invalid-input', { reason: 'no outlines for this name' })
  const half = SEAL_SIZE / 2
  const box = `${-half} ${-half} ${SEAL_SIZE} ${SEAL_SIZE}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${SEAL_SIZE}mm" height="${SEAL_SIZE}mm">`,
    '<g>',
    `<circle r="${RING.radius - RING.width / 2}" fill="none" stroke="#000" stroke-width="${RING.width}"/>`,
    star(STAR.radius),
    nameOnArc(characters),
    codeOnArc(code),
    '</g></svg>',
  ].join('')
}

let ready: Promise<SealFont> | null = null

const prepare = async (): Promise<SealFont> => {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  const [font] = await Promise.all([openSealFont(WEIGHT), readFile(wasm).then((bytes) => initWasm(bytes))])
  return font
}

/** The seal as PNG with transparency at 600 dpi. */
export const sealPicture = async (name: string, creditCode: string): Promise<Bytes> => {
  ready ??= prepare()
  const svg = await sealSvg(await ready, name, creditCode)
  const image = new Resvg(svg, { fitTo: { mode: 'width', value: PIXELS } }).render()
  const { pixels, width, height } = image
  const alpha = Uint8Array.from({ length: width * height }, (_, i) => pixels[4 * i + 3]!)
  image.free()
  return alphaPng(alpha, width, height, RED)
}
