import { expect, test } from 'vitest'
import { maskMobile, maskPerson } from './mask.ts'

test.each([
  ['王敏', '王*'],
  ['张小三', '张*三'],
  ['欧阳建华', '欧**华'],
  ['阿依古丽·买买提', '阿***提'],
])('%s is shown as %s', (name, shown) => {
  expect(maskPerson(name)).toBe(shown)
})

test('a number keeps its ends', () => {
  expect(maskMobile('13812341234')).toBe('138****1234')
})
