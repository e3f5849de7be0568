import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError, ERROR_CODES } from '#core/errors'
import { REFUSALS } from '#core/pairing/messages'
import { LONGEST_REASON, reasonOf } from './refusal.ts'

const refused = (reason?: unknown): string | null =>
  reasonOf(new AppError('request-refused', reason === undefined ? {} : { reason: reason as string }))

describe('reasonOf', () => {
  it('gives what the holder of the phone said', () => {
    expect(refused('金额不对，请先核对报价')).toBe('金额不对，请先核对报价')
  })

  it('is null where nobody said anything', () => {
    expect(reasonOf(null)).toBeNull()
    for (const nothing of [undefined, '', ' \n ', '\u202e\u200b', 7]) expect(refused(nothing)).toBeNull()
    for (const code of [...REFUSALS, ...ERROR_CODES]) expect(refused(code)).toBeNull()
  })

  it('is null where something else went wrong', () => {
    expect(reasonOf(new AppError('wrong-certificate', { reason: '金额不对' }))).toBeNull()
  })

  it('puts lines on one, and drops what turns text around', () => {
    expect(refused(' 一\r\n二\t\u202e三\u2066 四\u2028五 ')).toBe('一 二 三 四 五')
  })

  it('is cut between characters', () => {
    expect(refused('𠮷'.repeat(100))).toBe(`${'𠮷'.repeat(LONGEST_REASON - 1)}…`)
    expect(refused('𠮷'.repeat(LONGEST_REASON))).toBe('𠮷'.repeat(LONGEST_REASON))
  })

  it('is one short line of whole characters, whatever a phone sends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (said) => {
        const words = refused(said) ?? '-'
        expect(words).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+$/u)
        expect(Array.from(words).length).toBeLessThanOrEqual(LONGEST_REASON)
        expect(words).toBe(words.trim())
      }),
    )
  })
})
