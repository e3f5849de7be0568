/** What windows see of the engine's state: plain values that survive structured clone. */
import type { ErrorShape } from '#core/errors'
import type { Intent, SealKind } from '#core/pairing/messages'

export const PART_ROLES = ['bid-letter', 'bid-summary', 'qualification', 'commercial', 'technical', 'other'] as const
export type PartRole = (typeof PART_ROLES)[number]

export interface Settings {
  readonly server: string
  readonly language: 'zh-CN' | 'en'
  readonly desktopName: string
  readonly outputFolder: string
  readonly dataFolder: string
  readonly version: string
  readonly roots: readonly { readonly fingerprint: string; readonly subject: string; readonly notAfter: string }[]
}

export interface ServerStatus {
  readonly address: string
  readonly state: 'connected' | 'unreachable' | 'checking'
}

export interface FilePick {
  readonly path: string
  readonly name: string
  readonly size: number
}

/** draft → sealed → generated → rehearsed → opened */
export type ProjectState = 'draft' | 'sealed' | 'generated' | 'rehearsed' | 'opened'

/** The five steps: 1 tender, 2 make, 3 check, 4 seal, 5 generate. */
export type Step = 1 | 2 | 3 | 4 | 5

export interface ProjectSummary {
  readonly id: string
  readonly tenderName: string
  readonly tenderId: string
  readonly lot: string
  readonly tenderee: string
  /** ISO 8601. */
  readonly openingTime: string
  readonly state: ProjectState
  /** The step that is to be done next. */
  readonly step: Step
  readonly bidder: string | null
  readonly pages: number
  readonly unsealedPages: number
  readonly changedAt: string
  readonly folder: string
}

export interface CertificateView {
  readonly company: string
  readonly creditCode: string
  /** The holder's name as the certificate has it; for company certificates the user it was issued to. */
  readonly person: string
  /** Hexadecimal in groups of four. */
  readonly serial: string
  readonly notBefore: string
  readonly notAfter: string
  /** SHA-256 of the DER. */
  readonly fingerprint: string
  readonly usage: 'sign' | 'encrypt'
}

export interface SealView {
  readonly id: string
  readonly kind: SealKind
  readonly name: string
  /** Millimetres. */
  readonly width: number
  readonly height: number
  /** PNG with alpha. */
  readonly image: Uint8Array
  readonly validTo: string
}

export interface BidderView {
  readonly company: string
  readonly creditCode: string
  readonly person: string
  readonly device: string
  readonly signing: CertificateView
  readonly encryption: CertificateView
  readonly seals: readonly SealView[]
}

export interface PageView {
  /** Displayed size in millimetres: CropBox, rotation and UserUnit honoured. */
  readonly width: number
  readonly height: number
}

export interface DocumentView {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly pages: readonly PageView[]
  /** Seal rounds signed so far. */
  readonly rounds: number
  readonly importedAt: string
}

export interface PartView {
  readonly id: string
  readonly role: PartRole
  readonly title: string
  readonly documents: readonly DocumentView[]
}

export interface PlacementView {
  readonly id: string
  readonly seal: string
  readonly document: string
  readonly page: number
  readonly left: number
  readonly top: number
  /** 0 while it is only placed; otherwise the round that signed it. */
  readonly round: number
}

/** Whether a file is where it was put and what it was: another one may stand in its place. */
export type OutputState = 'present' | 'missing' | 'changed' | 'unreadable'

export interface OutputView {
  readonly path: string
  /** When it was made, as `sha256`. */
  readonly size: number
  readonly sha256: string
  readonly state: OutputState
}

export interface OutputsView {
  readonly ebid: OutputView
  readonly nbid: OutputView | null
  readonly buildId: string
  readonly createdAt: string
  readonly seconds: number
  readonly files: number
  readonly certificate: CertificateView
  readonly rehearsedAt: string | null
}

export interface ProjectView extends ProjectSummary {
  readonly parts: readonly PartView[]
  readonly placements: readonly PlacementView[]
  readonly bidderDetails: BidderView | null
  /** Seals that placements are signed with and that the bidder no longer has: to be shown, not to be placed. */
  readonly formerSeals: readonly SealView[]
  readonly outputs: OutputsView | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** False when somebody else holds the lock: look, but do not touch. */
  readonly writable: boolean
}

export interface PageImage {
  readonly width: number
  readonly height: number
  /** PNG or JPEG, told by `type`. */
  readonly type: 'image/png' | 'image/jpeg'
  readonly bytes: Uint8Array
}

export type PairingState = 'waiting' | 'scanned' | 'confirming' | 'done' | 'refused' | 'expired' | 'unreachable'

