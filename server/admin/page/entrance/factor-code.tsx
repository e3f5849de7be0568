import { useTranslation } from 'react-i18next'
import { CodeForm } from './code-form.tsx'
import { useConsole } from '../context.tsx'

/** The second factor of a log-in. */
export const FactorCode = () => {
  const { t } = useTranslation()
  const console = useConsole()
  return (
    <main className="login">
      <CodeForm label={t('code.label')} act={t('login.go')} isNumber={false} onCode={console.enterCode}>
        <h1>{t('code.title')}</h1>
        <p className="second">{t('code.lead')}</p>
      </CodeForm>
    </main>
  )
}
