import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskMobile, readMobile } from './mobile.ts'

test.each([
  ['13800138000', '13800138000'],
  ['+86 138 0013 8000', '13800138000'],
  [' +86-198-0013-8000 ', '19800138000'],
])('%j is %s', (text, mobile) => {
  expect(readMobile(text)).toBe(mobile)
})

test.each(['', '12800138000', '1380013800', '138001380000', '+85213800138000', '86+13800138000', '138o0138000'])(
  '%j is none',
  (text) => {
    expect(readMobile(text)).toBeNull()
  },
)

test('is read the same again, and hides its middle', () => {
  fc.assert(
    fc.property(fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }), (number) => {
      const mobile = String(number)
      expect(readMobile(`+86 ${mobile.slice(0, 3)} ${mobile.slice(3)}`)).toBe(mobile)
      expect(maskMobile(mobile)).toHaveLength(11)
      expect(maskMobile(mobile).slice(3, 7)).toBe('****')
    }),
  )
})

test('takes any text without failing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => /^1[3-9]\d{9}$/.test(readMobile(text) ?? '13000000000')),
  )
})
