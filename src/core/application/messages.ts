/** What phone and server say to each other about companies, applications and messages. */
import { z } from 'zod'
import { mobile } from '../identity/account.ts'
import {
  applicationForm,
  applicationId,
  authorisationStep,
  certificateStep,
  companyStep,
  creditCode,
  personName,
  uploadId,
} from './form.ts'
import { EVENTS, KINDS, ROLES, STATES } from './state.ts'

/** Where a list goes on: what the page before gave out. */
export const cursor = z.string().regex(/^\d{1,15}\.[0-9a-f:.-]{1,80}$/)

export const companyQuery = z.strictObject({ text: z.string().trim().min(2).max(100) })
export const companyParameter = z.strictObject({ creditCode })
export const companyAnswer = z.strictObject({
  companies: z.array(z.strictObject({ creditCode: z.string(), name: z.string(), isClaimed: z.boolean() })),
})
export type CompanyAnswer = z.output<typeof companyAnswer>

/** The administrator as somebody sees him who wants to join. */
export const administratorAnswer = z.strictObject({
  company: z.string(),
  /** 张*三 */
  name: z.string(),
  /** 138****1234 */
  mobile: z.string(),
})
export type AdministratorAnswer = z.output<typeof administratorAnswer>

/** What a pair of certificates costs, in Chinese cents. */
const prices = { claim: z.number(), join: z.number(), renew: z.number(), recover: z.number() }

const named = { id: z.string(), name: z.string() }
export const choicesAnswer = z.strictObject({
  provinces: z.array(z.strictObject(named)),
  platforms: z.array(z.strictObject({ ...named, provinces: z.array(z.string()) })),
  organisations: z.array(z.strictObject({ ...named, isAvailable: z.boolean(), fen: z.strictObject(prices) })),
})
export type ChoicesAnswer = z.output<typeof choicesAnswer>

export const applicationRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['claim', 'takeover']), company: companyStep }),
  /** The administrator's data, completed, show that the applicant knows him. */
  z.strictObject({
    kind: z.literal('join'),
    creditCode,
    administrator: z.strictObject({ name: personName, mobile }),
  }),
  z.strictObject({ kind: z.enum(['recover', 'renew']), previous: applicationId }),
])
export type ApplicationRequest = z.input<typeof applicationRequest>

/** The version that was looked at: a change of another one is refused. */
const version = z.int().min(1)
export const versioned = z.strictObject({ version })
export const companyChange = z.strictObject({ version, company: companyStep })
export const certificateChange = z.strictObject({ version, certificate: certificateStep })
export const stampedChange = z.strictObject({ version, stamped: uploadId })
export const authorisationChange = z.strictObject({ version, authorisation: authorisationStep })
export const agreement = z.strictObject({ version, letter: uploadId })
export const reasonText = z.string().trim().min(1).max(500)
export const refusal = z.strictObject({ version, reason: reasonText })

export const WARNINGS = ['credit-code'] as const

export const applicationItem = z.strictObject({
  id: z.string(),
  kind: z.enum(KINDS),
  state: z.enum(STATES),
  version: z.number(),
  creditCode: z.string(),
  company: z.string(),
  createdAt: z.number(),
  changedAt: z.number(),
  submittedAt: z.number().nullable(),
})
export type ApplicationItem = z.output<typeof applicationItem>

export const historyItem = z.strictObject({
  at: z.number(),
  event: z.enum(EVENTS),
  state: z.enum(STATES),
  role: z.enum(ROLES),
  /** Why, where somebody said so. */
  reasons: z.array(z.string()),
})
export type HistoryItem = z.output<typeof historyItem>

export const applicationAnswer = z.strictObject({
  ...applicationItem.shape,
  form: applicationForm,
  warnings: z.array(z.enum(WARNINGS)),
  /** What the one who asks can do now. */
  possible: z.array(z.enum(EVENTS)),
  /** The oldest first. */
  history: z.array(historyItem),
})
export type ApplicationAnswer = z.output<typeof applicationAnswer>

/** What the administrator sees of somebody who wants to join. */
export const joiningAnswer = z.strictObject({
  ...applicationItem.shape,
  applicant: z.strictObject({ name: z.string(), mobile: z.string() }),
  authorisation: authorisationStep.nullable(),
  possible: z.array(z.enum(EVENTS)),
  history: z.array(historyItem),
})
export type JoiningAnswer = z.output<typeof joiningAnswer>

export const pageQuery = z.strictObject({ after: cursor.optional() })
export const idParameter = z.strictObject({ id: applicationId })
export const applicationList = z.strictObject({
  applications: z.array(applicationItem),
  /** Null at the end. */
  next: z.string().nullable(),
})
export type ApplicationList = z.output<typeof applicationList>
/** Who waits for the administrator. */
export const joiningList = z.strictObject({
  applications: z.array(
    z.strictObject({ ...applicationItem.shape, applicant: z.strictObject({ name: z.string(), mobile: z.string() }) }),
  ),
})
export type JoiningItem = z.output<typeof joiningList>['applications'][number]

export const UPLOAD_PURPOSES = ['licence', 'stamped', 'letter'] as const
export type UploadPurpose = (typeof UPLOAD_PURPOSES)[number]
export const UPLOAD_TYPES = ['image/jpeg', 'image/png', 'application/pdf'] as const
export type UploadType = (typeof UPLOAD_TYPES)[number]

export const uploadQuery = z.strictObject({ purpose: z.enum(UPLOAD_PURPOSES) })
export const uploadParameter = z.strictObject({ id: uploadId })
export const uploadAnswer = z.strictObject({ id: z.string(), type: z.enum(UPLOAD_TYPES), size: z.number() })
export type UploadAnswer = z.output<typeof uploadAnswer>

/** What a message says has happened. */
export const MESSAGE_KINDS = [
  'submitted',
  'join-wanted',
  'recovery-wanted',
  // to the administrator, about who wants his place
  'takeover-wanted',
  'takeover-approved',
  'takeover-rejected',
  'agreed',
  'refused',
  'half-approved',
  'to-pay',
  'returned',
  'rejected',
  'to-download',
  'refunded',
  'issued',
  'not-issued',
  'expired',
  // about certificates; the application is the one that brought them
  'revoked',
  'renewable',
  // about members of a company; the application is the one by which the member became one
  'removed',
  'member-removed',
  'left',
  'member-left',
  'handover-offered',
  'handover-made',
  'administrator-now',
  'administrator-no-more',
  'administrator-replaced',
  'handover-declined',
  'handover-withdrawn',
  'handover-expired',
] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

export const messageParameter = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/) })
/** All that came up to a moment: what comes while it is on its way stays new. */
export const readThrough = z.strictObject({ until: z.int().nonnegative() })
export const messageList = z.strictObject({
  unread: z.number(),
  messages: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(MESSAGE_KINDS),
      at: z.number(),
      isRead: z.boolean(),
      application: z.strictObject({
        id: z.string(),
        kind: z.enum(KINDS),
        company: z.string(),
        creditCode: z.string(),
        /** Where it is now. */
        state: z.enum(STATES),
      }),
    }),
  ),
  next: z.string().nullable(),
})
export type MessageList = z.output<typeof messageList>
