import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../errors.ts'
import { fromHex, ownBytes } from './bytes.ts'
import { readShare, writeShare } from './share-text.ts'

const SHARE = {
  set: '0123456789ab',
  index: 2,
  value: fromHex('071621343b4a5d607f8e99aca3b2c5c8f7e60a1f1021364b546572878899ae83')!,
}
const TEXT = writeShare(SHARE)
const reasonOf = (text: string): unknown => {
  try {
    readShare(text)
    return null
  } catch (error) {
    if (error instanceof AppError && error.code === 'share-malformed') return error.details['reason']
    throw error
  }
}

describe('a share as a text', () => {
  it('is three lines of six groups, whatever its value', () => {
    expect(TEXT).toMatch(/^((?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}(\n|$)){3}$/)
  })

  it('comes back as it was', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 255 }), bytes(32), (index, value) => {
        const share = { ...SHARE, index, value: ownBytes(value) }
        expect(readShare(writeShare(share))).toEqual(share)
      }),
    )
  })

  it('may be typed carelessly', () => {
    const typed = TEXT.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
    expect(readShare(`BidSeal\nAuthority: any\n\nShare:  ${typed}  \n\n`)).toEqual(SHARE)
  })

  it('notices every wrong letter', () => {
    const letters = [...TEXT]
    for (const [at, letter] of letters.entries()) {
      if (!/[0-9A-Z]/.test(letter)) continue
      const wrong = letters.with(at, letter === '7' ? '8' : '7').join('')
      expect(reasonOf(wrong)).toMatch('checksum')
    }
  })

  it('says what is wrong with anything else', () => {
    expect(reasonOf('')).toBe('0 letters instead of 72')
    expect(reasonOf(TEXT.slice(1))).toBe('71 letters instead of 72')
    expect(reasonOf(TEXT.replace(/.$/, '!'))).toMatch('letter 72')
    fc.assert(fc.property(fc.string(), (text) => void expect(reasonOf(text)).toEqual(expect.any(String))))
  })
})
