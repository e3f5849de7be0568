/** Fetching the certificates of a paid application: which PIN it takes, and how far the phone is. Pure. */
import type { CredentialView } from '#agent/views'
import type { HeldCertificate } from '#core/application/holding'
import type { ApplicationAnswer } from '#core/application/messages'
import type { ErrorCode, ErrorShape } from '#core/errors'
import type { Call } from '../device/http.ts'

/** What the phone does after the PIN, in order. */
export const TASKS = ['keys', 'lock', 'certificates', 'check'] as const
export type Task = (typeof TASKS)[number]

export interface Download {
  readonly step: 'explain' | 'pin' | 'working' | 'done'
  readonly task: Task
  readonly result: CredentialView | null
  readonly error: ErrorShape | null
}

export const NOT_BEGUN: Download = { step: 'explain', task: 'keys', result: null, error: null }

/** `same`: of the keys that an interrupted download has left; `old`: of the certificate that is renewed. */
export type PinKind = 'new' | 'old' | 'same'

/** The credential whose PIN and older encryption keys go on under the new one; null where it is not here, or locked. */
export const renewedOf = (
  { kind, form }: Pick<ApplicationAnswer, 'kind' | 'form'>,
  holdings: readonly HeldCertificate[],
  credentials: readonly CredentialView[],
): CredentialView | null => {
  if (kind !== 'renew') return null
  const previous = holdings.find(({ application }) => application === form.previous)
  return credentials.find(({ id, state }) => id === previous?.fingerprint && state !== 'locked') ?? null
}

const later = (one: Task, other: Task): Task => (TASKS.indexOf(one) > TASKS.indexOf(other) ? one : other)

const taskOf = ({ path, phase }: Call): Task | null => {
  if (path.endsWith('/shares')) return phase === 'sent' ? 'lock' : 'certificates'
  if (path.endsWith('/certificates')) return phase === 'sent' ? 'certificates' : 'check'
  return null
}

/** Which task a call to the server belongs to; tasks never go back. */
export const taskAfter = (task: Task, call: Call): Task => later(task, taskOf(call) ?? task)

/** Where a fault can be put right; what else has gone wrong is said where the progress stood. */
const REMEDIES: { readonly [code in ErrorCode]?: Download['step'] } = {
  'pin-weak': 'pin',
  'pin-wrong': 'pin',
  'pin-locked': 'explain',
}

export const downloadFailed = (download: Download, error: ErrorShape): Download => ({
  ...download,
  task: 'keys',
  error,
  step: REMEDIES[error.code] ?? 'working',
})
