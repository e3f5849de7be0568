import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHECKS, EMPTY, readDraft } from './draft.ts'

test('a draft comes back as it was kept', () => {
  const sent = { mobile: '13800138000', purpose: 'enter', ticket: 't', nextAt: 1 } as const
  const draft = { ...EMPTY, mobile: '138', sent }
  expect(readDraft(JSON.stringify(draft))).toEqual(draft)
})

test('whatever else was kept is a new one', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), fc.constant(null)), (kept) => {
      expect(readDraft(kept)).toEqual(EMPTY)
    }),
  )
})

test('a draft has no place for secrets', () => {
  expect(readDraft(JSON.stringify({ ...EMPTY, password: 'secret' }))).toEqual(EMPTY)
})

test.each([
  ['mobile', '+86 138 0013 8000', true],
  ['mobile', '1380013800', false],
  ['code', '012345', true],
  ['code', '12345', false],
  ['password', 'x', true],
  ['password', '', false],
  ['newPassword', 'tender north 2026', true],
  ['newPassword', '13800138000!', false],
  ['name', ' 王敏 ', true],
  ['name', '', false],
  ['idNumber', '11010519491231002x', true],
  ['idNumber', '999999190002290012', false],
  ['card', '4111 1111 1111 1111', true],
  ['card', '4111', false],
] as const)('%s %j: %s', (kind, value, isGood) => {
  expect(CHECKS[kind](value, '13800138000')).toBe(isGood)
})
