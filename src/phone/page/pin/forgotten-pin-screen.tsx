import { useTranslation } from 'react-i18next'
import { useAccountState, useApp, useAppState } from '../app/context.tsx'
import { useCertificates, useLook } from '../certificates/use-certificates.ts'
import { Button } from '../kit/button.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import '../home/help-screen.css'

/** From here a certificate is got back: by whoever is logged in, of the account that holds it. */
export const ForgottenPinScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const isLoggedIn = useAccountState((state) => state.account !== null)
  const current = useAppState((state) => state.current)
  const certificate = useCertificates().find(({ id }) => id === current?.id)
  useLook()
  const canRecover = certificate?.holding?.isRecoverable === true
  const recover = () => {
    app.leave()
    if (canRecover) app.open({ at: 'recover', credential: certificate.id })
    else app.open({ at: 'account', page: 'login' })
  }
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
      <footer className="foot two">
        <Button onClick={app.back}>{t('act.back')}</Button>
        {(canRecover || !isLoggedIn) && (
          <Button kind="main" onClick={recover}>
            {t(canRecover ? 'recover.title' : 'certificates.login')}
          </Button>
        )}
      </footer>
    </>
  )
}
