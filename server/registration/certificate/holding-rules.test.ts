import { describe, expect, test } from 'vitest'
import { RENEWAL_PERIOD } from '#core/application/holding'
import type { HoldingRow } from '../../store/holdings.ts'
import {
  GIVEN_UP,
  holdingStateOf,
  isRecoverable,
  isRenewable,
  requireRecoverable,
  requireRenewable,
} from './holding-rules.ts'

const END = Date.UTC(2026, 10, 25)
const IN_TIME = END - RENEWAL_PERIOD

const held = (change: Partial<HoldingRow> = {}): HoldingRow => ({
  ...{ application: 'a', account: 'account', creditCode: 'company', organisation: 'bidseal', signing: '5' },
  ...{ encryption: 'e', fingerprint: 'f', notBefore: 0, notAfter: END, issuedAt: 0, seals: '[]', tags: '[]' },
  ...{ previous: null, next: null, revokedAt: null, revocationReason: null, revokedBy: null },
  ...{ publishedAt: null, remindedAt: null, fetchedAt: null, ...change },
})
const revoked = (revocationReason: string) => held({ revokedAt: 1, revocationReason })
const newer = held({ application: 'b', issuedAt: 1 })
const elsewhere = held({ application: 'c', issuedAt: 2, creditCode: 'another' })

const outcome = (act: () => void): string => {
  try {
    act()
    return 'allowed'
  } catch (error) {
    return error instanceof Error ? error.message : 'odd'
  }
}

describe.each([
  { what: 'long before the end', row: held(), now: IN_TIME - 1, renew: 'renewal-early', recover: 'allowed' },
  { what: 'near the end', row: held(), now: IN_TIME, renew: 'allowed', recover: 'allowed' },
  { what: 'after the end', row: held(), now: END + 1, renew: 'allowed', recover: 'allowed' },
  { what: 'lost', row: revoked('keyCompromise'), now: IN_TIME, renew: 'certificate-revoked', recover: 'allowed' },
  { what: 'given up', row: revoked(GIVEN_UP), now: 1, renew: 'allowed', recover: 'certificate-revoked' },
  {
    ...{ what: 'taken away', row: revoked('privilegeWithdrawn'), now: END },
    ...{ renew: 'certificate-revoked', recover: 'certificate-revoked' },
  },
  {
    ...{ what: 'of somebody who was removed', row: revoked('affiliationChanged'), now: END },
    ...{ renew: 'certificate-revoked', recover: 'certificate-revoked' },
  },
  {
    ...{ what: 'followed', row: held({ next: 'b' }), now: IN_TIME },
    ...{ renew: 'certificate-replaced', recover: 'certificate-replaced' },
  },
])('certificates $what', ({ row, now, renew, recover }) => {
  test('are renewed, or not', () => {
    expect(outcome(() => requireRenewable(row, [elsewhere, row], now))).toBe(renew)
    expect(isRenewable(row, [elsewhere, row], now)).toBe(renew === 'allowed')
  })
  test('are recovered, or not', () => {
    expect(outcome(() => requireRecoverable(row, [elsewhere, row]))).toBe(recover)
    expect(isRecoverable(row, [elsewhere, row])).toBe(recover === 'allowed')
  })
  test('are neither when there are newer ones of the company', () => {
    expect(outcome(() => requireRenewable(row, [newer, row], now))).toBe('certificate-replaced')
    expect(outcome(() => requireRecoverable(row, [newer, row]))).toBe('certificate-replaced')
    expect(isRecoverable(row, [newer, row])).toBe(false)
  })
})

test('a state is what counts most', () => {
  expect(holdingStateOf(held(), END)).toBe('in-force')
  expect(holdingStateOf(held(), END + 1)).toBe('expired')
  expect(holdingStateOf(revoked('superseded'), END + 1)).toBe('revoked')
})
