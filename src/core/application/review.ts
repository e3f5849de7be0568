/** What an officer is shown of an application, what he has to look at himself, and how he decides. */
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { SEAL_KINDS, uploadId, applicationId, ID_TYPES } from './form.ts'
import { applicationItem, cursor, historyItem, reasonText, UPLOAD_PURPOSES, UPLOAD_TYPES } from './messages.ts'
import { EVENTS, KINDS, type ApplicationKind } from './state.ts'

export const TICKS = [
  'name',
  'credit-code',
  'legal-person',
  'id-number',
  'licence-until',
  'form',
  'stamp',
  'person',
  'seals',
  'term',
  'letter-seal',
  'certificates',
  /** The legal person or the company, at a number that was found independently. */
  'called-back',
] as const
/** What only a person can compare: what a picture shows with what the form says. */
export type Tick = (typeof TICKS)[number]

export interface Checklist {
  /** By which the audit log names it. A list that is changed gets another one. */
  readonly version: string
  readonly ticks: readonly Tick[]
}

/** In the order in which an officer goes through them. */
export const CHECKLISTS: { readonly [kind in ApplicationKind]: Checklist } = {
  claim: {
    version: 'claim-1',
    ticks: ['name', 'credit-code', 'legal-person', 'licence-until', 'id-number', 'form', 'stamp'],
  },
  join: { version: 'join-1', ticks: ['person', 'seals', 'term', 'letter-seal'] },
  recover: { version: 'recover-1', ticks: ['person', 'certificates', 'form', 'stamp'] },
  renew: { version: 'renew-1', ticks: ['name', 'person', 'certificates'] },
  takeover: {
    version: 'takeover-1',
    ticks: [
      'name',
      'credit-code',
      'legal-person',
      'licence-until',
      'id-number',
      'person',
      'form',
      'stamp',
      'called-back',
    ],
  },
}

/** Throws `invalid-input` unless all of the present checklist was ticked. */
export const requireTicked = (kind: ApplicationKind, { checklist, ticks }: Omit<Approval, 'version'>): void => {
  const { version, ticks: needed } = CHECKLISTS[kind]
  if (checklist !== version || !needed.every((tick) => ticks.includes(tick)))
    throw new AppError('invalid-input', { at: 'ticks', reason: 'checklist' })
}

export const CHECKS = [
  /** The check character of the credit code. */
  'code-sum',
  /** The registry's name of the company; `name` where it is another. */
  'registry-name',
  'unclaimed',
  /** Whether others claim the company, or want to take it over, as well; `count`. */
  'rivals',
  'card-sum',
  /** Whether the applicant is the legal person. */
  'own-person',
  'licence-date',
  /** Who the applicant is was proved: `method` and `at`. */
  'identity',
  /** It was proved again for this application, and is the first one: `method`, `first` and `at`. */
  'identity-again',
  /** The applicant belongs to the company. */
  'member',
  /** The administrator agreed; `at`. */
  'agreed',
  'term-date',
  /** Whose certificate the letter was sealed with: `person`, `serial`. */
  'letter-signed',
  /** Whether there are certificates to renew or recover; `at`, when they end or were revoked. */
  'previous',
  /** Whether the present administrator was told that somebody wants his place; `at`. */
  'administrator-told',
] as const
export type CheckName = (typeof CHECKS)[number]

export const VERDICTS = ['good', 'note', 'warn', 'bad'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What the server has found out itself. */
export const check = z.strictObject({
  name: z.enum(CHECKS),
  verdict: z.enum(VERDICTS),
  words: z.record(z.string(), z.string()),
  times: z.record(z.string(), z.number()),
})
export type Check = z.output<typeof check>

export const reviewQuery = z.strictObject({
  kind: z.enum(KINDS).optional(),
  /** Part of a company's name or credit code. */
  text: z.string().trim().max(100).default(''),
  after: cursor.optional(),
})
export type ReviewQuery = z.output<typeof reviewQuery>

export const queueItem = applicationItem.extend({
  /** It was sent back before. */
  isAgain: z.boolean(),
  /** The first of two officers. */
  approvedBy: z.string().nullable(),
})
export type QueueItem = z.output<typeof queueItem>

export const reviewList = z.strictObject({
  /** Of each kind, whatever is looked for. */
  counts: z.strictObject({
    ...{ claim: z.number(), join: z.number(), recover: z.number(), renew: z.number(), takeover: z.number() },
  }),
  /** How long the oldest has waited, in milliseconds; null when none does. */
  longest: z.number().nullable(),
  /** Longest waiting first. */
  applications: z.array(queueItem),
  next: z.string().nullable(),
})
export type ReviewList = z.output<typeof reviewList>

/** Numbers of persons are masked: enough is left to compare with a picture. */
const masked = z.string()

export const reviewAnswer = z.strictObject({
  ...queueItem.shape,
  /** How often it was submitted. */
  submissions: z.number(),
  applicant: z.strictObject({ name: z.string(), idNumber: masked, mobile: masked }).nullable(),
  /** Whose place a takeover is about: the present administrator, masked. */
  administrator: z.strictObject({ name: masked, mobile: masked }).nullable(),
  licence: z
    .strictObject({
      name: z.string(),
      creditCode: z.string(),
      legalPerson: z.string(),
      idType: z.enum(ID_TYPES),
      idNumber: masked,
      licenceUntil: z.string(),
    })
    .nullable(),
  /** In words. */
  certificate: z.strictObject({ province: z.string(), platform: z.string(), organisation: z.string() }).nullable(),
  authorisation: z.strictObject({ seals: z.array(z.enum(SEAL_KINDS)), until: z.string() }).nullable(),
  files: z.array(
    z.strictObject({
      id: uploadId,
      purpose: z.enum(UPLOAD_PURPOSES),
      type: z.enum(UPLOAD_TYPES),
      size: z.number(),
      at: z.number(),
    }),
  ),
  /** The certificates that are renewed or recovered. */
  previous: z
    .strictObject({
      /** Serial numbers. */
      signing: z.string(),
      encryption: z.string(),
      organisation: z.string(),
      notBefore: z.number(),
      notAfter: z.number(),
      revokedAt: z.number().nullable(),
    })
    .nullable(),
  checks: z.array(check),
  checklist: z.strictObject({ version: z.string(), ticks: z.array(z.enum(TICKS)) }),
  /** Why this officer may not approve it: it is his own, or he was the first of two. */
  barred: z.enum(['own', 'first']).nullable(),
  possible: z.array(z.enum(EVENTS)),
  /** The oldest first; officers by their names. */
  history: z.array(historyItem.extend({ officer: z.string().nullable() })),
})
export type ReviewAnswer = z.output<typeof reviewAnswer>

const version = z.int().min(1)
export const approval = z.strictObject({
  version,
  checklist: z.string().max(32),
  ticks: z.array(z.enum(TICKS)).max(TICKS.length),
})
export type Approval = z.output<typeof approval>
export const returning = z.strictObject({ version, reasons: z.array(reasonText).min(1).max(10) })
export type Returning = z.output<typeof returning>
export const rejection = z.strictObject({ version, reason: reasonText })
export type Rejection = z.output<typeof rejection>

export const fileParameter = z.strictObject({ id: applicationId, upload: uploadId })
