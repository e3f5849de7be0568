import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { utf8 } from '#core/bytes/bytes'
import { parseTender } from './tender.ts'

const tender = { id: 'ZB-1', name: '示范大道', lot: '', openingTime: '2026-12-01T09:30:00+08:00' }
const parse = (value: unknown): unknown => parseTender(utf8(JSON.stringify(value)))

const codeOf = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error instanceof AppError ? error.code : error
  }
}

describe('parseTender', () => {
  it('reads a tender with or without its bidder', () => {
    expect(parse(tender)).toEqual(tender)
    const bidder = { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' }
    expect(parse({ ...tender, bidder })).toEqual({ ...tender, bidder })
  })

  it('refuses what is missing, unknown, too long or without offset', () => {
    for (const value of [
      {},
      { ...tender, name: '' },
      { ...tender, name: undefined },
      { ...tender, id: 'x'.repeat(65) },
      { ...tender, more: 1 },
      { ...tender, openingTime: '2026-12-01T09:30:00' },
      { ...tender, openingTime: 'tomorrow' },
      { ...tender, bidder: { name: 'a' } },
      [tender],
      null,
    ])
      expect(
        codeOf(() => parse(value)),
        JSON.stringify(value),
      ).toBe('invalid-input')
  })

  it('tells what is not JSON or not UTF-8, and what is too large', () => {
    expect(codeOf(() => parseTender(utf8('{')))).toBe('malformed-json')
    expect(codeOf(() => parseTender(Uint8Array.of(0x22, 0xff, 0x22)))).toBe('malformed-json')
    expect(codeOf(() => parse({ ...tender, name: 'x'.repeat(70_000) }))).toBe('invalid-input')
  })

  it('never throws anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(utf8)), (bytes) => {
        expect(['malformed-json', 'invalid-input']).toContain(codeOf(() => parseTender(bytes)))
      }),
    )
  })
})
