import { convertIndexedToRgb, decode } from 'fast-png'
import { zlibSync } from 'fflate'
import { readUint } from '../bytes/frames.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import type { Increment } from './increment.ts'
import { dict, name, type PdfRef } from './object.ts'

const MAX_BYTES = 4 * 1024 * 1024
const MAX_SIDE = 4096
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** Eight bits a channel; colour and alpha apart, as PDF wants them. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly rgb: Bytes
  readonly alpha: Bytes
}

const refuse = (reason: string, cause?: unknown): AppError => new AppError('seal-record-invalid', { reason }, cause)

/** Reads a PNG of at most 4096 × 4096 pixels. Throws `seal-record-invalid`. */
export const readPng = (png: Uint8Array): Pixels => {
  if (png.length > MAX_BYTES || SIGNATURE.some((byte, i) => png[i] !== byte) || png.length < 33) throw refuse('picture')
  const [width, height] = [readUint(png, 16, 4), readUint(png, 20, 4)]
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) throw refuse('picture size')
  try {
    const image = decode(png)
    const channels = image.palette === undefined ? image.channels : (image.palette[0]?.length ?? 3)
    const data = image.palette === undefined ? image.data : convertIndexedToRgb(image)
    if (image.depth === 16 || (image.palette === undefined && image.depth !== 8)) throw refuse('picture depth')
    const isGray = channels < 3
    const hasAlpha = channels % 2 === 0
    const rgb = new Uint8Array(width * height * 3)
    const alpha = new Uint8Array(width * height).fill(255)
    for (let i = 0; i < width * height; i++) {
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = data[i * channels + (isGray ? 0 : c)]!
      if (hasAlpha) alpha[i] = data[i * channels + channels - 1]!
    }
    return { width, height, rgb, alpha }
  } catch (error) {
    throw error instanceof AppError ? error : refuse('picture', error)
  }
}

/** Adds an image XObject with its alpha as soft mask (ISO 32000-2 section 8.9.5 and 11.6.5.2). */
export const addImage = (increment: Increment, { width, height, rgb, alpha }: Pixels): PdfRef => {
  const common = { Type: name('XObject'), Subtype: name('Image'), Width: width, Height: height, BitsPerComponent: 8 }
  const add = (space: string, data: Bytes, mask: { SMask?: PdfRef }): PdfRef =>
    increment.addStream(
      dict({ ...common, ColorSpace: name(space), Filter: name('FlateDecode'), ...mask }),
      zlibSync(data, { level: 6 }),
    )
  return add('DeviceRGB', rgb, { SMask: add('DeviceGray', alpha, {}) })
}
