import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOut } from './previews.ts'

describe('shareOut', () => {
  it('shows each sealed page once, at most six of a document', () => {
    expect(shareOut([[3, 1, 3, 2], [9]]).pages).toEqual([[1, 2, 3], [9]])
    expect(shareOut([[1, 2, 3, 4, 5, 6, 7, 8]]).pages).toEqual([[1, 2, 3, 4, 5, 6]])
  })

  it('shows the first page of every document before the second of any', () => {
    const documents = Array.from({ length: 64 }, () => [1, 2, 3, 4, 5, 6])
    const { pages } = shareOut(documents)
    const counts = pages.map(({ length }) => length)
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  })

  it('keeps all pictures within the request', () => {
    const documents = fc.array(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 60 }), { maxLength: 64 })
    fc.assert(
      fc.property(documents, (placed) => {
        const { pages, bytes } = shareOut(placed)
        const count = pages.flat().length
        expect(count * Math.ceil((bytes * 4) / 3)).toBeLessThanOrEqual(410 * 1024)
        expect(bytes).toBeLessThanOrEqual(48 * 1024)
        expect(bytes).toBeGreaterThanOrEqual(8 * 1024)
      }),
    )
  })
})
