/**
 * The only holder of the authority's keys: others ask it to sign what they have prepared, and do not
 * know whether a key comes from a file or stays in a hardware token.
 */
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Certificate } from '#core/certificate/certificate'
import { makeCrl, type CrlOptions } from '#core/certificate/crl'
import { issueCertificate } from '#core/certificate/issue'
import type { Subject } from '#core/certificate/name'
import { makeOcspResponse, type OcspOptions } from '#core/certificate/ocsp-response'
import { issueSealRecord, type SealRecordOptions } from '#core/certificate/seal-record'
import { makeTimestampToken, type TimestampOptions } from '#core/cms/timestamp-token'
import type { AuthorityUrls } from './authority-keys.ts'
import type { KeyFolder } from './key-folder.ts'

export const LEAF_PROFILES = ['company-signing', 'company-encryption'] as const
export type LeafProfile = (typeof LEAF_PROFILES)[number]

export const CRL_AUTHORITIES = ['issuing', 'root'] as const
export type CrlAuthority = (typeof CRL_AUTHORITIES)[number]

export interface LeafOptions {
  readonly profile: LeafProfile
  readonly subject: Subject
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Bytes
  readonly notBefore: Date
  readonly notAfter: Date
  readonly urls: AuthorityUrls
}

export interface CaSigner {
  readonly certificates: KeyFolder['certificates']
  /** A certificate by the issuing authority, with a random serial number. */
  issue(options: LeafOptions): Promise<Bytes>
  /** The root's key is read for this only, and forgotten again. Throws `file-not-found` when it is kept elsewhere. */
  crl(authority: CrlAuthority, list: Omit<CrlOptions, 'issuer' | 'key'>): Promise<Bytes>
  /** An electronic seal record by the seal maker. */
  seal(record: Omit<SealRecordOptions, 'maker'>): Promise<Bytes>
  /** What is known about certificates of the issuing authority, by the responder that it has certified. */
  ocsp(answer: Omit<OcspOptions, 'responder' | 'key'>): Promise<Bytes>
  /** Whose key signs about certificates now. */
  responder(): Certificate
  /** Gives the responder its next key when its certificate ends soon. */
  renewResponder(now: Date): Promise<void>
  /** A timestamp with a random serial number. */
  timestamp(facts: Omit<TimestampOptions, 'authority' | 'key' | 'issuers' | 'serial'>): Promise<Bytes>
}

const SERIAL_LENGTH = 16

/** Opens the keys that work online; whoever opened the folder closes it. Throws `passphrase-wrong`. */
export const openSigner = async (folder: KeyFolder, random: RandomBytes): Promise<CaSigner> => {
  const { certificates } = folder
  const [issuingKey, sealMakerKey, ocspKey, tsaKey] = await Promise.all([
    folder.signingKey('issuing'),
    folder.signingKey('seal-maker'),
    folder.signingKey('ocsp'),
    folder.signingKey('tsa'),
  ])
  const authority: Certificate = certificates.issuing
  let responder = { certificate: certificates.ocsp, key: ocspKey }
  return {
    certificates,
    issue: (options) =>
      issueCertificate({ ...options, issuer: authority, signingKey: issuingKey, serial: random(SERIAL_LENGTH) }),
    crl: async (name, list) =>
      makeCrl({
        ...list,
        issuer: certificates[name],
        key: name === 'issuing' ? issuingKey : await folder.signingKey('root'),
      }),
    seal: (record) =>
      issueSealRecord({ ...record, maker: { certificate: certificates['seal-maker'].der, key: sealMakerKey } }),
    ocsp: (answer) => makeOcspResponse({ ...answer, responder: responder.certificate, key: responder.key }),
    responder: () => responder.certificate,
    renewResponder: async (now) => {
      responder = (await folder.renewResponder(now)) ?? responder
    },
    timestamp: (facts) =>
      makeTimestampToken({
        ...facts,
        authority: certificates.tsa,
        key: tsaKey,
        issuers: [authority],
        serial: random(SERIAL_LENGTH),
      }),
  }
}
