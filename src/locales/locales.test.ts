import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '#core/errors'

type Texts = Readonly<Record<string, string>>

const read = (name: string): Texts =>
  JSON.parse(readFileSync(new URL(`./${name}.json`, import.meta.url), 'utf8')) as Texts

/** Desktop and command line, phone page, console page, start page: a file for each language. */
const PAIRS = ['', 'phone.', 'console.', 'server.'].map((room) => ({
  room: room || 'desktop',
  chinese: read(`${room}zh-CN`),
  english: read(`${room}en`),
}))

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]).sort()

describe('locales', () => {
  it('say what happened, why and what to do for every error code, in both languages', () => {
    const keys = ERROR_CODES.flatMap((code) => ['title', 'body', 'advice'].map((part) => `error.${code}.${part}`))
    const [chinese, english] = [read('zh-CN'), read('en')]
    expect(keys.filter((key) => !chinese[key] || !english[key])).toEqual([])
  })
})

describe.each(PAIRS)('texts of the $room', ({ chinese, english }) => {
  it('have the same keys', () => {
    const base = (texts: Texts) =>
      [...new Set(Object.keys(texts).map((key) => key.replace(/_(one|other)$/, '')))].sort()
    expect(base(english)).toEqual(base(chinese))
  })

  it('fill in the same values', () => {
    const differing = Object.entries(chinese).filter(([key, text]) => {
      const counterpart = english[key] ?? english[key.replace(/_other$/, '')] ?? english[`${key}_other`]
      return counterpart === undefined || placeholders(counterpart).join() !== placeholders(text).join()
    })
    expect(differing.map(([key]) => key)).toEqual([])
  })

  it('keep the tone: no 您, no exclamation marks', () => {
    expect(Object.entries(chinese).filter(([, text]) => /[您！]|(?<!申)请(?!求)/.test(text))).toEqual([])
  })
})
