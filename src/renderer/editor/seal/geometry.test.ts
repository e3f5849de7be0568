import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  centredAt,
  centreOf,
  fitZoom,
  keepOnPage,
  nudge,
  pagePoint,
  rulerTicks,
  scaleOf,
  screenPoint,
  settle,
  snap,
  stepZoom,
  toPage,
  toScreen,
} from './geometry.ts'

const a4 = { width: 210, height: 297 }
const seal = { width: 42, height: 42 }
const coordinate = fc.double({ min: -400, max: 700, noNaN: true })
const anyPoint = fc.tuple(coordinate, coordinate).map(([left, top]) => pagePoint(left, top))

describe('geometry', () => {
  it('turns pixels into millimetres and back', () => {
    fc.assert(
      fc.property(anyPoint, fc.double({ min: 0.1, max: 4, noNaN: true }), (point, zoom) => {
        const there = toPage(toScreen(point, scaleOf(zoom)), scaleOf(zoom))
        expect(there.left).toBeCloseTo(point.left, 9)
        expect(there.top).toBeCloseTo(point.top, 9)
      }),
    )
    expect(toPage(screenPoint(96, 0), scaleOf(1)).left).toBeCloseTo(25.4)
  })

  it('keeps the whole seal on the page', () => {
    fc.assert(
      fc.property(anyPoint, (point) => {
        const { left, top } = keepOnPage(point, seal, a4)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(top).toBeGreaterThanOrEqual(0)
        expect(left + seal.width).toBeLessThanOrEqual(a4.width)
        expect(top + seal.height).toBeLessThanOrEqual(a4.height)
      }),
    )
    expect(keepOnPage(pagePoint(5, 5), { width: 300, height: 20 }, a4)).toEqual(pagePoint(0, 5))
  })

  it('nudges by millimetres and stops at the edge', () => {
    expect(nudge(pagePoint(122, 176), 1, 0, seal, a4)).toEqual(pagePoint(123, 176))
    expect(nudge(pagePoint(122.04, 176), 0, -10, seal, a4)).toEqual(pagePoint(122, 166))
    expect(nudge(pagePoint(165, 0), 10, -1, seal, a4)).toEqual(pagePoint(168, 0))
  })

  it('finds a seal by its centre', () => {
    expect(centreOf(centredAt(pagePoint(100, 50), seal), seal)).toEqual(pagePoint(100, 50))
    expect(settle(pagePoint(1.26, 2.04))).toEqual(pagePoint(1.3, 2))
  })

  it('fits the page into the room', () => {
    const zoom = fitZoom(a4, { width: 902, height: 624 })
    expect(zoom).toBeCloseTo(0.556, 2)
    expect(a4.height * scaleOf(zoom)).toBeLessThanOrEqual(624)
    expect(fitZoom({ width: 5000, height: 5000 }, { width: 100, height: 100 })).toBe(0.1)
  })

  it('steps the zoom up and down its ladder', () => {
    expect([stepZoom(0.556, 1), stepZoom(0.556, -1), stepZoom(4, 1), stepZoom(0.1, -1)]).toEqual([0.67, 0.5, 4, 0.1])
  })

  it('snaps to the middle of the page and to other seals', () => {
    const middle = snap(pagePoint(85, 100), seal, a4, [], 2)
    expect(middle).toEqual({ point: pagePoint(84, 100), across: 'page-centre', down: null })
    const beside = snap(pagePoint(20, 100), seal, a4, [pagePoint(150, 120)], 2)
    expect(beside).toEqual({ point: pagePoint(20, 99), across: null, down: 'other-seal' })
    expect(snap(pagePoint(20, 100), seal, a4, [pagePoint(150, 200)], 2).down).toBeNull()
  })

  it('never snaps a seal off the page', () => {
    fc.assert(
      fc.property(anyPoint, fc.array(anyPoint, { maxLength: 5 }), (point, others) => {
        const { left, top } = snap(point, seal, a4, others, 3).point
        expect(left >= 0 && left + 42 <= 210 && top >= 0 && top + 42 <= 297).toBe(true)
      }),
    )
  })

  it('labels the ruler so that figures keep their distance', () => {
    const ticks = rulerTicks(210, 2.1)
    expect(ticks.filter(({ label }) => label !== null).map(({ label }) => label)).toEqual([0, 50, 100, 150, 200])
    expect(ticks[1]).toEqual({ at: 10.5, length: 3, label: null })
    expect(rulerTicks(210, 8).filter(({ label }) => label !== null)).toHaveLength(22)
  })
})
