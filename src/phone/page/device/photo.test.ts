import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitWithin } from './photo.ts'

const side = fc.integer({ min: 1, max: 20_000 })

test('a large photograph keeps its shape', () => {
  expect(fitWithin(4000, 3000, 2000)).toEqual({ width: 2000, height: 1500 })
  expect(fitWithin(3000, 4000, 2000)).toEqual({ width: 1500, height: 2000 })
})

test('a small one stays as it is', () => {
  expect(fitWithin(640, 480, 2000)).toEqual({ width: 640, height: 480 })
})

test('no picture comes out longer than it may be, larger than it was, or empty', () => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      const fitted = fitWithin(width, height, 2000)
      expect(Math.max(fitted.width, fitted.height)).toBeLessThanOrEqual(2000)
      expect(fitted.width).toBeLessThanOrEqual(width)
      expect(fitted.height).toBeLessThanOrEqual(height)
      expect(Math.min(fitted.width, fitted.height)).toBeGreaterThan(0)
    }),
  )
})
