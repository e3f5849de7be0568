import { describe, expect, it } from 'vitest'
import { choiceAfter } from './choices.ts'

describe('choiceAfter', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowDown', 2, 0],
    ['ArrowLeft', 0, 2],
    ['ArrowUp', 2, 1],
    ['Home', 2, 0],
    ['End', 0, 2],
    ['Enter', 1, null],
    ['constructor', 1, null],
  ])('%s from %i leads to %s', (key, at, to) => {
    expect(choiceAfter(key, at, 3)).toBe(to)
  })
})
