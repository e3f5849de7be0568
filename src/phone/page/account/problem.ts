/** Where on a form an error of the server belongs. Pure. */
import type { ErrorShape } from '#core/errors'
import type { FieldKind } from './draft.ts'

/** Limits that are said in words of their own. */
export const LIMITS = ['code-minute', 'code-day', 'code-address', 'code-all', 'password', 'identity'] as const
export type Limit = (typeof LIMITS)[number]

export interface FieldProblem {
  readonly field: FieldKind
  readonly text: 'code.wrong' | 'code.over' | 'newPassword.wrong' | 'password.refused' | 'current.refused'
  readonly count: number
}

/** What stands at a field; null for what stands above the form. */
export const problemAtField = (error: ErrorShape | null): FieldProblem | null => {
  const reason = error?.details['reason']
  const count = Number(error?.details['triesLeft'] ?? 0)
  switch (error?.code) {
    case 'code-wrong':
      return count === 0 ? { field: 'code', text: 'code.over', count } : { field: 'code', text: 'code.wrong', count }
    case 'code-over':
      return { field: 'code', text: 'code.over', count }
    case 'password-weak':
      return { field: 'newPassword', text: 'newPassword.wrong', count }
    case 'not-authorised':
      return reason === 'password' ? { field: 'password', text: 'password.refused', count } : null
    case 'invalid-input':
      return reason === 'password-wrong' ? { field: 'password', text: 'current.refused', count } : null
    default:
      return null
  }
}

/** Which limit was reached; null where it is none of an account's. */
export const limitIn = (error: ErrorShape): Limit | null =>
  error.code === 'rate-limited' ? (LIMITS.find((limit) => limit === error.details['reason']) ?? null) : null
