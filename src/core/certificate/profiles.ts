/** What the authority issues, as data. */
import type { KeyUsage } from './extensions.ts'
import { OID } from './oids.ts'

/**
 * Extended key usage of those who make electronic seals: an identifier of our own (a UUID under
 * 2.25, ITU-T X.667), so that no other certificate of the same authority can make seals.
 */
export const SEAL_MAKER_PURPOSE = '2.25.231486398707903806236343585162092224627'

/** Extended key usage of the key that signs the audit log's heads, and nothing else. */
export const AUDIT_PURPOSE = '2.25.56731972993732264074082100900452037061'

export interface Profile {
  readonly years: number
  /** Null for everybody but authorities. */
  readonly authority: { readonly pathLength: number | null } | null
  readonly keyUsage: readonly KeyUsage[]
  readonly purposes: readonly string[]
  /** Whether software that does not know the purposes must refuse the certificate. */
  readonly arePurposesCritical?: boolean
  /** Whether nobody is to ask if it was revoked; then it has to be short-lived. */
  readonly isNotChecked?: boolean
  /** Whether its own key signs it. */
  readonly isSelfIssued?: boolean
  /** Whether the subject must have a unified social credit code. */
  readonly needsCreditCode: boolean
}

const AUTHORITY = { keyUsage: ['keyCertSign', 'cRLSign'], purposes: [], needsCreditCode: false } as const

export const PROFILES = {
  root: { ...AUTHORITY, years: 20, authority: { pathLength: null }, isSelfIssued: true },
  issuing: { ...AUTHORITY, years: 10, authority: { pathLength: 0 } },
  'company-signing': {
    years: 1,
    authority: null,
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    purposes: [],
    needsCreditCode: true,
  },
  'company-encryption': {
    years: 1,
    authority: null,
    keyUsage: ['keyEncipherment', 'keyAgreement'],
    purposes: [],
    needsCreditCode: true,
  },
  'seal-maker': {
    years: 5,
    authority: null,
    keyUsage: ['digitalSignature', 'nonRepudiation'],
    purposes: [SEAL_MAKER_PURPOSE],
    needsCreditCode: false,
  },
  /** Answers for the issuing authority whether a certificate was revoked (RFC 6960). */
  'ocsp-responder': {
    years: 1,
    authority: null,
    keyUsage: ['digitalSignature'],
    purposes: [OID.ocspSigning],
    isNotChecked: true,
    needsCreditCode: false,
  },
  /** Says when something existed (RFC 3161 section 2.3: one purpose, critical). */
  timestamping: {
    years: 10,
    authority: null,
    keyUsage: ['digitalSignature'],
    purposes: [OID.timeStamping],
    arePurposesCritical: true,
    needsCreditCode: false,
  },
  audit: {
    years: 10,
    authority: null,
    keyUsage: ['digitalSignature'],
    purposes: [AUDIT_PURPOSE],
    needsCreditCode: false,
  },
  /**
   * One installation towards another over mutual TLS. Self-signed and pinned by both: under no root, so that
   * it proves nothing to anybody else.
   */
  link: {
    years: 10,
    authority: null,
    isSelfIssued: true,
    keyUsage: ['digitalSignature'],
    purposes: [OID.serverAuth, OID.clientAuth],
    needsCreditCode: false,
  },
  /** Whoever may open escrowed encryption keys. */
  'key-recovery': { years: 10, authority: null, keyUsage: ['keyAgreement'], purposes: [], needsCreditCode: false },
} as const satisfies { readonly [name: string]: Profile }

export type ProfileName = keyof typeof PROFILES

/** The end of a certificate that starts at `notBefore` and lives as long as its profile says. */
export const endOfProfile = (name: ProfileName, notBefore: Date): Date => {
  const end = new Date(notBefore)
  end.setUTCFullYear(end.getUTCFullYear() + PROFILES[name].years)
  return end
}
