/** Getting a certificate: what is asked, in which order, and how far the phone is. Pure. */
import type { CredentialView } from '#agent/views'
import type { ErrorShape } from '#core/errors'
import { isCreditCode } from '#core/certificate/credit-code'
import type { Call } from '../device/http.ts'

/** A company that a demo server offers. */
export interface DemoCompany {
  readonly name: string
  readonly creditCode: string
}

export interface Form {
  readonly person: string
  readonly creditCode: string
  readonly device: string
}

/** What the phone does after the PIN is chosen, in order. */
export const TASKS = ['keys', 'certificates', 'check', 'lock'] as const
export type Task = (typeof TASKS)[number]

export interface Enrolment {
  readonly step: 'form' | 'pin' | 'working' | 'done'
  readonly form: Form
  readonly companies: readonly DemoCompany[]
  readonly task: Task
  readonly result: CredentialView | null
  readonly error: ErrorShape | null
}

export const newEnrolment = (device: string, companies: readonly DemoCompany[]): Enrolment => ({
  step: 'form',
  form: { person: '', creditCode: '', device },
  companies,
  task: 'keys',
  result: null,
  error: null,
})

/** Another one; what was filled in for one that has come to nothing still stands. */
export const enrolmentAgain = ({ step, form, companies }: Enrolment, device: string): Enrolment => {
  const fresh = newEnrolment(device, companies)
  return step === 'done' ? fresh : { ...fresh, form }
}

const NAME_LIMIT = 64

/** A credit code as it is printed: upper case, without blanks. */
export const tidyCode = (text: string): string => text.replace(/\s/g, '').toUpperCase()

const isName = (text: string): boolean => text.trim().length > 0 && text.trim().length <= NAME_LIMIT

const CODE = /^[0-9A-Z]{18}$/

/** Eighteen characters whose check character does not fit: a slip. */
export const isSlip = (creditCode: string): boolean =>
  CODE.test(tidyCode(creditCode)) && !isCreditCode(tidyCode(creditCode))

/** The fields that cannot be sent as they are. */
export const wrongFields = ({ person, creditCode, device }: Form): readonly (keyof Form)[] => [
  ...(isName(person) ? [] : (['person'] as const)),
  ...(isCreditCode(tidyCode(creditCode)) ? [] : (['creditCode'] as const)),
  ...(isName(device) ? [] : (['device'] as const)),
]

const later = (one: Task, other: Task): Task => (TASKS.indexOf(one) > TASKS.indexOf(other) ? one : other)

const taskOf = ({ path, phase }: Call): Task | null => {
  if (path.endsWith('/enrolments')) return phase === 'sent' ? 'certificates' : 'check'
  if (path.endsWith('/shares')) return 'lock'
  return null
}

/** Which task a call to the server belongs to; tasks never go back. */
export const taskAfter = (task: Task, call: Call): Task => later(task, taskOf(call) ?? task)

/** Faults that are put right in the form; the rest may work when it is tried again. */
const FORM_FAULTS: readonly string[] = ['credit-code-invalid', 'company-unknown', 'invalid-input']

/** Back to where the fault can be put right. */
export const enrolmentFailed = (enrolment: Enrolment, error: ErrorShape): Enrolment => ({
  ...enrolment,
  task: 'keys',
  error,
  step: error.code === 'pin-weak' ? 'pin' : FORM_FAULTS.includes(error.code) ? 'form' : enrolment.step,
})
