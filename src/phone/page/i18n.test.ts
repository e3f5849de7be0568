import { describe, expect, it } from 'vitest'
import { preferredLanguage } from './i18n.ts'

describe('the language of the page', () => {
  it('is the one that was chosen', () => {
    expect(preferredLanguage('en', ['zh-CN'])).toBe('en')
  })

  it('is else the first that the browser wants and the page speaks', () => {
    expect(preferredLanguage(null, ['fr', 'en-GB', 'zh'])).toBe('en')
    expect(preferredLanguage('klingon', ['zh-Hant-TW', 'en'])).toBe('zh-CN')
  })

  it('is Chinese where nothing fits', () => {
    expect(preferredLanguage(null, ['fr'])).toBe('zh-CN')
    expect(preferredLanguage(null, [])).toBe('zh-CN')
  })
})
