import { describe, expect, it } from 'vitest'
import { isCreditCode } from './credit-code.ts'

describe('isCreditCode', () => {
  it.each(['91410100MA9ABCD16M', '91110108MA0TE5T240', '92440300MAK8DEM349'])('knows %s', (code) => {
    expect(isCreditCode(code)).toBe(true)
  })

  it.each([
    '',
    '91410100MA9ABCD16',
    '91410100MA9ABCD16N',
    '91410100MA9ABCD16m',
    '91410100MA9ABCO16M',
    '９1410100MA9ABCD16M',
  ])('refuses %j', (code) => {
    expect(isCreditCode(code)).toBe(false)
  })

  it('notices every single wrong character', () => {
    const code = '91410100MA9ABCD16M'
    for (const [index, right] of [...code].entries())
      for (const wrong of '0123456789ABCDEFGHJKLMNPQRTUWXY')
        if (wrong !== right) expect(isCreditCode(code.slice(0, index) + wrong + code.slice(index + 1))).toBe(false)
  })
})
