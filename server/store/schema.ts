/** Tables as Kysely sees them. Times are milliseconds since 1970. */
import type { Kysely } from 'kysely'

export interface Schema {
  companies: { creditCode: string; name: string; createdAt: number }
  certificates: {
    serial: string
    /** SHA-256 of the certificate. */
    fingerprint: string
    /** SHA-256 of the public key: no key is certified twice. */
    keyId: string
    usage: string
    /** The two certificates of one person have one order. */
    orderId: string
    creditCode: string
    company: string
    person: string
    notBefore: number
    notAfter: number
    issuedAt: number
    der: Uint8Array
    revokedAt: number | null
    /** A number of CRLReason. */
    revocationReason: number | null
  }
  escrow: { serial: string; entry: Uint8Array; createdAt: number }
  shares: { id: string; sealed: Uint8Array; verifier: Uint8Array; tries: number; createdAt: number; changedAt: number }
  seals: { id: string; serial: string; kind: string; record: Uint8Array; createdAt: number }
  crls: { authority: string; number: number; der: Uint8Array; thisUpdate: number; nextUpdate: number }
  audit: { n: number; at: number; actor: string; action: string; facts: string; hash: string }
  auditHeads: { n: number; hash: string; at: number; signature: Uint8Array }
  officers: {
    name: string
    password: string
    createdAt: number
    /** With spaces between. */
    roles: string
    disabledAt: number | null
    /** 1 when the password is good for one log-in. */
    isTemporary: number
    /** Of the authenticator app, encrypted. */
    secret: Uint8Array | null
    /** Since when the secret counts; null until its first code was shown. */
    factorAt: number | null
    /** Of the last code that was taken. */
    lastStep: number | null
    /** Wrong codes since the last right one. */
    tries: number
    triedAt: number
  }
  recoveryCodes: { officer: string; hash: string }
  sessions: {
    /** SHA-256 of what the cookie holds. */
    token: string
    officer: string
    csrf: string
    createdAt: number
    seenAt: number
    /** When the second factor was shown; null until then. */
    provenAt: number | null
  }
}

export type Db = Kysely<Schema>
