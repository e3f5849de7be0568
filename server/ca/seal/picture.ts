/** Pictures of seals: cinnabar red on nothing, at true size. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initWasm, Resvg } from '@resvg/resvg-wasm'
import type { Bytes } from '#core/bytes/bytes'
import { alphaPng } from './alpha-png.ts'
import { SEAL_FACTS, type SealDesign } from './design.ts'
import { sealSvg } from './drawing.ts'
import { openSealFont, type SealFont } from './font.ts'

const DPI = 600
const WEIGHT = 700
const RED = [200, 48, 43] as const

let ready: Promise<SealFont> | null = null

const prepare = async (): Promise<SealFont> => {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')
  const [font] = await Promise.all([openSealFont(WEIGHT), readFile(wasm).then((bytes) => initWasm(bytes))])
  return font
}

/** Characters of a seal that the typeface lacks, and that would be left out. */
export const missingCharacters = async ({ name, line, code }: SealDesign): Promise<readonly string[]> => {
  ready ??= prepare()
  const font = await ready
  const characters = [...new Set(`${name}${line}${code}`.replaceAll(/[\s·•．.]/gu, ''))]
  const outlines = await Promise.all(characters.map((character) => font.outline(character)))
  return characters.filter((_, i) => outlines[i] === null)
}

/** The seal as PNG with transparency at 600 dpi. Throws `invalid-input` for a name that cannot be drawn at all. */
export const sealPicture = async (design: SealDesign): Promise<Bytes> => {
  ready ??= prepare()
  const svg = await sealSvg(await ready, design)
  const value = Math.round((SEAL_FACTS[design.kind].size / 25.4) * DPI)
  const image = new Resvg(svg, { fitTo: { mode: 'width', value } }).render()
  const { pixels, width, height } = image
  const alpha = Uint8Array.from({ length: width * height }, (_, i) => pixels[4 * i + 3]!)
  image.free()
  return alphaPng(alpha, width, height, RED)
}
