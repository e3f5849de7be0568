import { describe, expect, it } from 'vitest'
import { fitOf, moved, turned, WHOLE, zoomed } from './view.ts'

const PICTURE = { width: 2000, height: 1000 }
const FRAME = { width: 500, height: 500 }

describe('a picture in its frame', () => {
  it('fits whole, whichever side is up', () => {
    expect(fitOf(PICTURE, FRAME, 0)).toBe(0.25)
    expect(fitOf(PICTURE, { width: 500, height: 1000 }, 1)).toBe(0.5)
    expect(fitOf({ width: 0, height: 0 }, FRAME, 0)).toBe(1)
  })

  it('grows and shrinks by steps, to an end on both sides', () => {
    expect(zoomed(WHOLE, -1)).toEqual(WHOLE)
    const large = [1, 2, 3, 4, 5, 6, 7, 8].reduce((looking) => zoomed(looking, 1), WHOLE)
    expect(large.zoom).toBe(6)
    expect(zoomed({ ...WHOLE, zoom: 2, x: 40, y: -20 }, 1)).toMatchObject({ zoom: 3, x: 60, y: -30 })
  })

  it('comes back after four turns', () => {
    expect(turned({ ...WHOLE, x: 9 })).toEqual({ ...WHOLE, turns: 1 })
    expect([1, 2, 3, 4].reduce((looking) => turned(looking), WHOLE)).toEqual(WHOLE)
  })

  it('is moved as far as there is more of it', () => {
    expect(moved(WHOLE, { x: 50, y: 50 }, PICTURE, FRAME)).toEqual(WHOLE)
    const large = { ...WHOLE, zoom: 2 }
    expect(moved(large, { x: -900, y: 80 }, PICTURE, FRAME)).toEqual({ ...large, x: -250, y: 0 })
    expect(moved({ ...large, turns: 1 }, { x: 80, y: 100 }, PICTURE, FRAME)).toMatchObject({ x: 0, y: 100 })
  })
})
