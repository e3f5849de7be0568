/** What the console page and the server say to each other about people and what belongs to them. */
import { cursor, orderItem } from '#core/order/order'
import { z } from 'zod'

export const PERSON_STATES = ['identified', 'unidentified'] as const
export const SESSION_REASONS = ['phone-lost', 'asked-for', 'misuse'] as const

/** `text` is part of a mobile number, a whole credit code, or a name as certificates have it. */
const filter = { text: z.string().trim().max(64).default(''), state: z.enum(PERSON_STATES).optional() }

export const personExport = z.strictObject(filter)
export const personQuery = z.strictObject({
  ...filter,
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const accountParameter = z.strictObject({ account: z.string().regex(/^[\w-]{1,64}$/) })

export const membership = z.strictObject({
  creditCode: z.string(),
  company: z.string(),
  role: z.string(),
  since: z.number(),
  endedAt: z.number().nullable(),
})

export const personItem = z.strictObject({
  id: z.string(),
  /** 138****1234 */
  mobile: z.string(),
  /** Masked for those who need not know it; null until it is proved. */
  name: z.string().nullable(),
  createdAt: z.number(),
  identifiedAt: z.number().nullable(),
  /** Phones that are logged in. */
  devices: z.number(),
  /** Where the person belongs now. */
  memberships: z.array(membership),
})
export type PersonItem = z.output<typeof personItem>

/** Newest first. */
export const personList = z.strictObject({ people: z.array(personItem), next: cursor.nullable() })
export type PersonList = z.output<typeof personList>

export const applicationLine = z.strictObject({
  id: z.string(),
  kind: z.string(),
  state: z.string(),
  company: z.string(),
  createdAt: z.number(),
})
export type ApplicationLine = z.output<typeof applicationLine>

export const orderLine = orderItem.pick({
  id: true,
  kind: true,
  company: true,
  fen: true,
  state: true,
  createdAt: true,
})
export type OrderLine = z.output<typeof orderLine>

/** A pair of certificates. */
export const holdingLine = z.strictObject({
  application: z.string(),
  company: z.string(),
  organisation: z.string(),
  /** Serial number of the signing certificate. */
  serial: z.string(),
  notAfter: z.number(),
  state: z.enum(['in-force', 'expired', 'revoked']),
})
export type HoldingLine = z.output<typeof holdingLine>

export const personDetails = z.strictObject({
  person: personItem,
  /** Until when no password is taken, after too many wrong ones. */
  lockedUntil: z.number().nullable(),
  devices: z.array(z.strictObject({ name: z.string(), createdAt: z.number(), seenAt: z.number() })),
  /** Each list newest first. */
  memberships: z.array(membership),
  applications: z.array(applicationLine),
  certificates: z.array(holdingLine),
  orders: z.array(orderLine),
})
export type PersonDetails = z.output<typeof personDetails>

export const endRequest = z.strictObject({ reason: z.enum(SESSION_REASONS) })
export type EndRequest = z.output<typeof endRequest>
