/** What the phone page, the tests and the demo see of the agent. The agent has no DOM. */
import type { ErrorShape } from '#core/errors'
import type { Intent, SealKind } from '#core/pairing/messages'

export interface SealSummary {
  readonly kind: SealKind
  readonly name: string
  readonly width: number
  readonly height: number
  readonly image: Uint8Array
  /** The last moment at which it can be used, ISO 8601. */
  readonly until: string
}

export interface CredentialView {
  readonly id: string
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly device: string
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  readonly state: 'in-force' | 'expired' | 'revoked' | 'locked'
  readonly seals: readonly SealSummary[]
}

export interface RequestView {
  readonly kind: 'identify' | 'sign' | 'unwrap'
  readonly intent: Intent
  readonly tender: { readonly name: string; readonly lot: string; readonly bidder?: string } | null
  readonly documents: readonly {
    readonly name: string
    readonly size: number
    readonly pages: number
    readonly seals: readonly { readonly kind: SealKind; readonly count: number }[]
    readonly previews: readonly { readonly page: number; readonly jpeg: Uint8Array }[]
  }[]
  /** First 8 and last 8 hexadecimal digits of the request's digest. */
  readonly digest: string
  readonly expiresAt: number
}

export interface ConfirmationView {
  /** `working`: the PIN is being tried; `handing-over`: confirmed, and on its way to the computer. */
  readonly state:
    | 'connecting'
    | 'waiting-for-request'
    | 'asked'
    | 'working'
    | 'handing-over'
    | 'done'
    | 'refused'
    | 'cancelled'
    | 'expired'
    | 'failed'
  readonly intent: Intent
  /** Four digits, the same as on the desktop. */
  readonly code: string | null
  readonly computer: { readonly id: string; readonly name: string; readonly known: boolean } | null
  readonly credential: CredentialView
  readonly request: RequestView | null
  /** Why it has ended; before the end, why the relay cannot be reached just now: that passes by itself. */
  readonly error: ErrorShape | null
  /** PIN tries left, once the server has said so. */
  readonly triesLeft: number | null
}

/** One scanned code, from scan to end. */
export interface Confirmation {
  view(): ConfirmationView
  /** Called after every change; returns how to stop listening. */
  onChange(listener: () => void): () => void
  /**
   * Unlocks the keys with the PIN for this one request and answers it.
   * Throws `pin-wrong` (details.triesLeft): the request then still waits. Throws `pin-locked`: the computer is told.
   */
  confirm(pin: string): Promise<void>
  refuse(reason?: string): Promise<void>
  close(): void
}

/** How a request ended: `cancelled` by the computer, `expired` without an answer in time. */
export const OUTCOMES = ['confirmed', 'refused', 'cancelled', 'expired', 'failed'] as const

export interface HistoryEntry {
  readonly at: number
  readonly kind: 'identify' | 'sign' | 'unwrap'
  readonly intent: Intent
  readonly outcome: (typeof OUTCOMES)[number]
  readonly computer: string
  readonly tender: string
  readonly documents: number
  readonly seals: number
  /** What was not noted from the beginning is absent in old entries, and where a request does not say it. */
  readonly tenderId?: string | undefined
  readonly lot?: string | undefined
  /** Of the bid file that was rehearsed or opened. */
  readonly build?: string | undefined
  readonly openingTime?: string | undefined
  /** SHA-256 of the encryption certificate: of the one the file was opened with, else of that for new files. */
  readonly encryption?: string | undefined
}

export interface DownloadOrder {
  /** The paid application. */
  readonly application: string
  readonly creditCode: string
  /** A new one; that of the credential that is renewed; once the keys exist, the one they were made under. */
  readonly pin: string
  readonly device: string
  /** The credential whose encryption keys go on under the new one. Its PIN becomes that of the new one. */
  readonly renews?: string
}

/** Older encryption keys that have come to a new phone. */
export interface FetchedKeys {
  /** Whether there are no more to come. */
  readonly isComplete: boolean
  readonly added: number
}

