import { expect, it } from 'vitest'
import type { GuardFinding } from '#ipc/views'
import { project } from '../../app/fake-app.ts'
import { guardFindings } from './findings.ts'

it('a certificate that is revoked is told from one about which nothing is known', () => {
  const titleOf = (reason: string) => {
    const guard: GuardFinding = { id: 'revocation', state: 'failed', values: { reason } }
    return guardFindings([guard], project(), 'zh-CN').map(({ title }) => title)
  }
  expect(titleOf('certificate-revoked')).toEqual(['guard.revocation.revoked'])
  expect(titleOf('revocation-unknown')).toEqual(['guard.revocation.failed'])
})
