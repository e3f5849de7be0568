import { describe, expect, test } from 'vitest'
import { EMPTY_FORM } from '#core/application/form'
import { credential } from '../app/fake-app.ts'
import { holding } from './fake-account.ts'
import { NOT_BEGUN, downloadFailed, renewedOf, taskAfter } from './download.ts'

describe('the PIN of a download', () => {
  const renewal = { kind: 'renew', form: { ...EMPTY_FORM, previous: 'a1' } } as const
  const held = [holding({ application: 'a1', fingerprint: credential.id })]

  test('is that of the certificate that is renewed', () => {
    expect(renewedOf(renewal, held, [credential])?.id).toBe(credential.id)
  })

  test('is a new one where that is not here, or locked, or nothing is renewed', () => {
    expect(renewedOf(renewal, held, [])).toBeNull()
    expect(renewedOf(renewal, held, [{ ...credential, state: 'locked' }])).toBeNull()
    expect(renewedOf({ ...renewal, kind: 'recover' }, held, [credential])).toBeNull()
  })
})

describe('progress', () => {
  test('follows what the server is asked, and never goes back', () => {
    const calls = [
      { path: '/api/shares', phase: 'sent' },
      { path: '/api/shares', phase: 'answered' },
      { path: '/api/applications/a/certificates', phase: 'answered' },
      { path: '/api/shares', phase: 'sent' },
    ] as const
    const seen = calls.map((_, at) => calls.slice(0, at + 1).reduce(taskAfter, 'keys'))
    expect(seen).toEqual(['lock', 'certificates', 'check', 'check'])
  })

  test('leads a wrong PIN back to the PIN, a locked one to the beginning, and stays with what else is wrong', () => {
    const steps = (['pin-wrong', 'pin-weak', 'pin-locked', 'order-waiting'] as const).map(
      (code) => downloadFailed(NOT_BEGUN, { code, details: {} }).step,
    )
    expect(steps).toEqual(['pin', 'pin', 'explain', 'working'])
  })
})
