import { describe, expect, test } from 'vitest'
import type { HeldCertificate } from '#core/application/holding'
import type { ApplicationItem } from '#core/application/messages'
import { credential } from '../app/fake-app.ts'
import { certificatesOf, isRecoverable, listsOf, tagsOf } from './lists.ts'

const DAY = 86_400_000

const holding = (change: Partial<HeldCertificate> = {}): HeldCertificate => ({
  ...{ application: 'a1', kind: 'claim', creditCode: credential.creditCode, company: credential.company },
  ...{ person: '王敏', organisation: { id: 'bidseal', name: '标印 CA' }, signing: '0a', encryption: '0b' },
  ...{ fingerprint: 'f1', notBefore: 0, notAfter: 365 * DAY, state: 'in-force', revokedAt: null },
  ...{ isRenewable: false, next: null, tags: [], ...change },
})

const application = (change: Partial<ApplicationItem>): ApplicationItem => ({
  ...{ id: 'a2', kind: 'claim', state: 'draft', version: 1, creditCode: credential.creditCode },
  ...{ company: credential.company, createdAt: 0, changedAt: 0, submittedAt: null, ...change },
})

describe('pairs of certificates', () => {
  test('on this phone and known to the server are one', () => {
    const held = holding({ fingerprint: credential.id, tags: ['矿山'] })
    expect(certificatesOf([credential], [held])).toMatchObject([
      { id: 'c1', state: 'in-force', credential: { id: 'c1' }, holding: { tags: ['矿山'] } },
    ])
  })

  test('are revoked when either says so', () => {
    const held = holding({ fingerprint: credential.id, state: 'revoked' })
    expect(certificatesOf([credential], [held])[0]?.state).toBe('revoked')
    expect(certificatesOf([{ ...credential, state: 'revoked' }], [holding({ fingerprint: 'c1' })])[0]?.state).toBe(
      'revoked',
    )
  })

  test('elsewhere are replaced once another has come in their place', () => {
    const replaced = holding({ next: 'a2' })
    expect(certificatesOf([], [replaced])[0]?.state).toBe('in-force')
    expect(certificatesOf([], [holding({ application: 'a2', fingerprint: 'f2' }), replaced])[1]?.state).toBe('replaced')
  })

  test('can be got back when their keys are not here or locked, and nobody is at it', () => {
    const recoverable = (held: HeldCertificate, ...credentials: (typeof credential)[]) =>
      certificatesOf(credentials, [held]).map(isRecoverable)
    expect(recoverable(holding())).toEqual([true])
    expect(recoverable(holding({ next: 'a2' }))).toEqual([false])
    expect(recoverable(holding({ state: 'revoked' }))).toEqual([false])
    expect(recoverable(holding({ fingerprint: 'c1' }), credential)).toEqual([false])
    expect(recoverable(holding({ fingerprint: 'c1' }), { ...credential, state: 'locked' })).toEqual([true])
  })
})

describe('the lists', () => {
  test('are this phone’s own where nobody is logged in', () => {
    const lists = listsOf(
      [credential, { ...credential, id: 'c2', state: 'expired' }],
      { holdings: [], applications: [] },
      [],
    )
    expect([lists['in-force'].map(({ id }) => id), lists.ended.map(({ id }) => id)]).toEqual([['c1'], ['c2']])
  })

  test('have each application where it stands', () => {
    const states = ['draft', 'submitted', 'agreed', 'approved-once', 'returned', 'awaiting-payment', 'paid'] as const
    const over = ['issued', 'withdrawn', 'rejected', 'expired'] as const
    const applications = [...states, ...over].map((state) => application({ id: state, state }))
    const lists = listsOf([], { holdings: [], applications }, ['issued'])
    expect(lists['under-review'].map(({ id }) => id)).toEqual(states.slice(0, 5))
    expect(lists['to-fetch'].map(({ id }) => id)).toEqual(['awaiting-payment', 'paid', 'issued'])
  })

  test('have tags, the most used first', () => {
    const tagged = [['矿山'], ['合同', '矿山']].map((tags, at) => holding({ fingerprint: `f${at}`, tags }))
    expect(tagsOf(certificatesOf([], tagged))).toEqual(['矿山', '合同'])
  })
})
