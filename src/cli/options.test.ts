import fc from 'fast-check'
import { InvalidArgumentError } from 'commander'
import { describe, expect, it } from 'vitest'
import { readPlacement, readPort, readReason } from './options.ts'

describe('readPlacement', () => {
  it('reads page and millimetres', () => {
    expect(readPlacement('1:120,200.5')).toEqual({ page: 1, left: 120, top: 200.5 })
    expect(readPlacement('5000:0,0')).toEqual({ page: 5000, left: 0, top: 0 })
  })

  it('refuses everything else', () => {
    for (const text of [
      '',
      '1',
      '1:2',
      '0:1,1',
      '1:1;1',
      '1:-1,1',
      '1: 1,1',
      '1:1,1,1',
      '1:1e3,1',
      '01:1,1',
      '1:,1',
      '1.5:1,1',
    ])
      expect(() => readPlacement(text), text).toThrow(InvalidArgumentError)
  })

  it('gives back what was written, or refuses', () => {
    const millimetres = fc.integer({ min: 0, max: 9_999_999 }).map((value) => value / 1000)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), millimetres, millimetres, (page, left, top) => {
        expect(readPlacement(`${page}:${left},${top}`)).toEqual({ page, left, top })
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        if (!/^[1-9]\d*:/.test(text)) expect(() => readPlacement(text)).toThrow(InvalidArgumentError)
      }),
    )
  })
})

describe('readReason', () => {
  it('takes one line of at most 200 characters', () => {
    expect(readReason('同意投标')).toBe('同意投标')
    for (const text of ['x'.repeat(201), 'two\nlines', 'a\u0000b'])
      expect(() => readReason(text)).toThrow(InvalidArgumentError)
  })
})

describe('readPort', () => {
  it('takes 0 to 65535', () => {
    expect([readPort('0'), readPort('4180'), readPort('65535')]).toEqual([0, 4180, 65535])
    for (const text of ['', '-1', '65536', '1.5', '0x10', '1e3', ' 1'])
      expect(() => readPort(text), text).toThrow(InvalidArgumentError)
  })
})
