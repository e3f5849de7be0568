import { describe, expect, it } from 'vitest'
import { EMPTY_FORM } from '#core/application/form'
import { CHECKLISTS, CHECKS, requireTicked, TICKS } from '#core/application/review'
import { KINDS } from '#core/application/state'
import { checksOf, type ReviewFacts } from './checks.ts'

const NOW = Date.UTC(2026, 10, 25, 4)
const DAY = 24 * 3600_000
const PERSON = { name: '张明远', idNumber: '999999190001010015', mobile: '13800138021' }
const COMPANY = {
  ...{ name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M', legalPerson: PERSON.name },
  ...{
    idType: 'identity-card' as const,
    idNumber: PERSON.idNumber,
    licenceUntil: 'long-term',
    licence: 'a'.repeat(64),
  },
}

const facts = (change: Partial<ReviewFacts>): ReviewFacts => ({
  ...{
    kind: 'claim',
    company: COMPANY.name,
    creditCode: COMPANY.creditCode,
    createdAt: NOW - DAY,
    now: NOW,
    told: null,
  },
  ...{ form: { ...EMPTY_FORM, company: COMPANY }, applicant: PERSON, registryName: null, isClaimed: false, rivals: 0 },
  firstProof: { method: 'alipay', provenAt: NOW - 300 * DAY },
  lastProof: { method: 'bank-card', provenAt: NOW - 3600_000 },
  ...{ isMember: true, agreedAt: null, signer: null, previous: null },
  ...change,
})

const verdicts = (change: Partial<ReviewFacts>) =>
  Object.fromEntries(checksOf(facts(change)).map(({ name, verdict }) => [name, verdict]))

describe('checklists', () => {
  it('have only ticks that there are, one key each, and a version of their own', () => {
    for (const kind of KINDS) {
      const { version, ticks } = CHECKLISTS[kind]
      expect(version.startsWith(`${kind}-`)).toBe(true)
      expect(new Set(ticks).size).toBe(ticks.length)
      expect(ticks.length).toBeLessThanOrEqual(9)
      expect(ticks.every((tick) => TICKS.includes(tick))).toBe(true)
    }
  })

  it('are gone through whole, in the present version', () => {
    const { version, ticks } = CHECKLISTS.join
    expect(() => requireTicked('join', { checklist: version, ticks: [...ticks] })).not.toThrow()
    expect(() => requireTicked('join', { checklist: version, ticks: ticks.slice(1) })).toThrow('invalid-input')
    expect(() => requireTicked('join', { checklist: 'join-0', ticks: [...ticks] })).toThrow('invalid-input')
    expect(() => requireTicked('claim', { checklist: version, ticks: [...ticks] })).toThrow('invalid-input')
  })
})

describe('checks', () => {
  it('say nothing twice', () => {
    for (const kind of KINDS) {
      const names = checksOf(facts({ kind })).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
      expect(names.every((name) => CHECKS.includes(name))).toBe(true)
    }
  })

  it('of a claim look at code, registry, rivals, persons and dates', () => {
    expect(verdicts({})).toEqual({
      ...{ 'code-sum': 'good', unclaimed: 'good', 'card-sum': 'good', 'own-person': 'good' },
      ...{ 'licence-date': 'note', identity: 'good' },
    })
    const company = { ...COMPANY, legalPerson: '李强生', licenceUntil: '2026-12-01', idType: 'passport' as const }
    expect(
      verdicts({
        ...{ creditCode: '91410100MA9ABCD16X', registryName: '别的公司', isClaimed: true, rivals: 2 },
        ...{ form: { ...EMPTY_FORM, company }, lastProof: null },
      }),
    ).toEqual({
      ...{ 'code-sum': 'warn', 'registry-name': 'warn', unclaimed: 'bad', rivals: 'warn', 'own-person': 'note' },
      ...{ 'licence-date': 'warn', identity: 'bad' },
    })
  })

  it('count a last day whole', () => {
    const until = (licenceUntil: string) =>
      verdicts({ form: { ...EMPTY_FORM, company: { ...COMPANY, licenceUntil } } })['licence-date']
    expect([until('2026-11-24'), until('2026-11-25'), until('2027-02-01')]).toEqual(['bad', 'warn', 'good'])
  })

  it('of a recovery want the identity proved again since it was begun', () => {
    const kind = 'recover'
    const previous = { notAfter: NOW + DAY, revokedAt: null }
    expect(verdicts({ kind, previous })).toMatchObject({ 'identity-again': 'good', member: 'good', previous: 'good' })
    const old = { method: 'alipay', provenAt: NOW - 2 * DAY }
    expect(verdicts({ kind, lastProof: old, isMember: false })).toMatchObject({
      ...{ 'identity-again': 'bad', member: 'bad', previous: 'bad' },
    })
  })

  it('of certificates say how they ended', () => {
    const ended = { notAfter: NOW - DAY, revokedAt: null }
    expect(verdicts({ kind: 'recover', previous: ended })['previous']).toBe('warn')
    expect(verdicts({ kind: 'renew', previous: ended })['previous']).toBe('bad')
    const [revoked] = checksOf(facts({ kind: 'renew', previous: { notAfter: NOW + DAY, revokedAt: 7 } })).slice(-1)
    expect(revoked).toEqual({ name: 'previous', verdict: 'bad', words: { how: 'revoked' }, times: { at: 7 } })
  })

  it('of a join name who has sealed the letter', () => {
    const authorisation = { seals: ['company' as const], until: '2027-12-31' }
    const form = { ...EMPTY_FORM, authorisation }
    const signer = { person: '王敏', serial: '0a' }
    expect(checksOf(facts({ kind: 'join', form, signer, agreedAt: 5 }))).toEqual(
      expect.arrayContaining([
        { name: 'agreed', verdict: 'good', words: {}, times: { at: 5 } },
        { name: 'term-date', verdict: 'good', words: {}, times: {} },
        { name: 'letter-signed', verdict: 'good', words: signer, times: {} },
      ]),
    )
    expect(verdicts({ kind: 'join', form })).toMatchObject({ agreed: 'bad', 'letter-signed': 'bad' })
  })
})
