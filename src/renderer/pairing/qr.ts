/** QR codes as a path of whole modules. */
import { encode } from 'uqr'

export interface QrDrawing {
  /** Modules a side, without margin. */
  readonly modules: number
  /** SVG path: one unit a module. */
  readonly path: string
}

export const MARGIN = 4

export const drawQr = (text: string): QrDrawing => {
  const { data, size } = encode(text, { ecc: 'M', border: 0, boostEcc: true })
  const runs = data.flatMap((row, y) => {
    const found: string[] = []
    for (let x = 0; x < size; x += 1) {
      if (!row[x]) continue
      const start = x
      while (row[x + 1]) x += 1
      found.push(`M${start} ${y}h${x - start + 1}v1h-${x - start + 1}z`)
    }
    return found
  })
  return { modules: size, path: runs.join('') }
}

/** Whole pixels a module, the most that fit into a room with the margin around. At least one. */
export const moduleSize = (modules: number, room: number): number =>
  Math.max(1, Math.floor(room / (modules + 2 * MARGIN)))
