import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isBankCard, normaliseBankCard } from './bank-card.ts'

test.each(['4111111111111111', '6212345678900000003', '6200000000000005'])('%s is one', (text) => {
  expect(isBankCard(text)).toBe(true)
})

test.each(['', '4111111111111112', '79927398713', '41111111111111111111', '411111111111111a', '4111 1111 1111 1111'])(
  '%j is none',
  (text) => {
    expect(isBankCard(text)).toBe(false)
  },
)

test('a text as it is printed becomes one', () => {
  expect(normaliseBankCard(' 4111-1111 1111 1111 ')).toBe('4111111111111111')
})

const beginning = fc.array(fc.nat(9), { minLength: 15, maxLength: 18 }).map((digits) => digits.join(''))

test('every beginning has one last digit, and a wrong digit is noticed', () => {
  fc.assert(
    fc.property(beginning, fc.nat(14), fc.integer({ min: 1, max: 9 }), (first, at, by) => {
      const texts = Array.from({ length: 10 }, (_, last) => `${first}${last}`).filter(isBankCard)
      expect(texts).toHaveLength(1)
      const digits = [...(texts[0] ?? '')]
      digits[at] = String((Number(digits[at]) + by) % 10)
      expect(isBankCard(digits.join(''))).toBe(false)
    }),
  )
})
