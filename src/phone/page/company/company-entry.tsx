import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { LinkRow } from '../kit/list.tsx'

/** The way to one's companies, for whoever is logged in. */
export const CompanyEntry = () => {
  const { t } = useTranslation()
  const app = useApp()
  const account = useAccountState((state) => state.account)
  if (account === null) return null
  return (
    <LinkRow
      icon="building"
      title={t('company.title')}
      note={t('company.why')}
      onOpen={() => app.open({ at: 'companies' })}
    />
  )
}
