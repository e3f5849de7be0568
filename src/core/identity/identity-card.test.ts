import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isIdentityCard, normaliseIdentityCard } from './identity-card.ts'

test.each(['999999190001010015', '999999190002280017', '11010519491231002X'])('%s is one', (text) => {
  expect(isIdentityCard(text)).toBe(true)
})

test.each([
  ['a day that is not there, with the right sum', '999999190002290012'],
  ['another check character', '999999190001010016'],
  ['a small x', '11010519491231002x'],
  ['an X elsewhere', '1101051949123100X2'],
  ['too short', '99999919000101001'],
  ['too long', '9999991900010100150'],
  ['fifteen digits of before', '999999000101001'],
  ['digits of another script', '９９９９９９190001010015'],
  ['nothing', ''],
])('%s is none', (_why, text) => {
  expect(isIdentityCard(text)).toBe(false)
})

test('a text as it is written becomes one', () => {
  expect(normaliseIdentityCard(' 110105 19491231 002x\n')).toBe('11010519491231002X')
})

const valid = fc
  .tuple(
    fc.integer({ min: 100_000, max: 999_999 }),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, birth, order]) => {
    const first = `${region}${birth.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`
    return [...'0123456789X'].map((check) => `${first}${check}`).filter(isIdentityCard)
  })

test('every beginning with a day has one check character', () => {
  fc.assert(fc.property(valid, (texts) => texts.length === 1))
})

test('one wrong digit, or two that changed places, are noticed', () => {
  fc.assert(
    fc.property(valid, fc.nat(16), fc.integer({ min: 1, max: 9 }), ([text = ''], at, by) => {
      const digits = [...text]
      digits[at] = String((Number(digits[at]) + by) % 10)
      expect(isIdentityCard(digits.join(''))).toBe(false)
      const swapped = [...text]
      const [left = '', right = ''] = swapped.slice(at, at + 2)
      swapped.splice(at, 2, right, left)
      expect(isIdentityCard(swapped.join(''))).toBe(left === right)
    }),
  )
})

test('takes any text without failing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !isIdentityCard(normaliseIdentityCard(text))))
})
