/** Pictures of seals for tests. */
import { encode } from 'fast-png'
import { ownBytes, type Bytes } from '#core/bytes/bytes'

const RED = [200, 20, 30] as const

/** A red ring with a transparent ground; its left half may have another colour. */
export const sealPicture = (side = 120, left: readonly [number, number, number] = RED): Bytes => {
  const data = new Uint8Array(side * side * 4)
  for (let i = 0; i < side * side; i++) {
    const radius = Math.hypot((i % side) - side / 2, Math.floor(i / side) - side / 2) / (side / 2)
    data.set([...(i % side < side / 2 ? left : RED), radius > 0.8 && radius < 1 ? 255 : 0], 4 * i)
  }
  return ownBytes(encode({ width: side, height: side, data, channels: 4, depth: 8 }))
}
