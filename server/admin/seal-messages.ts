/** What the console page and the server say to each other about seals. Times are milliseconds since 1970. */
import { SEAL_KINDS } from '#core/application/form'
import { z } from 'zod'

const code = z.string().regex(/^[0-9A-Z]{1,32}$/)
const kind = z.enum(SEAL_KINDS)

/** Where a page of seals ends: time, certificate, seal. */
const place = z.string().regex(/^\d{1,16}\.[0-9a-f]{1,40}\.[\w-]{1,64}$/)

/** `text` is part of a company's name, a credit code or a person, or a whole number of a seal. */
const filter = { text: z.string().trim().max(64).default(''), state: kind.optional() }
export const sealExport = z.strictObject(filter)
export type SealFilter = z.output<typeof sealExport>
export const sealQuery = z.strictObject({
  ...filter,
  after: place.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const sealParameter = z.strictObject({ seal: z.string().regex(/^[\w-]{1,64}$/) })

export const sealItem = z.strictObject({
  id: z.string(),
  kind: z.string(),
  company: z.string(),
  creditCode: z.string(),
  person: z.string(),
  /** Serial number of the signing certificate that may use it. */
  serial: z.string(),
  issuedAt: z.number(),
  /** Of the certificate. */
  notAfter: z.number(),
  revokedAt: z.number().nullable(),
  state: z.enum(['in-force', 'expired', 'revoked']),
})
export type SealItem = z.output<typeof sealItem>

/** In the order of their certificates, the newest first. */
export const sealList = z.strictObject({ seals: z.array(sealItem), next: place.nullable() })
export type SealList = z.output<typeof sealList>

export const sealDetails = z.strictObject({
  seal: sealItem,
  /** As the record says it. */
  name: z.string(),
  /** Millimetres. */
  width: z.number(),
  height: z.number(),
  validFrom: z.number(),
  validUntil: z.number(),
})
export type SealDetails = z.output<typeof sealDetails>

/** What of a round seal may differ from the usual. */
export const sealChoice = z.strictObject({
  /** Below the star. */
  line: z
    .string()
    .max(24)
    .transform((text) => text.replaceAll(/\s/g, ''))
    .refine((text) => [...text].length <= 12),
  /** Whether the credit code stands along the bottom. */
  hasCode: z.boolean(),
})
export type SealChoice = z.output<typeof sealChoice>

/** As it is kept. */
export const keptChoice = z.strictObject({ line: z.string(), hasCode: z.boolean() })

/** A seal that is drawn only. */
export const sealDraft = z.strictObject({
  kind,
  name: z
    .string()
    .max(80)
    .transform((text) => text.replaceAll(/\s/g, ''))
    .refine((text) => text !== '' && [...text].length <= 40),
  code: z.union([code, z.literal('')]),
  line: sealChoice.shape.line,
})
export type SealDraft = z.output<typeof sealDraft>

/** Kinds with something to choose. */
export const DESIGNED_KINDS = ['company', 'contract', 'finance'] as const
export const designParameter = z.strictObject({ code, kind: z.enum(DESIGNED_KINDS) })

export const sealDesigns = z.strictObject({
  company: z.strictObject({ name: z.string(), creditCode: z.string() }),
  designs: z.array(
    z.strictObject({
      kind: z.enum(DESIGNED_KINDS),
      choice: keptChoice,
      /** What it is without anybody's choice. */
      usual: keptChoice,
      /** Null where nobody has chosen. */
      savedBy: z.string().nullable(),
      savedAt: z.number().nullable(),
    }),
  ),
})
export type SealDesigns = z.output<typeof sealDesigns>
