import { useTranslation } from 'react-i18next'
import { useApp, useCompanyState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { LinkRow } from '../kit/list.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { OneCompany } from './company-screen.tsx'
import { Problem } from './problem.tsx'
import { DoneNote, RoleTag } from './words.tsx'

const NoCompany = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <p className="company-none">{t('company.none')}</p>
      <p className="second">{t('company.none.why')}</p>
      <p className="company-act">
        <Button icon="search" onClick={() => app.open({ at: 'find-company' })}>
          {t('company.find')}
        </Button>
      </p>
    </>
  )
}

/** The companies of somebody; the only one itself. */
export const CompaniesScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const companies = useCompanyState((state) => state.companies)
  const error = useCompanyState((state) => state.error)
  const [only, ...others] = companies ?? []
  if (only !== undefined && others.length === 0) return <OneCompany creditCode={only.creditCode} />
  return (
    <>
      <TopBar title={t('company.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <DoneNote />
        {error && <Problem error={error} screen={{ at: 'companies' }} />}
        {companies === null && error === null && <p className="quiet company-none">{t('company.loading')}</p>}
        {companies?.length === 0 && <NoCompany />}
        <ul>
          {companies?.map(({ creditCode, name, role, waiting }) => (
            <LinkRow
              key={creditCode}
              icon="building"
              title={name}
              note={waiting > 0 ? t('company.waiting.count', { count: waiting }) : creditCode}
              value={<RoleTag role={role} />}
              onOpen={() => app.open({ at: 'company', creditCode })}
            />
          ))}
        </ul>
      </main>
    </>
  )
}
