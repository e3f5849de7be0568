import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameFault } from '#core/bidfile/names'
import { bidName, freeName } from './names.ts'

describe('bidName', () => {
  it.each([
    [{ tender: '智慧矿山', lot: '标段01', company: '河南示范建设有限公司' }, '智慧矿山-标段01-河南示范建设有限公司'],
    [{ tender: '智慧矿山', lot: '', company: '河南示范' }, '智慧矿山-河南示范'],
    [{ tender: '../a\\b:c', lot: 'x y', company: 'CON.' }, 'a_b_c-x_y-CON'],
    [{ tender: 'nul', lot: '', company: '' }, 'bid'],
    [{ tender: '…', lot: '', company: '' }, '…'],
    [
      { tender: '矿'.repeat(120), lot: '标段', company: '示范'.repeat(20) },
      `${'矿'.repeat(25)}-标段-${'示范'.repeat(12)}示`,
    ],
  ])('names %j', (bid, name) => {
    expect(bidName(bid)).toBe(name)
  })

  it('gives a name that every system takes, whatever people call things', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 })
    fc.assert(
      fc.property(text, text, text, (tender, lot, company) => {
        expect(nameFault(`${bidName({ tender, lot, company })}.ebid`)).toBeNull()
      }),
    )
  })
})

describe('freeName', () => {
  it('counts up to the first name that is free', () => {
    const taken = new Set(['bid', 'bid (2)'])
    expect(freeName('bid', (name) => taken.has(name))).toBe('bid (3)')
    expect(freeName('other', (name) => taken.has(name))).toBe('other')
  })
})
