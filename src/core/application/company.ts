/** What phone and server say to each other about a company's members and its administrator. */
import { z } from 'zod'
import { canonicalBytes } from '../bytes/canonical-json.ts'
import type { Bytes } from '../bytes/bytes.ts'
import { bytes } from '../certificate/enrolment.ts'
import { applicationId, authorisationStep, creditCode } from './form.ts'
import { HOLDING_STATES } from './holding.ts'

export const MEMBER_ROLES = ['administrator', 'staff'] as const
export type MemberRole = (typeof MEMBER_ROLES)[number]

/** How long an offer to hand over the administration stands; ms. */
export const HANDOVER_LIFETIME = 7 * 24 * 3600_000

export const HANDOVER_STATES = ['offered', 'accepted', 'declined', 'withdrawn', 'expired'] as const
export type HandoverState = (typeof HANDOVER_STATES)[number]

/** An offer that stands. */
export const handover = z.strictObject({
  id: z.string(),
  /** The member to whom the administration is offered, by name and by application. */
  application: z.string(),
  name: z.string(),
  offeredAt: z.number(),
  until: z.number(),
})
export type Handover = z.output<typeof handover>

/** A company that the one who asks belongs to. */
export const ownCompany = z.strictObject({
  creditCode: z.string(),
  name: z.string(),
  role: z.enum(MEMBER_ROLES),
  since: z.number(),
  /** The application by which one became a member. */
  application: z.string(),
  /** What one may use, and how long; null for whoever claimed the company. */
  authorisation: authorisationStep.nullable(),
  /** The administrator as his colleagues may know him. */
  administrator: z.string(),
  members: z.number(),
  /** Wishes to join that wait for the administrator; 0 for others. */
  waiting: z.number(),
  /** For the administrator the one that he has made, for a member the one that is made to him. */
  handover: handover.nullable(),
})
export type OwnCompany = z.output<typeof ownCompany>

export const ownCompanies = z.strictObject({ companies: z.array(ownCompany) })

/** Somebody of the company, as its administrator sees him. */
export const memberItem = z.strictObject({
  /** By which he became one: names him. */
  application: z.string(),
  name: z.string(),
  /** 138****1234 */
  mobile: z.string(),
  role: z.enum(MEMBER_ROLES),
  isOneself: z.boolean(),
  since: z.number(),
  /** What the letter says; null for whoever claimed the company. */
  authorisation: authorisationStep.nullable(),
  /** The letter, as an upload. */
  letter: z.string().nullable(),
  /** His certificates, the newest first. */
  certificates: z.array(
    z.strictObject({
      application: z.string(),
      state: z.enum(HOLDING_STATES),
      notBefore: z.number(),
      notAfter: z.number(),
    }),
  ),
})
export type MemberItem = z.output<typeof memberItem>

export const DEPARTURES = ['removed', 'left'] as const
export type DepartureKind = (typeof DEPARTURES)[number]

/** What comes later at the same time stands later. */
/** `took-over`: by two officers' decision, in the place of the former administrator. */
export const COMPANY_EVENTS = ['joined', 'took-over', ...HANDOVER_STATES, ...DEPARTURES] as const
export type CompanyEvent = (typeof COMPANY_EVENTS)[number]

export const memberList = z.strictObject({
  /** The administrator first, then the oldest. */
  members: z.array(memberItem),
  /** What has happened, the newest first. */
  history: z.array(z.strictObject({ at: z.number(), event: z.enum(COMPANY_EVENTS), name: z.string() })),
})
export type MemberList = z.output<typeof memberList>

export const memberParameter = z.strictObject({ creditCode, application: applicationId })
export const handoverParameter = z.strictObject({ creditCode, id: applicationId })

/** Said with the key of one's certificate, which takes the PIN. */
export const signedStatement = z.strictObject({
  /** When it was signed; ms. */
  at: z.int(),
  /** ECDSA with SHA-256 over the statement's bytes, DER. */
  signature: bytes(128),
})
export type SignedStatement = z.input<typeof signedStatement>

export const handoverRequest = z.strictObject({ ...signedStatement.shape, application: applicationId })
export type HandoverRequest = z.input<typeof handoverRequest>

/** What is signed: this member shall be one no more; by the administrator, or by the member himself. */
export const removalBytes = (application: string, at: number): Bytes =>
  canonicalBytes({ format: 'bidseal-removal/1', application, at })

/** What is signed: the administration of the company is offered to this member. */
export const handoverBytes = (company: string, application: string, at: number): Bytes =>
  canonicalBytes({ format: 'bidseal-handover/1', creditCode: company, application, at })
