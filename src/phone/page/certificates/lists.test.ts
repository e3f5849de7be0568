import { describe, expect, test } from 'vitest'
import type { HeldCertificate } from '#core/application/holding'
import { credential } from '../app/fake-app.ts'
import { application, holding } from '../lifecycle/fake-account.ts'
import { certificatesOf, isLost, listsOf, tagsOf } from './lists.ts'

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
    const newer = holding({ application: 'a2', fingerprint: 'f2' })
    expect(certificatesOf([], [newer, replaced])[1]?.state).toBe('replaced')
    expect(certificatesOf([], [newer, { ...replaced, state: 'revoked' }])[1]?.state).toBe('replaced')
    expect(certificatesOf([], [newer, { ...replaced, state: 'expired' }])[1]?.state).toBe('expired')
  })

  test('can be got back when their keys are not here or locked, and nobody is at it', () => {
    const judge = (held: HeldCertificate, ...credentials: (typeof credential)[]) =>
      certificatesOf(credentials, [held]).map(isLost)
    expect(judge(holding())).toEqual([true])
    expect(judge(holding({ isRecoverable: false }))).toEqual([false])
    expect(judge(holding({ fingerprint: 'c1' }), credential)).toEqual([false])
    expect(judge(holding({ fingerprint: 'c1' }), { ...credential, state: 'locked' })).toEqual([true])
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
