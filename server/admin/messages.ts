/** What the console page and the server say to each other. Times are milliseconds since 1970. */
import { mobile } from '#core/identity/account'
import { z } from 'zod'
import { ROLES, STAGES } from './roles.ts'

export const REVOCATION_REASONS = [
  'unspecified',
  'keyCompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
] as const

/** Done; there is nothing more to say. */
export const done = z.strictObject({})

export const loginRequest = z.strictObject({
  name: z.string().trim().min(1).max(64).default('officer'),
  password: z.string().min(1).max(256),
})

const roles = z.array(z.enum(ROLES))

/** The token goes into the header `x-csrf-token` of every request that changes something. */
export const session = z.strictObject({
  officer: z.string(),
  csrf: z.string(),
  roles,
  /** What comes next; with `open` everything that the roles allow. */
  stage: z.enum(STAGES),
})
export type Session = z.output<typeof session>

/** A secret for an authenticator app: in base 32 to type, as an address for the QR code. */
export const factorSetUp = z.strictObject({ secret: z.string(), uri: z.string() })
export type FactorSetUp = z.output<typeof factorSetUp>

/** Six digits of the app, or a recovery code. */
export const codeRequest = z.strictObject({ code: z.string().trim().min(1).max(40) })

/** Shown once: what opens the log-in when the app is lost, each once. */
export const factorSet = z.strictObject({ session, recoveryCodes: z.array(z.string()) })
export type FactorSet = z.output<typeof factorSet>

export const passwordChange = z.strictObject({
  current: z.string().min(1).max(256),
  password: z.string().min(12).max(256),
})

export const officerItem = z.strictObject({
  name: z.string(),
  roles,
  createdAt: z.number(),
  disabledAt: z.number().nullable(),
  /** Since when there is a second factor; null until it is set up. */
  factorAt: z.number().nullable(),
  /** Has not changed the password that was given out. */
  isTemporary: z.boolean(),
  /** By which the officer applies for certificates himself. */
  mobile: z.string().nullable(),
})
export type OfficerItem = z.output<typeof officerItem>

export const officerList = z.strictObject({ officers: z.array(officerItem) })
export type OfficerList = z.output<typeof officerList>

export const officerParameter = z.strictObject({ name: z.string().min(1).max(64) })

const someRoles = roles.min(1).transform((given) => ROLES.filter((role) => given.includes(role)))

export const newOfficer = z.strictObject({
  name: z
    .string()
    .trim()
    .normalize('NFKC')
    .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u),
  roles: someRoles,
})

export const rolesRequest = z.strictObject({ roles: someRoles })

/** Null for an officer without an account. */
export const mobileRequest = z.strictObject({ mobile: mobile.nullable() })

/** Good for one log-in, shown once. */
export const givenPassword = z.strictObject({ password: z.string() })
export type GivenPassword = z.output<typeof givenPassword>

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

/** A page of a list: those that hold a text, so many after so many. */
const listQuery = {
  text: z.string().trim().max(64).default(''),
  offset: z.coerce.number().int().min(0).max(10_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}

/** `text` is part of a name or a credit code. */
export const companyQuery = z.strictObject(listQuery)
export const companyExport = companyQuery.pick({ text: true })

export const companyItem = z.strictObject({
  creditCode: z.string(),
  name: z.string(),
  createdAt: z.number(),
  /** Not revoked. */
  certificates: z.number(),
})

export const companyList = z.strictObject({ total: z.number(), companies: z.array(companyItem) })
export type CompanyList = z.output<typeof companyList>

export const certificateState = z.enum(['in-force', 'expired', 'revoked'])

/** `text` is part of a company's name, a credit code, a person or a serial number. */
export const certificateExport = z.strictObject({
  text: listQuery.text,
  usage: z.enum(['sign', 'encrypt']).optional(),
  /** `ending`: in force, and within 90 days no more. */
  state: z.enum([...certificateState.options, 'ending']).optional(),
  /** The CA organisation that has issued them; the authority in this process where none is named. */
  organisation: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
    .optional(),
})
export type CertificateFilter = z.output<typeof certificateExport>
export const certificateQuery = certificateExport.extend(listQuery)

export const certificateItem = z.strictObject({
  /** Lower-case hexadecimal. */
  serial: z.string(),
  usage: z.enum(['sign', 'encrypt']),
  state: certificateState,
  /** The CA organisation that has issued it. */
  organisation: z.string(),
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

export const certificateList = z.strictObject({
  total: z.number(),
  certificates: z.array(certificateItem),
  /** Those whose certificates can be shown, the authority in this process first. */
  organisations: z.array(z.string()),
})
export type CertificateList = z.output<typeof certificateList>

export const serialParameter = z.strictObject({ serial: z.string().regex(/^[0-9a-f]{1,40}$/) })

export const revokeRequest = z.strictObject({ reason: z.enum(REVOCATION_REASONS) })
export type RevokeRequest = z.input<typeof revokeRequest>

const auditFilter = {
  /** Part of an actor or a fact. */
  text: z.string().trim().max(64).default(''),
  action: z
    .string()
    .regex(/^[a-z-]{1,40}$/)
    .nullable()
    .default(null),
}
export const auditExport = z.strictObject(auditFilter)
export const auditQuery = z.strictObject({
  ...auditFilter,
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** Rows before this number only. */
  before: z.coerce.number().int().min(1).nullable().default(null),
})

/** The whole log, read again. */
export const auditChain = z.strictObject({
  rows: z.number(),
  /** Number of the first row that does not fit; null when all do. */
  brokenAt: z.number().nullable(),
  /** Hash of the last row that fits. */
  head: z.string(),
})
export type AuditChain = z.output<typeof auditChain>

export const auditList = z.strictObject({
  /** Number of the last row that was looked at: a text is looked for in so many rows at a time. */
  searchedTo: z.number(),
  /** Those that the log has. */
  actions: z.array(z.string()),
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
