/** A certificate authority for tests: root, issuing authority, seal maker, and whomever they vouch for. */
import { randomBytes } from 'node:crypto'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { makeCrl, type CrlOptions } from '#core/certificate/crl'
import { issueCertificate, type IssueOptions } from '#core/certificate/issue'
import type { Subject } from '#core/certificate/name'
import { endOfProfile, type ProfileName } from '#core/certificate/profiles'
import { issueSealRecord, type SealRecordOptions } from '#core/certificate/seal-record'
import type { SubtleKey } from '#core/cms/auth-enveloped'
import { sealPicture } from './seal-picture.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const YEAR = 365 * 24 * 3600 * 1000

export interface TestParty {
  readonly der: Bytes
  readonly certificate: Certificate
  readonly privateKey: SubtleKey
  readonly pkcs8: Bytes
}

export const COMPANY: Subject = {
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
}

export const random = (length: number): Bytes => ownBytes(randomBytes(length))

export interface Facts {
  readonly subject?: Subject
  readonly notBefore?: Date
  readonly notAfter?: Date
  /** Null for the root. */
  readonly issuer?: TestParty | null
  readonly urls?: IssueOptions['urls']
}

export const URLS = {
  crl: 'http://localhost:4180/ca/a.crl',
  issuer: 'http://localhost:4180/ca/a.crt',
  ocsp: 'http://localhost:4180/ca/ocsp',
} as const

export const party = async (profile: ProfileName, facts: Facts = {}): Promise<TestParty> => {
  const { subject = COMPANY, issuer = null, notBefore = new Date(Date.now() - YEAR / 365) } = facts
  const { urls = { ...URLS, ocsp: profile === 'issuing' ? null : URLS.ocsp } } = facts
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const der = await issueCertificate({
    profile,
    subject,
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    issuer: issuer?.certificate ?? null,
    signingKey: issuer?.privateKey ?? keys.privateKey,
    serial: random(16),
    notBefore,
    notAfter: facts.notAfter ?? endOfProfile(profile, notBefore),
    urls: issuer === null ? null : urls,
  })
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return { der, certificate: parseCertificate(der), privateKey: keys.privateKey, pkcs8 }
}

export interface TestAuthority {
  readonly root: TestParty
  readonly issuing: TestParty
  readonly sealMaker: TestParty
}

/** Valid from three years ago, so that tests can look back. */
export const testAuthority = async (): Promise<TestAuthority> => {
  const notBefore = new Date(Date.now() - 3 * YEAR)
  const company = '标印测试认证中心'
  const root = await party('root', { subject: { company, commonName: '标印测试根' }, notBefore })
  const under = { issuer: root, notBefore }
  const issuing = await party('issuing', { ...under, subject: { company, commonName: '标印测试签发' } })
  const maker = { subject: { company, commonName: '标印测试制章' }, issuer: issuing, notBefore }
  return { root, issuing, sealMaker: await party('seal-maker', maker) }
}

/** A list that is current today unless told otherwise. */
export const crlOf = (issuer: TestParty, options: Partial<CrlOptions> = {}): Promise<Bytes> =>
  makeCrl({
    issuer: issuer.certificate,
    key: issuer.privateKey,
    number: 1,
    thisUpdate: new Date(Date.now() - 3600_000),
    nextUpdate: new Date(Date.now() + YEAR / 52),
    revoked: [],
    ...options,
  })

/** A company seal for a signing certificate, valid for a year. */
export const sealRecord = (
  { sealMaker }: TestAuthority,
  signer: Bytes,
  options: Partial<SealRecordOptions> = {},
): Promise<Bytes> =>
  issueSealRecord({
    id: 'test-seal-1',
    kind: 'company',
    name: '河南示范建设有限公司公章',
    picture: sealPicture(),
    width: 42,
    height: 42,
    certificates: [signer],
    createDate: new Date(Date.now() - YEAR / 365),
    validStart: new Date(Date.now() - YEAR / 365),
    validEnd: new Date(Date.now() + YEAR),
    maker: { certificate: sealMaker.der, key: sealMaker.privateKey },
    ...options,
  })
