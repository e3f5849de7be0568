import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorShape } from '#core/errors'
import { useApplyingState } from '../app/context.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Note } from '../kit/note.tsx'
import './applying.css'

const REFUSALS = ['size', 'type', 'picture'] as const
const MISSING = ['company', 'certificate', 'stamped', 'identity'] as const
const STATES = ['open', 'member'] as const

/** What is said about an error of applying in words of its own; null for all others. */
const useWords = (): ((error: ErrorShape) => { readonly title: string; readonly text: string } | null) => {
  const { t } = useTranslation()
  return ({ code, details }) => {
    const reason = String(details['reason'] ?? details['at'])
    const refusal = REFUSALS.find((each) => each === reason)
    if (code === 'upload-refused' && refusal)
      return { title: t('error.upload-refused.title'), text: t(`apply.refused.${refusal}`) }
    const missing = MISSING.find((each) => each === reason)
    if (code === 'application-incomplete' && missing)
      return { title: t('error.application-incomplete.title'), text: t(`apply.missing.${missing}`) }
    const state = STATES.find((each) => each === reason)
    if (code === 'application-state' && state)
      return { title: t(`apply.state.${state}`), text: t(`apply.state.${state}.why`) }
    if (code === 'acquaintance-wrong') {
      const count = Number(details['triesLeft'] ?? 0)
      return { title: t('error.acquaintance-wrong.title'), text: t('apply.join.wrong', { count }) }
    }
    if (code === 'rate-limited' && reason === 'acquaintance')
      return { title: t('apply.join.limit'), text: t('apply.join.limit.why') }
    return null
  }
}

/** Why something came to nothing, and what to do. */
export const ProblemNote = ({ error, action }: { error: ErrorShape; action?: ReactNode }) => {
  const words = useWords()(error)
  if (words === null)
    return (
      <>
        <FaultNote error={error} />
        {action && <div className="problem-act">{action}</div>}
      </>
    )
  return (
    <Note tone="bad" icon="alert" title={words.title} action={action}>
      {words.text}
    </Note>
  )
}

/** Why the last act came to nothing. */
export const Problem = ({ action }: { action?: ReactNode }) => {
  const error = useApplyingState((state) => state.error)
  return error === null ? null : <ProblemNote error={error} action={action} />
}
