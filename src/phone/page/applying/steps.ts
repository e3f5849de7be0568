/** In which steps an application is filled in. Pure. */
import type { ApplicationForm } from '#core/application/form'
import type { ApplicationAnswer } from '#core/application/messages'
import { EDITABLE, type ApplicationKind } from '#core/application/state'
import type { ApplicationStep } from '../app/screen.ts'

/** What stands in the row of steps: some of them are over before there is an application to change. */
export type ShownStep = ApplicationStep | 'administrator' | 'policy'

export const STEPS: { readonly [kind in ApplicationKind]: readonly ShownStep[] } = {
  claim: ['company', 'certificate', 'form'],
  join: ['administrator', 'certificate'],
  recover: ['policy', 'form'],
  renew: ['certificate'],
  takeover: ['company', 'certificate', 'form'],
}

const isOpen = (step: ShownStep): step is ApplicationStep => step !== 'administrator' && step !== 'policy'

const openSteps = (kind: ApplicationKind): readonly ApplicationStep[] => STEPS[kind].filter(isOpen)

/** Null for the last one. */
export const stepAfter = (kind: ApplicationKind, step: ApplicationStep): ApplicationStep | null => {
  const steps = openSteps(kind)
  return steps[steps.indexOf(step) + 1] ?? null
}

/** Null for the first one that can be changed. */
export const stepBefore = (kind: ApplicationKind, step: ApplicationStep): ApplicationStep | null => {
  const steps = openSteps(kind)
  return steps[steps.indexOf(step) - 1] ?? null
}

const PART: { readonly [step in ApplicationStep]: keyof ApplicationForm } = {
  company: 'company',
  certificate: 'certificate',
  form: 'stamped',
}

/** Where somebody goes on: at the first step when it was returned, else at the first that is not filled in. */
export const stepToGoOn = ({
  kind,
  state,
  form,
}: Pick<ApplicationAnswer, 'kind' | 'state' | 'form'>): ApplicationStep => {
  const steps = openSteps(kind)
  const [first = 'certificate'] = steps
  if (state === 'returned') return first
  return steps.find((step) => form[PART[step]] === null) ?? steps.at(-1) ?? first
}

export const isEditable = ({ state }: Pick<ApplicationAnswer, 'state'>): boolean => EDITABLE.includes(state)
