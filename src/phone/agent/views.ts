/** What the phone page, the tests and the demo see of the agent. The agent has no DOM. */
import type { ErrorShape } from '#core/errors'
import type { Intent, SealKind } from '#core/pairing/messages'

export interface SealSummary {
  readonly kind: SealKind
  readonly name: string
  readonly width: number
  readonly height: number
  readonly image: Uint8Array
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
}

export interface Agent {
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
