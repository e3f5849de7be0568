/**
 * The life of an application for a company's certificates: every move that there is stands in one
 * table, and nothing else moves.
 */
import { AppError } from '../errors.ts'

export const KINDS = ['claim', 'join', 'recover', 'renew', 'takeover'] as const
/**
 * Claim a company nobody has claimed, join one, get certificates back on a new phone, renew them, become the
 * administrator of a company whose own is gone (变更企业管理员).
 */
export type ApplicationKind = (typeof KINDS)[number]

/** A takeover costs what a claim does. */
export type PricedKind = Exclude<ApplicationKind, 'takeover'>
export const pricedAs = (kind: ApplicationKind): PricedKind => (kind === 'takeover' ? 'claim' : kind)

export const STATES = [
  'draft',
  'submitted',
  /** Join: the company's administrator agrees. */
  'agreed',
  /** Recover, take over: the first of two officers agrees. */
  'approved-once',
  'returned',
  'awaiting-payment',
  'paid',
  'issued',
  'withdrawn',
  'rejected',
  'expired',
] as const
export type ApplicationState = (typeof STATES)[number]

export const EVENTS = [
  'submit',
  'withdraw',
  'agree',
  'refuse',
  'approve',
  'return',
  'reject',
  'pay',
  'refund',
  'issue',
  'fail',
  'expire',
] as const
export type ApplicationEvent = (typeof EVENTS)[number]

export const ROLES = ['applicant', 'administrator', 'officer', 'payment', 'authority', 'clock'] as const
export type ActorRole = (typeof ROLES)[number]

/** Who moves an application: an account, an officer by name, or a part of the server. */
export interface Actor {
  readonly role: ActorRole
  readonly id: string
  /** An officer's own accounts, by which he applies as anybody does. */
  readonly accounts?: readonly string[]
}

export interface Standing {
  readonly kind: ApplicationKind
  readonly state: ApplicationState
  /** The account that it is of. */
  readonly applicant: string
  /** The first of two officers. */
  readonly approvedBy: string | null
}

interface Step {
  readonly kinds: readonly ApplicationKind[]
  readonly from: readonly ApplicationState[]
  readonly event: ApplicationEvent
  readonly by: ActorRole
  readonly to: ApplicationState
  /** By somebody who has not approved it yet. */
  readonly isSecond?: true
}

const ANY = KINDS
const ONE_OFFICER: readonly ApplicationKind[] = ['claim', 'renew']
const TWO_OFFICERS: readonly ApplicationKind[] = ['recover', 'takeover']
/** Those that can end without anybody's money. */
export const UNPAID = ['draft', 'submitted', 'agreed', 'approved-once', 'returned', 'awaiting-payment'] as const

