import { useTranslation } from 'react-i18next'
import type { ApplicationKind } from '#core/application/state'
import { Icon } from '#resources/kit/icon.tsx'
import './applying.css'
import { STEPS, type ShownStep } from './steps.ts'

/** How far one has come: done, here, later. Nothing where there is one step only. */
export const StepBar = ({ kind, here }: { kind: ApplicationKind; here: ShownStep }) => {
  const { t } = useTranslation()
  const steps = STEPS[kind]
  const at = steps.indexOf(here)
  if (steps.length === 1) return null
  return (
    <ol className="step-bar" aria-label={t('apply.steps')}>
      {steps.map((step, index) => {
        const state = index < at ? 'done' : index === at ? 'here' : 'later'
        return (
          <li key={step} className={state} {...(state === 'here' ? { 'aria-current': 'step' } : {})}>
            <span className="step-mark">{state === 'done' ? <Icon name="check" size={14} /> : index + 1}</span>
            <span>{t(`apply.step.${step}`)}</span>
          </li>
        )
      })}
    </ol>
  )
}
