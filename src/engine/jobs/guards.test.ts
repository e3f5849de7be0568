import { describe, expect, it } from 'vitest'
import type { CertificateView, GuardFinding } from '#ipc/views'
import { judgeGuards, requirePassed, type GuardFacts } from './guards.ts'

const certificate = (notAfter: string): CertificateView => ({
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  serial: '0A2B',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter,
  fingerprint: 'ab'.repeat(32),
  usage: 'encrypt',
})

const bidder = {
  signing: certificate('2027-06-01T00:00:00.000Z'),
  encryption: certificate('2027-06-01T00:00:00.000Z'),
  revocation: { state: 'good' },
} as const

const good: GuardFacts = {
  now: new Date('2026-11-24T02:00:00Z'),
  openingTime: new Date('2026-12-01T01:00:00Z'),
  tenderId: 'T-2026-1',
  lot: '01',
  parts: [2, 1],
  pages: 30,
  unsealedPages: 0,
  placements: 30,
  unsignedPlacements: 0,
  size: 20_000_000,
  bidder,
}

const stateOf = (facts: Partial<GuardFacts>, id: GuardFinding['id']) =>
  judgeGuards({ ...good, ...facts }).find((finding) => finding.id === id)?.state

describe('judgeGuards', () => {
  it('passes a bid with which all is well', () => {
    expect(judgeGuards(good).map(({ id, state }) => [id, state])).toEqual([
      ['parts', 'passed'],
      ['sealed', 'passed'],
      ['size', 'passed'],
      ['certificate-dates', 'passed'],
      ['revocation', 'passed'],
      ['tender', 'passed'],
    ])
    expect(() => requirePassed(judgeGuards(good))).not.toThrow()
  })

  it.each<[string, GuardFinding['id'], GuardFinding['state'], Partial<GuardFacts>]>([
    ['no documents', 'parts', 'failed', { parts: [0, 0] }],
    ['no parts', 'parts', 'failed', { parts: [] }],
    ['an empty part', 'parts', 'warning', { parts: [3, 0] }],
    ['an unsigned seal', 'sealed', 'failed', { unsignedPlacements: 1 }],
    ['a bare page', 'sealed', 'warning', { unsealedPages: 2 }],
    ['too many bytes', 'size', 'failed', { size: 65 * 1024 ** 3 }],
    ['nearly too many bytes', 'size', 'warning', { size: 60 * 1024 ** 3 }],
    ['too many documents', 'size', 'failed', { parts: [10_001] }],
    ['an opening that is over', 'tender', 'failed', { openingTime: good.now }],
    ['no tender number', 'tender', 'warning', { tenderId: '' }],
    ['no lot', 'tender', 'warning', { lot: '' }],
    [
      'an encryption certificate that ends before the opening',
      'certificate-dates',
      'failed',
      { bidder: { ...bidder, encryption: certificate('2026-12-01T00:59:59.000Z') } },
    ],
    [
      'an encryption certificate that ends soon after it',
      'certificate-dates',
      'warning',
      { bidder: { ...bidder, encryption: certificate('2026-12-20T00:00:00.000Z') } },
    ],
    [
      'a signing certificate that has ended',
      'certificate-dates',
      'failed',
      { bidder: { ...bidder, signing: certificate('2026-11-01T00:00:00.000Z') } },
    ],
    ['an old revocation list', 'revocation', 'warning', { bidder: { ...bidder, revocation: { state: 'stale' } } }],
    [
      'a revoked certificate',
      'revocation',
      'failed',
      { bidder: { ...bidder, revocation: { state: 'bad', reason: 'certificate-revoked' } } },
    ],
  ])('finds %s', (_, id, state, facts) => {
    expect(stateOf(facts, id)).toBe(state)
  })

  it('says nothing of certificates before there is one', () => {
    const ids = judgeGuards({ ...good, bidder: null }).map(({ id }) => id)
    expect(ids).toEqual(['parts', 'sealed', 'size', 'tender'])
  })
})

describe('requirePassed', () => {
  it.each<[Partial<GuardFacts>, string]>([
    [{ parts: [] }, 'invalid-input'],
    [{ size: 65 * 1024 ** 3 }, 'bid-too-large'],
    [{ bidder: { ...bidder, encryption: certificate('2026-11-30T00:00:00.000Z') } }, 'certificate-ends-before-opening'],
    [{ bidder: { ...bidder, revocation: { state: 'bad', reason: 'revocation-unknown' } } }, 'revocation-unknown'],
  ])('refuses %j with %s', (facts, code) => {
    const findings = judgeGuards({ ...good, ...facts })
    expect(() => requirePassed(findings)).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('lets warnings pass', () => {
    expect(() => requirePassed(judgeGuards({ ...good, lot: '', unsealedPages: 1 }))).not.toThrow()
  })
})
