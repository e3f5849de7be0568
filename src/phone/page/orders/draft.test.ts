import { expect, test } from 'vitest'
import { isDoubtful, NOTHING, readInvoiceDraft, wrongDetails } from './draft.ts'

const GOOD = { title: '河南示范建设有限公司', taxNumber: '9141 0100 ma9abcd16m', email: 'a@example.com' }

test('says which fields are wrong, in the order of the form', () => {
  expect(wrongDetails(GOOD)).toEqual([])
  expect(wrongDetails(NOTHING)).toEqual(['title', 'taxNumber', 'email'])
  expect(wrongDetails({ ...GOOD, taxNumber: '91410100MA9ABCD16' })).toEqual(['taxNumber'])
  expect(wrongDetails({ ...GOOD, email: 'no address' })).toEqual(['email'])
})

test('doubts a number whose check character does not fit', () => {
  expect(isDoubtful(GOOD)).toBe(false)
  expect(isDoubtful({ ...GOOD, taxNumber: '91410100MA9ABCD16N' })).toBe(true)
  expect(isDoubtful(NOTHING)).toBe(false)
})

test('a draft that is none is empty', () => {
  expect(readInvoiceDraft(JSON.stringify(GOOD))).toEqual(GOOD)
  for (const kept of [null, '', '{}', '[]', '{"title":1}']) expect(readInvoiceDraft(kept)).toEqual(NOTHING)
})
