import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentOf, projectOf } from '#tests/support/project'
import { requireSafeNames } from '#core/bidfile/names'
import { entriesOf, safeName } from './entries.ts'
import type { Project } from './project.ts'

const named = (name: string) => ({ ...documentOf('a'), name })
const titled = (titles: readonly string[], name = '报价.pdf'): Project => {
  const project = projectOf(titles.map(() => [named(name)]))
  return { ...project, parts: project.parts.map((part, at) => ({ ...part, title: titles[at] ?? '' })) }
}
const names = (project: Project) => entriesOf(project, ({ id }) => `/${id}`).map(({ name }) => name)

describe('entries of a bid', () => {
  it('stand in order, numbered, below their part', () => {
    const project = projectOf([[named('投标函.pdf')], [], [named('方案.PDF'), named('图纸')]])
    expect(entriesOf(project, ({ id }) => `/${id}`)[0]).toEqual({
      path: '/a000000000000000',
      name: '投标函/01-投标函.pdf',
      title: '投标函.pdf',
      role: 'other',
      sha256: documentOf('a').versions[0].sha256,
    })
    expect(names(project)).toEqual(['投标函/01-投标函.pdf', '技术标/01-方案.pdf', '技术标/02-图纸.pdf'])
  })

  it('of parts with one title lie in folders of their own', () => {
    expect(names(titled(['Price', 'PRICE', 'price (2)']))).toEqual([
      'Price/01-报价.pdf',
      'PRICE (2)/01-报价.pdf',
      'price (2) (2)/01-报价.pdf',
    ])
  })

  it.each([
    ['a/b\\c:d', 'a_b_c_d'],
    ['..', '_'],
    ['con', '_con'],
    ['COM1.x', '_COM1.x'],
    [' . ', '_'],
    ['投标\u202Efdp', '投标_fdp'],
    ['é', 'é'],
    ['', '_'],
  ])('turn %j into %j', (text, expected) => {
    expect(safeName(text)).toBe(expected)
  })

  it('have safe names whatever the titles are', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 255 }), fc.constantFrom('CON', 'a. ', '部分', '.'))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), text, (titles, name) => {
        const all = names(titled(titles, name))
        expect(all).toHaveLength(titles.length)
        requireSafeNames(all)
      }),
      { numRuns: 500 },
    )
  })
})
