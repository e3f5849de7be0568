import { describe, expect, it } from 'vitest'
import { documentOf, idOf, placementOf, projectOf } from '#tests/support/project'
import type { Sha256 } from '#core/bytes/digest'
import type { ErrorCode } from '#core/errors'
import { addRound, cutRound, movePlacement, placeSeal, removePlacement, type Position } from './placing.ts'

const seals = [{ id: 'test-seal-1', width: 42, height: 42 }]
const at = (change: Partial<Position> = {}): Position => ({
  document: idOf('a'),
  page: 1,
  left: 20,
  top: 30,
  ...change,
})
const [mine, done] = [placementOf('a', 1), placementOf('b', 1, 1)]
const project = projectOf([[documentOf('a'), documentOf('b', 2, 1)]], { placements: [mine, done] })
const next = { sha256: 'f'.repeat(64) as Sha256, size: 9000 }

const code = (act: () => unknown, expected: ErrorCode): void =>
  expect(act).toThrow(expect.objectContaining({ code: expected }))

describe('placing', () => {
  it('puts a seal on a page, up to its very edge', () => {
    const placed = placeSeal('new', 'test-seal-1', at({ page: 2, left: 168, top: 255 }), seals).change(project)
    expect(placed.placements.at(-1)).toEqual({
      ...at({ page: 2, left: 168, top: 255 }),
      id: 'new',
      seal: 'test-seal-1',
      round: 0,
    })
  })

  it.each<[ErrorCode, Partial<Position>]>([
    ['seal-outside-page', { left: 168.1 }],
    ['seal-outside-page', { left: -0.1 }],
    ['seal-outside-page', { top: 255.1 }],
    ['seal-outside-page', { top: -5000 }],
    ['page-not-found', { page: 3 }],
    ['page-not-found', { document: 'x' }],
  ])('refuses with %s: %o', (expected, change) => {
    code(() => placeSeal('new', 'test-seal-1', at(change), seals).change(project), expected)
    code(() => movePlacement(mine.id, at(change), seals).change(project), expected)
  })

  it('refuses a seal that the bidder has not', () => {
    code(() => placeSeal('new', 'other', at(), seals).change(project), 'seal-not-yours')
    code(() => movePlacement(mine.id, at({ left: 1 }), []).change(project), 'seal-not-yours')
  })

  it('moves, also to another document, and removes', () => {
    const moved = movePlacement(mine.id, at({ document: idOf('b'), page: 2, left: 5 }), seals).change(project)
    expect(moved.placements[0]).toEqual({ ...mine, document: idOf('b'), page: 2, left: 5 })
    expect(movePlacement(mine.id, at(), seals).change(project)).toBe(project)
    expect(removePlacement(mine.id).change(project).placements).toEqual([done])
  })

  it('leaves signed seals where they are', () => {
    code(() => movePlacement(done.id, at({ left: 1 }), seals).change(project), 'invalid-input')
    code(() => removePlacement(done.id).change(project), 'invalid-input')
    code(() => removePlacement('x').change(project), 'invalid-input')
  })
})

describe('seal rounds', () => {
  it('sign placements, and cutting the last one off makes them unsigned again', () => {
    const signed = addRound(project, idOf('a'), next, [mine.id])
    expect(signed.placements).toEqual([{ ...mine, round: 1 }, done])
    expect(signed.parts[0]?.documents[0]?.versions).toEqual([documentOf('a').versions[0], next])
    expect(cutRound(signed, idOf('a'))).toEqual(project)
    expect(cutRound(signed, idOf('b')).placements).toEqual([
      { ...mine, round: 1 },
      { ...done, round: 0 },
    ])
  })

  it('fail when something was changed meanwhile', () => {
    code(() => addRound(project, 'x', next, [mine.id]), 'document-changed')
    code(() => addRound(project, idOf('a'), next, ['gone']), 'document-changed')
    code(() => addRound(project, idOf('a'), next, [done.id]), 'document-changed')
    code(() => addRound(project, idOf('b'), next, [done.id]), 'document-changed')
    code(() => addRound(project, idOf('a'), { ...next, size: 1000 }, [mine.id]), 'document-changed')
    code(() => cutRound(project, idOf('a')), 'invalid-input')
    code(() => cutRound(project, 'x'), 'invalid-input')
  })
})
