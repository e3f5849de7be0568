/** What the console page and the server say to each other. Times are milliseconds since 1970. */
import { z } from 'zod'

export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const

export const loginRequest = z.strictObject({
  name: z.string().trim().min(1).max(64).default('officer'),
  password: z.string().min(1).max(256),
})

/** The token goes into the header `x-csrf-token` of every request that changes something. */
export const session = z.strictObject({ officer: z.string(), csrf: z.string() })
export type Session = z.output<typeof session>

export const overview = z.strictObject({
  version: z.string(),
  demo: z.boolean(),
  startedAt: z.number(),
  now: z.number(),
  companies: z.number(),
  certificates: z.strictObject({ inForce: z.number(), revoked: z.number() }),
  /** Persons who got certificates since midnight. */
  enrolmentsToday: z.number(),
  relay: z.strictObject({
    connections: z.number(),
    rooms: z.number(),
    forwarded: z.number(),
    refused: z.number(),
    /** Bytes that wait for somebody. */
    stored: z.number(),
  }),
})
export type Overview = z.output<typeof overview>

export const companyList = z.strictObject({
  companies: z.array(
    z.strictObject({
      creditCode: z.string(),
      name: z.string(),
      createdAt: z.number(),
      /** Not revoked. */
      certificates: z.number(),
    }),
  ),
})
export type CompanyList = z.output<typeof companyList>

export const certificateQuery = z.strictObject({
  /** Part of a company's name, a credit code, a person or a serial number. */
  text: z.string().trim().max(64).default(''),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type CertificateQuery = z.input<typeof certificateQuery>

export const certificateState = z.enum(['in-force', 'expired', 'revoked'])

export const certificateItem = z.strictObject({
  /** Lower-case hexadecimal. */
  serial: z.string(),
  usage: z.enum(['sign', 'encrypt']),
  state: certificateState,
  company: z.string(),
  creditCode: z.string(),
  person: z.string(),
  /** The two certificates of a person have the same one. */
  order: z.string(),
  notBefore: z.number(),
  notAfter: z.number(),
  issuedAt: z.number(),
  revokedAt: z.number().nullable(),
  reason: z.enum(REVOCATION_REASONS).nullable(),
})
export type CertificateItem = z.output<typeof certificateItem>

export const certificateList = z.strictObject({ total: z.number(), certificates: z.array(certificateItem) })
export type CertificateList = z.output<typeof certificateList>

export const serialParameter = z.strictObject({ serial: z.string().regex(/^[0-9a-f]{1,40}$/) })

export const revokeRequest = z.strictObject({ reason: z.enum(REVOCATION_REASONS) })
export type RevokeRequest = z.input<typeof revokeRequest>

export const auditQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) })

export const auditList = z.strictObject({
  chain: z.strictObject({
    rows: z.number(),
    /** Number of the first row that does not fit; null when all do. */
    brokenAt: z.number().nullable(),
    /** Hash of the last row that fits. */
    head: z.string(),
  }),
  /** Newest first. */
  rows: z.array(
    z.strictObject({
      n: z.number(),
      at: z.number(),
      actor: z.string(),
      action: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      hash: z.string(),
    }),
  ),
})
export type AuditList = z.output<typeof auditList>
