import { useTranslation } from 'react-i18next'
import type { CredentialView } from '#agent/views'
import { Note } from '../kit/note.tsx'
import type { ReactNode } from 'react'

/** What can still be done with a certificate that has ended, and what cannot. Nothing for one in force. */
export const UnusableNote = ({
  credential: { state },
  action,
}: {
  credential: CredentialView
  /** Leads to one that can be used. */
  action?: ReactNode
}) => {
  const { t } = useTranslation()
  if (state === 'in-force') return null
  return (
    <Note tone="warn" icon={state === 'locked' ? 'lock' : 'alert'} title={t(`unusable.${state}`)} action={action}>
      {t(`unusable.${state}.why`)}
    </Note>
  )
}
