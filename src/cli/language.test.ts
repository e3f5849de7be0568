import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { languageOf, spellDetails, spellError, textsFor } from './language.ts'

describe('languageOf', () => {
  it('follows the environment in the order of POSIX', () => {
    expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh-CN')
    expect(languageOf({ LANG: 'ZH_TW' })).toBe('zh-CN')
    expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' })).toBe('en')
    expect(languageOf({ LANG: 'en_GB.UTF-8', LC_MESSAGES: 'de_DE', LC_ALL: 'zh_CN' })).toBe('zh-CN')
    expect(languageOf({ LANG: 'zh_CN', LC_ALL: '' })).toBe('zh-CN')
    expect(languageOf({ LANG: 'C' })).toBe('en')
    expect(languageOf({})).toBe('en')
  })
})

describe('an error in words', () => {
  it('says what happened, the code, why and what to do', () => {
    const error = new AppError('page-not-found', { page: 7, pages: 3, name: '', field: null, more: undefined })
    for (const language of ['zh-CN', 'en'] as const) {
      const lines = spellError(error, textsFor(language)).split('\n')
      expect(lines).toHaveLength(3)
      expect(lines[0]).toContain('(page-not-found; page: 7, pages: 3)')
      expect(lines.join(' ')).not.toContain('error.')
    }
  })

  it('leaves out the facts when there are none', () => {
    expect(spellError(new AppError('cancelled'), (key) => key)).toMatch(/^error\.cancelled\.title \(cancelled\)\n/)
    expect(spellDetails({ a: false, b: 0 })).toBe('a: false, b: 0')
  })
})
