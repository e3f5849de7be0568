import { useTranslation } from 'react-i18next'
import { useApplyingState } from '../app/context.tsx'
import { Note } from '../kit/note.tsx'
import { reasonsOf } from './words.tsx'

/** Why an application came back, above everything else. */
export const Returned = () => {
  const { t } = useTranslation()
  const application = useApplyingState((state) => state.application)
  if (application?.state !== 'returned') return null
  return (
    <Note tone="warn" icon="undo" title={t('apply.returned')}>
      {reasonsOf(application.history).join(t('mark.item'))}
    </Note>
  )
}
