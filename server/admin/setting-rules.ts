/** Settings are changed by two officers: one proposes, another approves. */
import { AppError } from '#core/errors'

export const CHANGE_STATES = ['proposed', 'approved', 'rejected', 'withdrawn'] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

export const CHANGE_EVENTS = ['approve', 'reject', 'withdraw'] as const
export type ChangeEvent = (typeof CHANGE_EVENTS)[number]

const STEPS = {
  approve: { to: 'approved', isOwn: false },
  reject: { to: 'rejected', isOwn: false },
  withdraw: { to: 'withdrawn', isOwn: true },
} as const satisfies Record<ChangeEvent, { readonly to: ChangeState; readonly isOwn: boolean }>

/**
 * Where an event by an officer leads. Whoever has proposed a change may withdraw it, and nobody else; others
 * decide about it. Throws `invalid-input`.
 */
export const decideChange = (
  { state, proposedBy }: { readonly state: string; readonly proposedBy: string },
  event: ChangeEvent,
  officer: string,
): ChangeState => {
  const { to, isOwn } = STEPS[event]
  if (state !== 'proposed') throw new AppError('invalid-input', { reason: 'change-decided' })
  if ((officer === proposedBy) !== isOwn)
    throw new AppError('invalid-input', { reason: isOwn ? 'change-of-another' : 'change-own' })
  return to
}
