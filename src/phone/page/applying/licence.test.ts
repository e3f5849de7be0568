import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isCreditCode } from '#core/certificate/credit-code'
import { NO_COMPANY } from './draft.ts'
import { filledFrom, licenceFactsIn } from './licence.ts'

const CODE = '91410100MA9ABCD16M'

test.each([
  [`http://www.gsxt.gov.cn/index.html?uniscid=${CODE}`, null],
  [`https://register.example/licence?uniscid=${CODE.toLowerCase()}&from=qr`, null],
  [`统一社会信用代码：${CODE}；名称：河南示范建设有限公司；登记机关：示范市市场监督管理局`, '河南示范建设有限公司'],
  [encodeURIComponent(`企业名称:河南示范建设有限公司,统一社会信用代码:${CODE}`), '河南示范建设有限公司'],
  [`100% ${CODE}`, null],
])('%s names a company', (text, name) => {
  expect(licenceFactsIn(text)).toEqual({ creditCode: CODE, name })
})

test.each(['', 'https://example.com/', CODE.replace(/M$/, 'N'), `X${CODE}`, `${CODE}1`])('%s names none', (text) => {
  expect(licenceFactsIn(text)).toBeNull()
})

test('whatever a code says, what is read of it is a credit code', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const found = licenceFactsIn(`${before} ${CODE} ${after}`)
      expect(found === null || isCreditCode(found.creditCode)).toBe(true)
    }),
  )
})

test('fills in what is empty, and changes nothing that was typed', () => {
  const licence = { creditCode: CODE, name: '河南示范建设有限公司' }
  expect(filledFrom(licence, NO_COMPANY)).toMatchObject(licence)
  const typed = { ...NO_COMPANY, creditCode: '9', name: '另一家' }
  expect(filledFrom(licence, typed)).toEqual(typed)
  expect(filledFrom({ ...licence, name: null }, NO_COMPANY)).toMatchObject({ creditCode: CODE, name: '' })
})
