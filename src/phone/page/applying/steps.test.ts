import { expect, test } from 'vitest'
import { EMPTY_FORM } from '#core/application/form'
import { stepAfter, stepBefore, stepToGoOn } from './steps.ts'

const CERTIFICATE = { province: '410000', platform: 'bidseal', organisation: 'bidseal' }
const form = { ...EMPTY_FORM, certificate: CERTIFICATE }

test('steps follow each other as the kind has them', () => {
  expect([stepAfter('claim', 'company'), stepAfter('claim', 'certificate'), stepAfter('claim', 'form')]).toEqual([
    'certificate',
    'form',
    null,
  ])
  expect([stepBefore('claim', 'company'), stepBefore('claim', 'form')]).toEqual([null, 'certificate'])
  expect([stepAfter('join', 'certificate'), stepBefore('join', 'certificate')]).toEqual([null, null])
  expect([stepAfter('renew', 'certificate'), stepBefore('recover', 'form')]).toEqual([null, null])
})

test('a draft goes on where nothing is filled in yet, a returned one from the beginning', () => {
  const company = null
  expect(stepToGoOn({ kind: 'claim', state: 'draft', form: { ...form, company } })).toBe('company')
  expect(stepToGoOn({ kind: 'join', state: 'draft', form: EMPTY_FORM })).toBe('certificate')
  expect(stepToGoOn({ kind: 'recover', state: 'draft', form })).toBe('form')
  expect(stepToGoOn({ kind: 'renew', state: 'draft', form })).toBe('certificate')
  expect(stepToGoOn({ kind: 'claim', state: 'returned', form })).toBe('company')
  expect(stepToGoOn({ kind: 'recover', state: 'returned', form })).toBe('form')
})