/** A join is with the administrator first: officers see it when he has agreed. */
const STEPS: readonly Step[] = [
  { kinds: ANY, from: ['draft', 'returned'], event: 'submit', by: 'applicant', to: 'submitted' },
  { kinds: ANY, from: UNPAID, event: 'withdraw', by: 'applicant', to: 'withdrawn' },
  /** Of somebody whom he removes. */
  { kinds: ['recover', 'renew'], from: UNPAID, event: 'withdraw', by: 'administrator', to: 'withdrawn' },
  { kinds: ['join'], from: ['submitted'], event: 'agree', by: 'administrator', to: 'agreed' },
  { kinds: ['join'], from: ['submitted'], event: 'refuse', by: 'administrator', to: 'rejected' },
  { kinds: ONE_OFFICER, from: ['submitted'], event: 'approve', by: 'officer', to: 'awaiting-payment' },
  { kinds: ['join'], from: ['agreed'], event: 'approve', by: 'officer', to: 'awaiting-payment' },
  { kinds: TWO_OFFICERS, from: ['submitted'], event: 'approve', by: 'officer', to: 'approved-once' },
  {
    kinds: TWO_OFFICERS,
    from: ['approved-once'],
    event: 'approve',
    by: 'officer',
    to: 'awaiting-payment',
    isSecond: true,
  },
  { kinds: ONE_OFFICER, from: ['submitted'], event: 'return', by: 'officer', to: 'returned' },
  { kinds: ['join'], from: ['agreed'], event: 'return', by: 'officer', to: 'returned' },
  { kinds: TWO_OFFICERS, from: ['submitted', 'approved-once'], event: 'return', by: 'officer', to: 'returned' },
  { kinds: ONE_OFFICER, from: ['submitted'], event: 'reject', by: 'officer', to: 'rejected' },
  { kinds: ['join'], from: ['agreed'], event: 'reject', by: 'officer', to: 'rejected' },
  { kinds: TWO_OFFICERS, from: ['submitted', 'approved-once'], event: 'reject', by: 'officer', to: 'rejected' },
  /** Somebody else has become the administrator meanwhile. */
  { kinds: ['takeover'], from: [...UNPAID, 'paid'], event: 'reject', by: 'authority', to: 'rejected' },
  { kinds: ANY, from: ['awaiting-payment'], event: 'pay', by: 'payment', to: 'paid' },
  { kinds: ANY, from: ['paid'], event: 'refund', by: 'payment', to: 'withdrawn' },
  { kinds: ANY, from: ['paid'], event: 'issue', by: 'authority', to: 'issued' },
  /** It can never be issued; the money goes back. */
  { kinds: ANY, from: ['paid'], event: 'fail', by: 'authority', to: 'rejected' },
  { kinds: ANY, from: ['draft', 'returned', 'awaiting-payment'], event: 'expire', by: 'clock', to: 'expired' },
  { kinds: ['join'], from: ['submitted'], event: 'expire', by: 'clock', to: 'expired' },
]

/** States that nothing leaves. */
export const TERMINAL: readonly ApplicationState[] = STATES.filter(
  (state) => !STEPS.some(({ from }) => from.includes(state)),
)

/** Those in which the applicant may change what the application says. */
export const EDITABLE: readonly ApplicationState[] = ['draft', 'returned']

/** Those of a kind that wait for an officer. */
export const WAITING_FOR_OFFICER: { readonly [kind in ApplicationKind]: readonly ApplicationState[] } = {
  claim: ['submitted'],
  renew: ['submitted'],
  join: ['agreed'],
  recover: ['submitted', 'approved-once'],
  takeover: ['submitted', 'approved-once'],
}

const isWrongPerson = ({ applicant, approvedBy }: Standing, actor: Actor, isSecond: boolean): boolean => {
  const { role, id, accounts = [] } = actor
  if (role === 'applicant') return id !== applicant
  return id === applicant || accounts.includes(applicant) || (isSecond && id === approvedBy)
}

/**
 * Where an event by somebody leads. Only the applicant acts for the applicant; nobody else who acts
 * may be the applicant; the second officer is not the first. Throws `application-state` for all that
 * is not in the table.
 */
export const move = (standing: Standing, event: ApplicationEvent, actor: Actor): Standing => {
  const { kind, state } = standing
  const step = STEPS.find(
    (each) => each.kinds.includes(kind) && each.from.includes(state) && each.event === event && each.by === actor.role,
  )
  if (step === undefined) throw new AppError('application-state', { state, event, reason: 'step' })
  if (isWrongPerson(standing, actor, step.isSecond === true))
    throw new AppError('application-state', { state, event, reason: 'person' })
  return { ...standing, state: step.to, approvedBy: step.to === 'approved-once' ? actor.id : null }
}

/** What somebody in this role could do now, in the order of the table. */
export const possible = ({ kind, state }: Pick<Standing, 'kind' | 'state'>, by: ActorRole): ApplicationEvent[] =>
  STEPS.filter((step) => step.kinds.includes(kind) && step.from.includes(state) && step.by === by).map(
    ({ event }) => event,
  )
