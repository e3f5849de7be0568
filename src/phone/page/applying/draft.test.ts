import fc from 'fast-check'
import { expect, test } from 'vitest'
import { companyStep } from '#core/application/form'
import {
  claimOf,
  companyDraftOf,
  companyRequestOf,
  EMPTY,
  isDoubtful,
  isOver,
  NO_COMPANY,
  readApplyingDraft,
  wrongChoice,
  wrongCompany,
  wrongJoin,
  type CompanyDraft,
} from './draft.ts'

const GOOD: CompanyDraft = {
  ...{
    name: '河南示范建设有限公司',
    creditCode: '9141 0100 ma9abcd16m',
    legalPerson: '赵一鸣',
    idType: 'identity-card',
  },
  ...{ idNumber: '999999190001010015', isLongTerm: false, until: '2036-05-01', licence: 'a'.repeat(64) },
}

test('says which fields are wrong, in the order of the form', () => {
  expect(wrongCompany(GOOD)).toEqual([])
  expect(wrongCompany(NO_COMPANY)).toEqual(['licence', 'name', 'creditCode', 'legalPerson', 'idNumber', 'licenceUntil'])
  expect(wrongCompany({ ...GOOD, until: '2036-02-30' })).toEqual(['licenceUntil'])
  expect(wrongCompany({ ...GOOD, isLongTerm: true, until: '' })).toEqual([])
})

test('reads the number of the papers by their kind', () => {
  const wrong = { ...GOOD, idNumber: '999999190002290012' }
  expect(wrongCompany(wrong)).toEqual(['idNumber'])
  expect(wrongCompany({ ...wrong, idType: 'passport', idNumber: 'E12345678' })).toEqual([])
})

test('doubts a code whose check character does not fit, and lets it pass', () => {
  const doubtful = { ...GOOD, creditCode: '91410100MA9ABCD16N' }
  expect([isDoubtful(GOOD), isDoubtful(doubtful), isDoubtful(NO_COMPANY)]).toEqual([false, true, false])
  expect(wrongCompany(doubtful)).toEqual([])
})

test('knows when a licence is over', () => {
  expect([isOver(GOOD, '2036-05-02'), isOver(GOOD, '2036-05-01')]).toEqual([true, false])
  expect(isOver({ ...GOOD, isLongTerm: true }, '2040-01-01')).toBe(false)
})

test('what was searched for is the name or the code of the company', () => {
  expect(claimOf('河南示范')).toMatchObject({ name: '河南示范', creditCode: '' })
  expect(claimOf('9141 0100 ma9abcd16m')).toMatchObject({ name: '', creditCode: '91410100MA9ABCD16M' })
})

test('an application comes back as it was filled in', () => {
  for (const isLongTerm of [true, false]) {
    const company = companyStep.parse(companyRequestOf({ ...GOOD, isLongTerm }))
    const again = companyDraftOf({ company })
    expect(companyStep.parse(companyRequestOf(again))).toEqual(company)
  }
})

test('asks for the data of the administrator and all three choices', () => {
  expect(wrongJoin({ name: '王', mobile: '1380013' })).toEqual(['name', 'mobile'])
  expect(wrongJoin({ name: '王敏', mobile: '+86 138 0013 8000' })).toEqual([])
  expect(wrongChoice({ province: '410000', platform: '', organisation: '' })).toEqual(['platform', 'organisation'])
})

test('a draft that is none is empty', () => {
  const draft = { ...EMPTY, company: GOOD }
  expect(readApplyingDraft(JSON.stringify(draft))).toEqual(draft)
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (kept) => {
      expect(readApplyingDraft(kept)).toEqual(EMPTY)
    }),
  )
})
