import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameFault, requireSafeNames } from './names.ts'

describe('nameFault', () => {
  it.each(['投标函.pdf', '技术标/第一册/施工组织设计.pdf', 'a b.pdf', 'com10.txt', 'console.log', '.hidden', 'ñ.pdf'])(
    'lets %j pass',
    (name) => expect(nameFault(name)).toBeNull(),
  )

  it.each([
    ['', 'empty'],
    ['/etc/passwd', 'absolute or empty part'],
    ['a//b', 'absolute or empty part'],
    ['a/', 'absolute or empty part'],
    ['..', 'dots'],
    ['a/../b', 'dots'],
    ['./a', 'dots'],
    ['C:a.pdf', 'forbidden character'],
    ['a\\b', 'forbidden character'],
    ['a\0b', 'forbidden character'],
    ['a\nb', 'forbidden character'],
    ['fdp.\u202efdp', 'forbidden character'],
    ['a:stream', 'forbidden character'],
    ['a?', 'forbidden character'],
    ['\ud800', 'forbidden character'],
    ['a.', 'trailing dot or space'],
    ['a /b', 'trailing dot or space'],
    [' a', 'trailing dot or space'],
    ['con', 'reserved name'],
    ['a/NUL.txt', 'reserved name'],
    ['Com1.pdf', 'reserved name'],
    ['LPT¹', 'reserved name'],
    ['n\u0303.pdf', 'not NFC'],
    ['字'.repeat(81), 'too long'],
    [Array.from({ length: 17 }, () => 'a').join('/'), 'too deep'],
    [Array.from({ length: 5 }, () => 'a'.repeat(230)).join('/'), 'too long'],
  ])('refuses %j: %s', (name, reason) => expect(nameFault(name)).toBe(reason))

  it('never lets a name pass that has a way out of its folder', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '/', ' ', 'b.')
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('/', '\\'), (parts, separator) => {
        const name = parts.join(separator)
        if (nameFault(name) === null) expect(name).toMatch(/^(a|\/)*$/)
      }),
    )
  })
})

describe('requireSafeNames', () => {
  it.each([
    [['a.pdf', 'a.pdf']],
    [['A.pdf', 'a.PDF']],
    [['STRASSE', 'straße']],
    [['x/A', 'X/a']],
    [['a', 'a/b']],
    [['A/b/c', 'a/B']],
  ])('refuses %j', (names) => {
    expect(() => requireSafeNames(names)).toThrowError(expect.objectContaining({ code: 'entry-name-unsafe' }))
  })

  it('lets different names pass', () => {
    expect(() => requireSafeNames(['a/b', 'a/c', 'ab', '甲.pdf', '乙.pdf'])).not.toThrow()
  })
})
