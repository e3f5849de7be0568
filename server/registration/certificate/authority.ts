/** What registration asks of the authorities among which an applicant has chosen: handed to it by whoever composes. */
import type { Bytes } from '#core/bytes/bytes'
import type { enrolmentAnswer } from '#core/certificate/enrolment'
import type { REVOCATION_REASONS } from '#core/certificate/crl'
import type { SealKind } from '#core/application/form'
import type { ErrorShape } from '#core/errors'
import type { z } from 'zod'

export type RevocationReason = Exclude<keyof typeof REVOCATION_REASONS, 'caCompromise'>

/** How long somebody may use a seal; ms, null for as long as his certificate. */
export interface GrantedSeal {
  readonly kind: SealKind
  readonly until: number | null
}

export type OrderedSeal =
  | { readonly kind: Exclude<SealKind, 'legal-person'>; readonly until: number | null }
  | { readonly kind: 'legal-person'; readonly until: number | null; readonly name: string }

/** Verified data only. */
export interface CertificateRequest {
  /** The application's. */
  readonly id: string
  readonly company: string
  readonly creditCode: string
  readonly person: string
  /** PKCS#10 for the signing key. */
  readonly csr: Bytes
  readonly seals: readonly OrderedSeal[]
  /** Earlier orders whose encryption keys are to be released to the new signing certificate. */
  readonly recovers: readonly string[]
}

/** What an order brings: certificates first, then their issuers without the root. */
export type IssuedCertificates = z.output<typeof enrolmentAnswer>

export type PlacedRequest =
  | { readonly state: 'issued'; readonly issued: IssuedCertificates }
  /** Why it was refused for good, or could not be fulfilled until now. */
  | { readonly state: 'pending' | 'refused'; readonly error: ErrorShape }

export interface ReleasedKeys {
  readonly isComplete: boolean
  readonly keys: readonly { readonly encryption: readonly Bytes[]; readonly encryptionKey: Bytes }[]
}

export interface CertificateAuthority {
  /**
   * Places an order, or looks after one that was placed before. Throws `order-conflict` for an id that another
   * order has, and `organisation-unknown`.
   */
  place(request: CertificateRequest, organisation: string): Promise<PlacedRequest>
  /** Null where there is none. */
  find(id: string): Promise<PlacedRequest | null>
  /** Throws `organisation-unknown`, `organisation-unreachable`. */
  keys(id: string, organisation: string): Promise<ReleasedKeys>
  /** Does nothing for a certificate that is revoked. Throws `organisation-unknown`, `organisation-unreachable`. */
  revoke(serial: string, reason: RevocationReason, by: string, organisation: string): Promise<void>
  /** Throws `organisation-unknown`. */
  describe(organisation: string): Promise<{ readonly name: string; readonly root: Bytes }>
}