/** What the QR dialog shows. */
export interface PairingView {
  readonly state: PairingState
  readonly intent: Intent
  /** The QR code's content; null once it has been used. */
  readonly qr: string | null
  /** When the code rotates, or by when the phone must have confirmed. Milliseconds since 1970. */
  readonly until: number
  /** Four digits, once scanned. */
  readonly code: string | null
  readonly phone: {
    readonly company: string
    readonly creditCode: string
    readonly person: string
    readonly device: string
    readonly notAfter: string
  } | null
  /** Null where the project has no bidder yet. */
  readonly sameCompany: boolean | null
  readonly documents: readonly {
    readonly name: string
    readonly pages: number
    readonly size: number
    readonly seals: number
  }[]
  /** First 8 and last 8 digits of the digest of what is asked. */
  readonly digest: string | null
  /** With `refused`: what the holder of the phone said, one short line to be shown as text; null where nothing was. */
  readonly reason: string | null
}

export interface ProgressView {
  /** Bytes. */
  readonly done: number
  readonly total: number
  /** Bytes a second; 0 until known. */
  readonly rate: number
  /** Seconds; null until known. */
  readonly left: number | null
}

export type JobKind = 'identify' | 'seal' | 'generate' | 'rehearse' | 'open'
export type JobPhase =
  'preparing' | 'encrypting' | 'phone' | 'sealing' | 'reading-back' | 'twin' | 'decrypting' | 'checking' | 'finishing'

export interface JobView {
  readonly id: string
  readonly kind: JobKind
  readonly project: string | null
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly phase: JobPhase
  /** Phases that are over, with when they ended (milliseconds since 1970) and how long they took (seconds). */
  readonly phases: readonly { readonly phase: JobPhase; readonly at: number; readonly seconds: number }[]
  readonly progress: ProgressView | null
  readonly pairing: PairingView | null
  readonly error: ErrorShape | null
  /** What a job could not have that is done all the same, such as timestamps. */
  readonly notice: ErrorShape | null
  /** With `wrong-certificate`: what is needed and what was scanned. */
  readonly mismatch: { readonly needed: CertificateView; readonly scanned: CertificateView } | null
  /** Where things were written; for open: the folder. */
  readonly target: string | null
}

export interface GuardFinding {
  readonly id: 'parts' | 'sealed' | 'size' | 'certificate-dates' | 'revocation' | 'tender'
  readonly state: 'passed' | 'warning' | 'failed'
  readonly values: { readonly [name: string]: string | number }
}

export interface BidFileView {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly kind: 'ebid' | 'nbid'
  readonly suite: number
  readonly buildId: string
  readonly tenderName: string
  readonly tenderId: string
  readonly lot: string
  readonly bidder: string
  readonly creditCode: string
  readonly openingTime: string
  readonly createdAt: string
  readonly recipients: readonly CertificateView[]
  /** Whether the footer's signature and every ciphertext digest hold. */
  readonly seal: {
    readonly state: 'valid' | 'invalid' | 'unknown'
    readonly signer: CertificateView | null
    readonly reason: ErrorShape | null
    /** When the signer's certificate was revoked, even if after the file was made; null where that is not known. */
    readonly revokedAt: string | null
  }
}

export type Verdict = 'valid' | 'valid-but-changed' | 'invalid' | 'unknown'

export interface SignatureReport {
  readonly field: string
  readonly verdict: Verdict
  readonly reason: ErrorShape | null
  readonly signer: CertificateView | null
  /** From the signature dictionary's /M: claimed, not proved. */
  readonly signedAt: string | null
  readonly coversWholeFile: boolean
  /** Bytes covered. */
  readonly covered: number
  readonly integrity: boolean
  readonly chain: 'valid' | 'invalid' | 'unknown'
  /** At the time of a timestamp that counts, or else now. */
  readonly revocation: 'good' | 'revoked' | 'unknown'
  /** When the certificate was revoked, even if after a timestamp; null where that is not known. */
  readonly revokedAt: string | null
  /** Null without any. Only a `counted` one proves when the signature was made. */
  readonly timestamp: {
    readonly state: 'counted' | 'unknown' | 'invalid'
    /** Why it does not count. */
    readonly reason: ErrorShape | null
    readonly at: string | null
    readonly authority: string | null
  } | null
  readonly sealRecord: 'valid' | 'invalid' | 'missing' | 'unknown'
  readonly seal: SealView | null
  readonly pages: readonly number[]
}

export interface VerifyReport {
  readonly path: string
  readonly name: string
  readonly size: number
  readonly kind: 'pdf' | 'ebid' | 'nbid'
  readonly verdict: Verdict | 'unsigned'
  readonly checkedAt: string
  readonly signatures: readonly SignatureReport[]
  readonly bid: BidFileView | null
}
