import { expect, test } from 'vitest'
import { isWeakPassword } from './password.ts'

const MOBILE = '13800138000'

test.each([
  '12345678',
  '87654321',
  'aaaaaaaa',
  'abcdefgh',
  'qwertyui',
  'password',
  'Passw0rd123',
  '11112222',
  '1234abcd',
])('%s is tried first', (password) => {
  expect(isWeakPassword(password, MOBILE)).toBe(true)
})

test.each(['short1!', `x${MOBILE}y`, 'tK7#'.repeat(17)])(
  '%s is too short, too long or the number itself',
  (password) => {
    expect(isWeakPassword(password, MOBILE)).toBe(true)
  },
)

test.each(['tender 2026 north', '招标文件二〇二六年', 'k7#mPq2w', 'correct horse'])('%s is good', (password) => {
  expect(isWeakPassword(password, MOBILE)).toBe(false)
})
