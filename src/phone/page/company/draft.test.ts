import { expect, test } from 'vitest'
import type { MemberItem } from '#core/application/company'
import type { JoiningAnswer } from '#core/application/messages'
import { bar, draftFor, NO_AGREEMENT, nearness, readAgreementDraft, toggled, wrongParts } from './draft.ts'

const NOW = Date.parse('2026-11-25T08:00:00+08:00')
const certificate = { application: 'a', state: 'in-force', notBefore: 0, notAfter: NOW + 1 } as const
const member: MemberItem = {
  ...{ application: 'a', name: '李强生', mobile: '137****0002', role: 'staff', isOneself: false, since: 0 },
  ...{ authorisation: { seals: ['company'], until: '2027-11-25' }, letter: null, certificates: [certificate] },
}

const joining = (authorisation: JoiningAnswer['authorisation']): JoiningAnswer => ({
  ...{ id: 'j', kind: 'join', state: 'submitted', version: 2, creditCode: 'c', company: '公司' },
  ...{ createdAt: 0, changedAt: 0, submittedAt: 0, applicant: { name: '李强生', mobile: '' } },
  ...{ authorisation, possible: ['agree'], history: [] },
})

test('an agreement begins with everyday seals for a year, or with what was chosen before', () => {
  expect(draftFor(joining(null), NOW)).toEqual({ of: 'j', seals: ['company'], until: '2027-11-24' })
  const chosen = { seals: ['finance' as const], until: '2026-12-31' }
  expect(draftFor(joining(chosen), NOW)).toEqual({ of: 'j', ...chosen })
})

test('what is missing is said in the order of the form', () => {
  expect(wrongParts({ of: 'j', seals: [], until: '2026-11-24' }, NOW)).toEqual(['seals', 'until'])
  expect(wrongParts({ of: 'j', seals: ['company'], until: '2026-11-25' }, NOW)).toEqual([])
  expect(wrongParts({ of: 'j', seals: ['company'], until: '2027-02-30' }, NOW)).toEqual(['until'])
})

test('seals are chosen and unchosen in the order of their kinds', () => {
  expect(toggled(['finance'], 'company')).toEqual(['company', 'finance'])
  expect(toggled(['company', 'finance'], 'company')).toEqual(['finance'])
})

test.each([
  ['2026-11-24', 'over'],
  ['2026-11-25', 'near'],
  ['2026-12-24', 'near'],
  ['2026-12-25', 'far'],
] as const)('an authorisation until %s is %s', (until, near) => {
  expect(nearness({ seals: ['company'], until }, NOW)).toBe(near)
})

test('the administration goes to somebody with a certificate and the seal that letters need', () => {
  expect(bar(member, NOW)).toBeNull()
  expect(bar({ ...member, certificates: [] }, NOW)).toBe('certificate')
  expect(bar({ ...member, certificates: [{ ...certificate, state: 'revoked' }] }, NOW)).toBe('certificate')
  expect(bar({ ...member, authorisation: { seals: ['contract'], until: '2027-11-25' } }, NOW)).toBe('seal')
  expect(bar({ ...member, authorisation: { seals: ['company'], until: '2026-11-24' } }, NOW)).toBe('seal')
  expect(bar({ ...member, authorisation: null }, NOW)).toBeNull()
})

test('a draft comes back as it was kept, and another is left aside', () => {
  const draft = { of: 'j', seals: ['company' as const], until: '2026-12-31' }
  expect(readAgreementDraft(JSON.stringify(draft))).toEqual(draft)
  for (const kept of [null, '', '{}', '{"of":"j","seals":["none"],"until":""}'])
    expect(readAgreementDraft(kept)).toEqual(NO_AGREEMENT)
})
