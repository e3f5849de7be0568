import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bankCardRequest, isPersonName, maskIdNumber, maskName, normaliseName, person } from './proof.ts'

test('a person is read as the identity card writes it', () => {
  expect(person.parse({ name: ' 阿依古丽•买买提 ', idNumber: '11010519491231002x' })).toEqual({
    name: '阿依古丽·买买提',
    idNumber: '11010519491231002X',
  })
})

test.each(['', '王', '王1', '<b>王敏</b>', '王敏\u0000', '·王敏', '王'.repeat(51)])('%j is no name', (name) => {
  expect(person.safeParse({ name, idNumber: '999999190001010015' }).success).toBe(false)
})

test.each(['王敏', '欧阳修', "O'Neil Mary-Ann", '阿卜杜拉·艾山'])('%s is a name', (name) => {
  expect(isPersonName(normaliseName(name))).toBe(true)
})

test('a card, a number and a mobile that cannot be are not asked about', () => {
  const good = { name: '王敏', idNumber: '999999190001010015', card: '4111 1111 1111 1111', mobile: '+86 13800138000' }
  expect(bankCardRequest.parse(good)).toMatchObject({ card: '4111111111111111', mobile: '13800138000' })
  for (const change of [{ card: '4111111111111112' }, { idNumber: '999999190002290012' }, { mobile: '12800138000' }])
    expect(bankCardRequest.safeParse({ ...good, ...change }).success).toBe(false)
})

test('a masked person says little', () => {
  expect([maskName('王敏'), maskName('欧阳修'), maskName('阿依古丽·买买提')]).toEqual(['王*', '欧**', '阿***'])
  expect(maskIdNumber('999999190001010015')).toBe('9999**********0015')
})

test('a name that was normalised stays', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => normaliseName(normaliseName(text)) === normaliseName(text)),
  )
})
