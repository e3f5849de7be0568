/** What phone and server say to each other about the certificates that somebody holds. */
import { z } from 'zod'
import { canonicalBytes } from '../bytes/canonical-json.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { bytes } from '../certificate/enrolment.ts'
import { KINDS } from './state.ts'

export const HOLDING_STATES = ['in-force', 'expired', 'revoked'] as const
export type HoldingState = (typeof HOLDING_STATES)[number]

/** From when a certificate can be renewed, in milliseconds before its end. */
export const RENEWAL_PERIOD = 90 * 24 * 3600_000

const MOST_TAGS = 8
const tag = z.string().trim().min(1).max(16)
export const tags = z
  .array(tag)
  .max(MOST_TAGS)
  .refine((given) => new Set(given).size === given.length)

/** A pair of certificates, named by the application that brought it. */
export const heldCertificate = z.strictObject({
  application: z.string(),
  kind: z.enum(KINDS),
  creditCode: z.string(),
  company: z.string(),
  person: z.string(),
  organisation: z.strictObject({ id: z.string(), name: z.string() }),
  /** Serial numbers, lower-case hexadecimal. */
  signing: z.string(),
  encryption: z.string(),
  /** SHA-256 of the signing certificate: the id of the phone's credential. */
  fingerprint: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  state: z.enum(HOLDING_STATES),
  revokedAt: z.number().nullable(),
  /** Whether `renew` can be begun: near the end, after it, and where its holder gave it up (重新申领). */
  isRenewable: z.boolean(),
  /** Whether `recover` can be begun: the last one at its company, and nobody has given it up. */
  isRecoverable: z.boolean(),
  /** The application that renews or recovers it, if one does or did. */
  next: z.string().nullable(),
  tags: z.array(z.string()),
})
export type HeldCertificate = z.output<typeof heldCertificate>

/** The newest first. */
export const holdingList = z.strictObject({ certificates: z.array(heldCertificate) })

export const tagsChange = z.strictObject({ tags })

/** Somebody gives up his own certificates: signed with their key, which takes the PIN. */
export const holdingRevocation = z.strictObject({
  /** When it was signed; ms. */
  at: z.int(),
  /** ECDSA with SHA-256 over `revocationBytes`, DER. */
  signature: bytes(128),
})

/** What is signed: one pair of certificates, at one time. */
export const revocationBytes = (application: string, at: number): Bytes =>
  canonicalBytes({ format: 'bidseal-revocation/1', application, at })
