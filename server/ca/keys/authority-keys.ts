/** The keys of an authority and their certificates: what there is, and how one is made. */
import type { Bytes } from '#core/bytes/bytes'
import { parseElement } from '#core/cms/der'
import type { RandomBytes, SubtleKey } from '#core/cms/auth-enveloped'
import type { SigningKey } from '#core/cms/signing-key'
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

/** Whoever signs a new certificate. */
export interface Issuer {
  readonly certificate: Certificate
  readonly privateKey: SigningKey
}

export interface CertifyOptions {
  readonly name: AuthorityKey
  /** Tells authorities of one house apart; the end of every common name. */
  readonly id: string
  /** Null for the root. */
  readonly issuer: Issuer | null
  /** The server's address. */
  readonly address: string
  readonly now: Date
  readonly random: RandomBytes
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
/** For clocks that are behind. Milliseconds. */
const BACKDATED = 3600_000

/** What people know a key by, here and in a token. */
export const titleOf = (name: AuthorityKey, id: string): string => `BidSeal ${ROLES[name].title} ${id}`

/** The certificate of a public key, which never outlives its issuer's; `signingKey` is its own where it has no issuer. */
const certify = async (options: CertifyOptions, publicKey: Bytes, signingKey: SigningKey): Promise<Certificate> => {
  const { name, id, issuer, address, now, random } = options
  const { profile } = ROLES[name]
  const notBefore = new Date(now.getTime() - BACKDATED)
  const end = endOfProfile(profile, notBefore).getTime()
  const der = await issueCertificate({
    profile,
    subject: { company: 'BidSeal', commonName: titleOf(name, id) },
    publicKey,
    issuer: issuer?.certificate ?? null,
    signingKey,
    serial: random(16),
    notBefore,
    notAfter: new Date(Math.min(end, issuer?.certificate.notAfter.getTime() ?? end)),
    urls: issuer === null ? null : urlsOf(address, name === 'issuing' ? 'root' : 'issuing'),
  })
  const findings = lintCertificate(der, profile)
  if (findings.length > 0) throw new AppError('internal', { reason: `lint: ${findings.join('; ')}` })
  return parseCertificate(der)
}

/** Makes a key that can be exported, and its certificate. */
export const makeAuthorityKey = async (options: CertifyOptions): Promise<KeyAndCertificate> => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey))
  return { certificate: await certify(options, spki, options.issuer?.privateKey ?? privateKey), privateKey }
}

/** The certificate of a key that somebody else has made. */
export const certifyAuthorityKey = (
  options: CertifyOptions & { readonly issuer: Issuer },
  publicKey: Bytes,
): Promise<Certificate> => certify(options, publicKey, options.issuer.privateKey)

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
