import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { LinkRow } from '../kit/list.tsx'

/** The ways to apply, and to what one has applied for. */
export const ApplyingEntries = () => {
  const { t } = useTranslation()
  const app = useApp()
  const isLoggedIn = useAccountState((state) => state.account !== null)
  return (
    <>
      <LinkRow
        icon="add"
        title={t('apply.begin')}
        note={t('apply.begin.why')}
        onOpen={() => app.open({ at: 'find-company' })}
      />
      {isLoggedIn && (
        <LinkRow
          icon="history"
          title={t('applications.title')}
          note={t('applications.why')}
          onOpen={() => app.open({ at: 'applications' })}
        />
      )}
    </>
  )
}
