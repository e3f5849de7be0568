import { useTranslation } from 'react-i18next'
import type { ConfirmationView } from '#agent/views'
import { Note } from '../kit/note.tsx'

/** That the relay cannot be reached just now; it is tried again by itself. */
export const Trouble = ({ error }: Pick<ConfirmationView, 'error'>) => {
  const { t } = useTranslation()
  return (
    <div role="status">
      {error && (
        <Note tone="warn" icon="alert" title={t('confirm.trouble')}>
          {t('confirm.trouble.why')}
        </Note>
      )}
    </div>
  )
}
