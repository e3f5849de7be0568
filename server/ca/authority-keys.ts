/** The keys of an authority and their certificates: what there is, and how one is made. */
import type { Bytes } from '#core/bytes/bytes'
import { parseElement } from '#core/cms/der'
import type { RandomBytes, SubtleKey } from '#core/cms/auth-enveloped'
import { parseCertificate, type Certificate } from '#core/certificate/certificate'
import { issueCertificate } from '#core/certificate/issue'
import { lintCertificate } from '#core/certificate/lint'
import { attributeOf, readName } from '#core/certificate/name'
import { OID } from '#core/certificate/oids'
import { endOfProfile, type ProfileName } from '#core/certificate/profiles'
import { AppError } from '#core/errors'

/** In the order in which they are made: an issuer before those it issues. */
export const AUTHORITY_KEYS = ['root', 'issuing', 'ocsp', 'tsa', 'audit', 'seal-maker', 'recovery'] as const
export type AuthorityKey = (typeof AUTHORITY_KEYS)[number]

const ROLES: { readonly [key in AuthorityKey]: { readonly profile: ProfileName; readonly title: string } } = {
  root: { profile: 'root', title: 'Root CA' },
  issuing: { profile: 'issuing', title: 'Issuing CA' },
  ocsp: { profile: 'ocsp-responder', title: 'OCSP Responder' },
  tsa: { profile: 'timestamping', title: 'Timestamping' },
  audit: { profile: 'audit', title: 'Audit' },
  'seal-maker': { profile: 'seal-maker', title: 'Seal Maker' },
  recovery: { profile: 'key-recovery', title: 'Key Recovery' },
}

/** Where the authority's certificates and revocation lists are found. */
export interface AuthorityUrls {
  readonly crl: string
  readonly issuer: string
  /** Null for the root, which keeps its key offline and only publishes lists. */
  readonly ocsp: string | null
}

/** The addresses that certificates of an issuer name. */
export const urlsOf = (server: string, issuer: 'root' | 'issuing'): AuthorityUrls => ({
  crl: new URL(`/ca/${issuer}.crl`, server).href,
  issuer: new URL(`/ca/${issuer}.crt`, server).href,
  ocsp: issuer === 'issuing' ? new URL('/ca/ocsp', server).href : null,
})

export interface KeyAndCertificate {
  readonly certificate: Certificate
  readonly privateKey: SubtleKey
}

export interface MakeKeyOptions {
  readonly name: AuthorityKey
  /** Tells authorities of one house apart; the end of every common name. */
  readonly id: string
  /** Null for the root. */
  readonly issuer: KeyAndCertificate | null
  /** The server's address. */
  readonly address: string
  readonly now: Date
  readonly random: RandomBytes
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
/** For clocks that are behind. Milliseconds. */
const BACKDATED = 3600_000

/** Makes a key that can be exported, and its certificate, which never outlives its issuer's. */
export const makeAuthorityKey = async (options: MakeKeyOptions): Promise<KeyAndCertificate> => {
  const { name, id, issuer, address, now, random } = options
  const { profile, title } = ROLES[name]
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const notBefore = new Date(now.getTime() - BACKDATED)
  const end = endOfProfile(profile, notBefore).getTime()
  const der = await issueCertificate({
    profile,
    subject: { company: 'BidSeal', commonName: `BidSeal ${title} ${id}` },
    publicKey: new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)),
    issuer: issuer?.certificate ?? null,
    signingKey: issuer?.privateKey ?? keys.privateKey,
    serial: random(16),
    notBefore,
    notAfter: new Date(Math.min(end, issuer?.certificate.notAfter.getTime() ?? end)),
    urls: issuer === null ? null : urlsOf(address, name === 'issuing' ? 'root' : 'issuing'),
  })
  const findings = lintCertificate(der, profile)
  if (findings.length > 0) throw new AppError('internal', { reason: `lint: ${findings.join('; ')}` })
  return { certificate: parseCertificate(der), privateKey: keys.privateKey }
}

/** PKCS#8. Whoever gets it overwrites it. */
export const exportKey = async (key: SubtleKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))

/** A key for signing that cannot be exported; `pkcs8` is overwritten. */
export const importKey = async (pkcs8: Bytes): Promise<SubtleKey> => {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, P256, false, ['sign'])
  pkcs8.fill(0)
  return key
}

/** The end of an authority's common name. */
export const authorityId = ({ subjectName }: Certificate): string =>
  attributeOf(readName(parseElement(subjectName)), OID.commonName)
    .split(' ')
    .at(-1) ?? ''