/** A bid file that was made with this phone and not opened with it, as far as the phone knows. */
export interface UnopenedBid {
  readonly tender: string
  readonly lot: string
  /** Of the last file for this tender and lot; milliseconds since 1970. */
  readonly madeAt: number
  /** Null where the phone has not seen the file itself: nobody has rehearsed with it. */
  readonly openingTime: string | null
}

/**
 * The life of certificates that somebody has applied for. Whatever needs the server asks as the person
 * who is logged in; all but `pendingDownloads` and `unopenedBids` throw `server-unreachable` and what the
 * server says is wrong; what takes the PIN of a credential throws as `changePin` does.
 */
export interface CertificateLife {
  /**
   * Makes keys under the PIN and keeps them, then gets certificates for a paid application. Whatever
   * interrupts it, asked again with the same PIN it goes on with the same keys, and when it has ended
   * well it answers the same. The new credential is chosen. Throws `pin-weak`, `order-waiting`,
   * `organisation-unreachable`, `order-conflict` (certificates were issued to other keys), what is wrong
   * with an answer, and for keys that exist already `pin-wrong` (details.triesLeft) and `pin-locked`.
   */
  download(order: DownloadOrder, signal?: AbortSignal): Promise<CredentialView>
  /** Applications whose keys exist already: `download` takes the PIN they were made under. */
  pendingDownloads(): Promise<readonly string[]>
  /** Lets go of keys whose PIN is lost. Throws `order-conflict` once certificates were issued to them. */
  forgetDownload(application: string): Promise<void>
  /** Gets what has been released for an issued recovery. Whatever is wrong with one key, the others are kept. */
  fetchOlderKeys(credential: string, application: string, pin: string): Promise<FetchedKeys>
  /** Gives up the credential for good: signed with its key, told to the server, remembered here. */
  revoke(credential: string, application: string, pin: string): Promise<void>
  /**
   * Signs one of our own statements: canonical JSON with a `format` that phones sign. ECDSA with SHA-256,
   * DER. Throws `invalid-input` for anything else.
   */
  signStatement(credential: string, pin: string, statement: Uint8Array): Promise<Uint8Array>
  /**
   * Seals a letter of authorisation with the company's seal, at the place that the letter has for it.
   * Throws `pdf-damaged`, and `seal-record-invalid` for a credential without such a seal.
   * @param at milliseconds since 1970
   */
  sealLetter(credential: string, pin: string, letter: Uint8Array, at: number): Promise<Uint8Array>
  /** What cannot be opened any more without this credential. The newest first. */
  unopenedBids(credential: string): Promise<readonly UnopenedBid[]>
}

export interface Agent extends CertificateLife {
  credentials(): Promise<readonly CredentialView[]>
  /** The credential that answers scans: the last one chosen, else the newest. */
  current(): Promise<CredentialView | null>
  choose(credential: string): Promise<void>
  /**
   * Makes keys, gets both certificates and the company seal, and runs a test decryption.
   * Throws `pin-weak`, `credit-code-invalid`, `company-unknown`, `enrolment-closed`, `server-unreachable`; the last
   * one also when it is stopped by the signal, and then the phone keeps nothing.
   */
  enrol(
    order: { person: string; creditCode: string; pin: string; device: string },
    signal?: AbortSignal,
  ): Promise<CredentialView>
  changePin(credential: string, oldPin: string, newPin: string): Promise<void>
  /** Takes the content of a QR code: `https://…/p/#…` or the part behind `#`. Throws `qr-malformed`, `no-certificate`. */
  scan(qr: string): Promise<Confirmation>
  history(): Promise<readonly HistoryEntry[]>
}

/** Where the agent keeps what it must not lose. CryptoKeys are stored as they are (IndexedDB can). */
export interface AgentStore {
  read(key: string): Promise<unknown>
  write(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
  keys(prefix: string): Promise<readonly string[]>
}
