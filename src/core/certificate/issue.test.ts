import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMPANY, party, random, testAuthority, type TestAuthority } from '#tests/support/authority'
import type { Bytes } from '../bytes/bytes.ts'
import { parseElement } from '../cms/der.ts'
import { parseCertificate } from './certificate.ts'
import { issueCertificate, type IssueOptions } from './issue.ts'
import { lintCertificate } from './lint.ts'
import { attributeOf, readName } from './name.ts'
import { OID } from './oids.ts'
import { PROFILES, type Profile, type ProfileName } from './profiles.ts'

let authority: TestAuthority
let options: IssueOptions

beforeAll(async () => {
  authority = await testAuthority()
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
  options = {
    profile: 'company-signing',
    subject: COMPANY,
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    issuer: authority.issuing.certificate,
    signingKey: authority.issuing.privateKey,
    serial: random(8),
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2027-01-01T00:00:00Z'),
    urls: { crl: 'http://ca.example/a.crl', issuer: 'http://ca.example/a.crt', ocsp: 'http://ca.example/ocsp' },
  }
})

const issue = (change: Partial<IssueOptions> = {}): Promise<Bytes> => issueCertificate({ ...options, ...change })

describe('issueCertificate', () => {
  it('puts names into certificates as they are', async () => {
    const part = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }).filter((text) => [...text].length <= 64)
    await fc.assert(
      fc.asyncProperty(part, part, part, async (company, commonName, person) => {
        const subject = { company, commonName, person, creditCode: COMPANY.creditCode! }
        const made = parseCertificate(await issue({ subject }))
        expect(made).toMatchObject({ company, person, creditCode: COMPANY.creditCode })
        expect(attributeOf(readName(parseElement(made.subjectName)), OID.commonName)).toBe(commonName)
        expect(made.issuerName).toEqual(authority.issuing.certificate.subjectName)
      }),
    )
  })

  it('counts characters, not code units', async () => {
    const subject = { ...COMPANY, company: '𠮷'.repeat(64) }
    expect(parseCertificate(await issue({ subject })).company).toBe(subject.company)
  })

  it('drops fractions of seconds and writes both kinds of time', async () => {
    const [notBefore, notAfter] = [new Date('2049-12-31T23:59:59.999Z'), new Date('2050-01-01T00:00:00.001Z')]
    const made = parseCertificate(await issue({ notBefore, notAfter }))
    expect(made.notBefore).toEqual(new Date('2049-12-31T23:59:59Z'))
    expect(made.notAfter).toEqual(new Date('2050-01-01T00:00:00Z'))
    expect(lintCertificate(made.der, 'company-signing')).toEqual([])
  })

  it('makes serial numbers positive and never short', async () => {
    for (const first of [0, 0x7f, 0x80, 0xff]) {
      const serial = Uint8Array.from([first, 0, 0, 0, 0, 0, 0, 1])
      expect(parseCertificate(await issue({ serial })).serial).toMatch(/^[4-7][0-9a-f]0{12}01$/)
    }
    await expect(issue({ serial: random(7) })).rejects.toThrow(RangeError)
    await expect(issue({ serial: random(21) })).rejects.toThrow(RangeError)
  })

  it('refuses the key of somebody else', async () => {
    await expect(issue({ signingKey: authority.root.privateKey })).rejects.toMatchObject({ code: 'key-mismatch' })
  })

  it('refuses an issuer that is no authority', async () => {
    const { sealMaker } = authority
    const change = { issuer: sealMaker.certificate, signingKey: sealMaker.privateKey }
    await expect(issue(change)).rejects.toMatchObject({ code: 'certificate-wrong-usage' })
  })

  it('refuses a credit code that no certificate can hold', async () => {
    const subject = { ...COMPANY, creditCode: '９１４１' }
    await expect(issue({ subject })).rejects.toMatchObject({ code: 'credit-code-invalid' })
  })

  it.each([
    ['a name above 64 characters', { subject: { ...COMPANY, company: '长'.repeat(65) } }],
    ['a company without credit code', { subject: { company: '示范公司' } }],
    ['a validity that ends first', { notAfter: new Date('2025-01-01T00:00:00Z') }],
  ])('refuses %s', async (_, change) => {
    await expect(issue(change)).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('lintCertificate', () => {
  it.each(Object.keys(PROFILES) as ProfileName[])('finds nothing in a %s certificate', async (profile) => {
    const { isSelfIssued }: Profile = PROFILES[profile]
    const issuer = isSelfIssued === true ? null : profile === 'issuing' ? authority.root : authority.issuing
    const { der } = await party(profile, { issuer })
    expect(lintCertificate(der, profile)).toEqual([])
  })

  it('finds what is not of the profile', async () => {
    const der = await issue()
    expect(lintCertificate(der, 'company-encryption')).toEqual(['key usage'])
    expect(lintCertificate(der, 'seal-maker')).toEqual(['extended key usage', 'extension 2.5.29.37 missing'])
    expect(lintCertificate(der, 'root')).toEqual(expect.arrayContaining(['basic constraints', 'who issued it']))
  })

  it('finds a validity that is too long and addresses that are missing', async () => {
    const der = await issue({ notAfter: new Date('2027-01-02T00:00:00Z'), urls: null })
    expect(lintCertificate(der, 'company-signing')).toEqual([
      'validity longer than the profile allows',
      'extension 2.5.29.31 missing',
      'extension 1.3.6.1.5.5.7.1.1 missing',
    ])
  })

  it('finds who is not asked, and who is asked in vain', async () => {
    const { urls } = options
    expect(lintCertificate(await issue({ urls: { ...urls!, ocsp: null } }), 'company-signing')).toEqual([
      'address of the OCSP responder',
    ])
    expect(lintCertificate(await issue({ urls: { ...urls!, ocsp: null } }), 'company-signing', false)).toEqual([])
    const responder = await issue({ profile: 'ocsp-responder', subject: { company: 'CA' } })
    expect(lintCertificate(responder, 'ocsp-responder')).toEqual([])
    const { der } = await party('issuing', { issuer: authority.root, urls })
    expect(lintCertificate(der, 'issuing')).toEqual(['address of the OCSP responder'])
  })

  it('says malformed of anything else', () => {
    expect(lintCertificate(random(100), 'root')).toEqual(['malformed'])
  })
})
