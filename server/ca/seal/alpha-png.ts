/** PNG pictures of one colour in sixteen steps of transparency: 4 bits a pixel (W3C PNG, third edition). */
import { crc32, deflateSync } from 'node:zlib'
import { concat, utf8, type Bytes } from '#core/bytes/bytes'
import { uint } from '#core/bytes/frames'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const STEPS = 16
const BITS = 4
const INDEXED = 3

const chunk = (type: string, data: Uint8Array): Bytes => {
  const body = concat(utf8(type), data)
  return concat(uint(data.length, 4), body, uint(crc32(body), 4))
}

/** Rows of two pixels a byte, each after its filter type 0. */
const rows = (alpha: Uint8Array, width: number, height: number): Uint8Array => {
  const stride = 1 + Math.ceil(width / 2)
  const out = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const step = Math.round((alpha[y * width + x]! * (STEPS - 1)) / 255)
      out[y * stride + 1 + (x >> 1)]! |= x % 2 === 0 ? step << BITS : step
    }
  }
  return out
}

/** @param alpha one byte a pixel, row by row */
export const alphaPng = (
  alpha: Uint8Array,
  width: number,
  height: number,
  colour: readonly [red: number, green: number, blue: number],
): Bytes => {
  const steps = Array.from({ length: STEPS }, (_, i) => Math.round((i * 255) / (STEPS - 1)))
  return concat(
    SIGNATURE,
    chunk('IHDR', concat(uint(width, 4), uint(height, 4), Uint8Array.of(BITS, INDEXED, 0, 0, 0))),
    chunk('PLTE', Uint8Array.from(steps.flatMap(() => [...colour]))),
    chunk('tRNS', Uint8Array.from(steps)),
    chunk('IDAT', deflateSync(rows(alpha, width, height), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  )
}
