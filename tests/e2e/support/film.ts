/** A film of a QR code, for a fake camera. */
import { writeFileSync } from 'node:fs'
import { encode } from 'uqr'

const WIDTH = 640
const HEIGHT = 480
/** Modules of white around the code. */
const MARGIN = 4
const FRAMES = 10
const WHITE = 235
const BLACK = 16
const GREY = 128

/** Writes a short film (.y4m, 640×480, 10 frames a second, repeated by Chromium) of the QR code of a text. */
export const writeFilm = (path: string, text: string): void => {
  const { data, size } = encode(text, { ecc: 'M', border: MARGIN })
  const scale = Math.floor(HEIGHT / size)
  const [left, top] = [Math.floor((WIDTH - size * scale) / 2), Math.floor((HEIGHT - size * scale) / 2)]
  const luma = Buffer.alloc(WIDTH * HEIGHT, WHITE)
  data.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (!isDark) return
      for (let line = 0; line < scale; line += 1) {
        const start = (top + y * scale + line) * WIDTH + left + x * scale
        luma.fill(BLACK, start, start + scale)
      }
    }),
  )
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, GREY)])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(path, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]))
}
