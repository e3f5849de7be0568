/** Tables as Kysely sees them. Times are milliseconds since 1970. */
import type { Kysely } from 'kysely'
import type { ApplicationHistoryRow } from './application-history.ts'
import type { ApplicationRow } from './applications.ts'
import type { DepartureRow } from './departures.ts'
import type { HandoverRow } from './handovers.ts'
import type { HoldingRow } from './holdings.ts'
import type { InvoiceFile, InvoiceRow } from './invoices.ts'
import type { KeyReleaseRow } from './key-releases.ts'
import type { MemberRow } from './members.ts'
import type { MessageRow } from './messages.ts'
import type { NoticeRow } from './notices.ts'
import type { OrderEventRow } from './order-events.ts'
import type { OrderRow } from './orders.ts'
import type { PaymentNoticeRow } from './payment-notices.ts'
import type { PlacedOrderRow } from './placed-orders.ts'
import type { ReceivedOrderRow } from './received-orders.ts'
import type { SealDesignRow } from './seal-designs.ts'
import type { SettingChangeRow } from './setting-changes.ts'
import type { UploadRow } from './uploads.ts'

export interface Schema {
  accounts: {
    id: string
    /** Eleven digits. */
    mobile: string
    /** Null until one is set. */
    password: string | null
    /** Of the WeChat user, an HMAC. */
    wechat: string | null
    createdAt: number
    /** Real name and identity number, encrypted. */
    person: Uint8Array | null
    /** HMAC of the identity number: equal ones are equal. */
    personIndex: string | null
    identifiedAt: number | null
  }
  accountSessions: {
    /** SHA-256 of what the cookie holds. */
    token: string
    /** By which its owner names it. */
    id: string
    account: string
    csrf: string
    /** What its owner knows it by. */
    device: string
    createdAt: number
    seenAt: number
  }
  smsCodes: {
    /** SHA-256 of what whoever asked for it was given. */
    ticket: string
    mobile: string
    purpose: string
    /** HMAC of the code. */
    hash: string
    tries: number
    expiresAt: number
  }
  tries: {
    key: string
    used: number
    /** When they are forgotten. */
    until: number
  }
  identityChecks: { certifyId: string; account: string; person: Uint8Array; createdAt: number }
  identityProofs: { id: string; account: string; method: string; provenAt: number }
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
  sealDesigns: SealDesignRow
  settingChanges: SettingChangeRow
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
    /** By which the officer applies for certificates of his own; null where nobody has said so. */
    mobile: string | null
  }
  recoveryCodes: { officer: string; hash: string }
  applications: ApplicationRow
  applicationHistory: ApplicationHistoryRow
  members: MemberRow
  handovers: HandoverRow
  departures: DepartureRow
  holdings: HoldingRow
  notices: NoticeRow
  uploads: UploadRow
  outbox: MessageRow & { readonly deliveredAt: number | null }
  messages: MessageRow & { readonly readAt: number | null }
  placedOrders: PlacedOrderRow
  receivedOrders: ReceivedOrderRow
  keyReleases: Omit<KeyReleaseRow, 'envelope'> & { readonly envelope: Uint8Array | null }
  fronts: { fingerprint: string; name: string; certificate: string; addedAt: number }
  orders: OrderRow
  orderEvents: OrderEventRow
  paymentNotices: PaymentNoticeRow
  invoices: InvoiceRow
  invoiceFiles: { invoice: string; kind: InvoiceFile; bytes: Uint8Array }
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
