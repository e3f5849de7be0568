import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import '../home/help-screen.css'

export const ForgottenPinScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <TopBar title={t('pin.forgotten')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <h2 className="help-heading">{t('forgotten.heading')}</h2>
        <p className="second">{t('forgotten.why')}</p>
        <ol className="help-steps">
          <li>{t('forgotten.1')}</li>
          <li>{t('forgotten.2')}</li>
          <li>{t('forgotten.3')}</li>
        </ol>
      </main>
      <footer className="foot">
        <Button onClick={app.back}>{t('act.back')}</Button>
      </footer>
    </>
  )
}
