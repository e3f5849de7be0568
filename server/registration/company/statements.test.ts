/** Whose signature counts under a statement of a member, and when. */
import { beforeAll, expect, test } from 'vitest'
import { utf8, type Bytes } from '#core/bytes/bytes'
import { signBytes } from '#core/certificate/signature'
import { party, type TestParty } from '#tests/support/authority'
import type { HoldingRow } from '../../store/holdings.ts'
import type { PlacedRequest } from '../certificate/authority.ts'
import { createStatements } from './statements.ts'

const NOW = Date.UTC(2026, 10, 25)
const MINUTES = 60_000

const row: HoldingRow = {
  ...{ application: 'a', account: 'account', creditCode: 'company', organisation: 'bidseal', signing: '5' },
  ...{ encryption: 'e', fingerprint: 'f', notBefore: 0, notAfter: NOW + 1, issuedAt: 0, seals: '[]', tags: '[]' },
  ...{ previous: null, next: null, revokedAt: null, revocationReason: null, revokedBy: null },
  ...{ publishedAt: null, remindedAt: null, fetchedAt: null },
}
const said = (at: number): Bytes => utf8(`statement of ${at}`)

let own: TestParty
let other: TestParty
beforeAll(async () => {
  own = await party('root', { subject: { company: 'own' } })
  other = await party('root', { subject: { company: 'other' } })
})

interface Case {
  readonly held?: Partial<HoldingRow>
  readonly at?: number
  readonly about?: (at: number) => Bytes
  readonly isOther?: true
  readonly isWaiting?: true
}

/** The code of the refusal; null where it counts. */
const outcome = async ({ held = {}, at = NOW, about = said, isOther, isWaiting }: Case): Promise<string | null> => {
  const company = '河南示范建设有限公司'
  const issued = { company, signing: [own.der], encryption: [], encryptionKey: own.der, seals: [] }
  const placed: PlacedRequest = isWaiting
    ? { state: 'pending', error: { code: 'organisation-unreachable', details: {} } }
    : { state: 'issued', issued }
  const statements = createStatements(
    { holdings: { ofAccount: async () => [{ ...row, kind: 'claim', company, ...held }] } },
    { find: async () => placed },
    () => NOW,
  )
  const signature = await signBytes((isOther ? other : own).privateKey, about(at))
  try {
    await statements.require('account', 'company', said, { at, signature })
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'odd'
  }
}

test.each<[string, Case, string | null]>([
  ['of now, by a certificate in force', {}, null],
  ['five minutes old', { at: NOW - 5 * MINUTES }, null],
  ['older', { at: NOW - 5 * MINUTES - 1 }, 'request-expired'],
  ['from the future', { at: NOW + 5 * MINUTES + 1 }, 'request-expired'],
  ['about something else', { about: (at) => utf8(`another of ${at}`) }, 'signature-invalid'],
  ['of another time than it says', { about: () => said(NOW - 1) }, 'signature-invalid'],
  ['by another key', { isOther: true }, 'signature-invalid'],
  ['by a certificate of another company', { held: { creditCode: 'another' } }, 'no-certificate'],
  ['by a certificate that was revoked', { held: { revokedAt: 1 } }, 'no-certificate'],
  ['by a certificate that has ended', { held: { notAfter: NOW - 1 } }, 'no-certificate'],
  ['by a certificate that was not issued', { isWaiting: true }, 'signature-invalid'],
])('%s', async (_, given, code) => {
  expect(await outcome(given)).toBe(code)
})
