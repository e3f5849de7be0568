import { describe, expect, it } from 'vitest'
import { halvings, pickHalf } from './seal-pictures.ts'

describe('pictures of a seal', () => {
  it('are halved down to a small one, never to nothing', () => {
    expect(halvings(992, 992).map(({ width }) => width)).toEqual([992, 496, 248, 124, 62, 31])
    expect(halvings(400, 3)).toContainEqual({ width: 25, height: 1 })
    expect(halvings(10, 10)).toEqual([{ width: 10, height: 10 }])
  })

  it('are shrunk by less than half when drawn', () => {
    const [whole, ...smaller] = halvings(992, 992)
    if (!whole) throw new Error('no picture')
    for (let wanted = 16; wanted <= 992; wanted += 1) {
      const { width } = pickHalf([whole, ...smaller], wanted)
      expect(width).toBeGreaterThanOrEqual(wanted)
      if (width > 31) expect(width).toBeLessThan(2 * wanted)
    }
    expect(pickHalf([whole, ...smaller], 2000)).toBe(whole)
  })
})
