import { expect, test } from 'vitest'
import { returnedIn } from './returned.ts'

test.each([
  ['?from=alipay', { from: 'alipay' }],
  ['?from=alipay&charset=utf-8', { from: 'alipay' }],
  ['?from=wechat&code=c1&state=s1', { from: 'wechat', code: 'c1', state: 's1' }],
  ['?from=wechat&state=s1', { from: 'wechat', code: '', state: 's1' }],
  ['', null],
  ['?code=c1&state=s1', null],
  ['?from=elsewhere', null],
])('%s', (search, returned) => {
  expect(returnedIn(search)).toEqual(returned)
})
