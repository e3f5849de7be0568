import { expect, test } from 'vitest'
import type { ErrorShape } from '#core/errors'
import { limitIn, problemAtField } from './problem.ts'

const error = (code: ErrorShape['code'], details: ErrorShape['details'] = {}): ErrorShape => ({ code, details })

test.each([
  [error('code-wrong', { triesLeft: 4 }), { field: 'code', text: 'code.wrong', count: 4 }],
  [error('code-wrong', { triesLeft: 0 }), { field: 'code', text: 'code.over', count: 0 }],
  [error('code-over'), { field: 'code', text: 'code.over', count: 0 }],
  [error('password-weak'), { field: 'newPassword', text: 'newPassword.wrong', count: 0 }],
  [error('not-authorised', { reason: 'password' }), { field: 'password', text: 'password.refused', count: 0 }],
  [error('invalid-input', { reason: 'password-wrong' }), { field: 'password', text: 'current.refused', count: 0 }],
] as const)('%j stands at its field', (shape, problem) => {
  expect(problemAtField(shape)).toEqual(problem)
})

test.each([error('not-authorised', { reason: 'wechat' }), error('invalid-input'), error('server-unreachable'), null])(
  '%j stands above the form',
  (shape) => {
    expect(problemAtField(shape)).toBeNull()
  },
)

test('limits of accounts are told apart from others', () => {
  expect(limitIn(error('rate-limited', { reason: 'code-day' }))).toBe('code-day')
  expect(limitIn(error('rate-limited', { after: '1 minute' }))).toBeNull()
  expect(limitIn(error('code-over', { reason: 'code-day' }))).toBeNull()
})
