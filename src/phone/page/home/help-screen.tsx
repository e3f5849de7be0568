import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './help-screen.css'

export const HelpScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <TopBar title={t('help.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <ol className="help-steps">
          <li>{t('help.1')}</li>
          <li>{t('help.2')}</li>
          <li>{t('help.3')}</li>
          <li>{t('help.4')}</li>
        </ol>
        <h2 className="section">{t('help.safe')}</h2>
        <p>{t('help.safe.why')}</p>
      </main>
    </>
  )
}

/** Opened by a camera's browser that holds no certificate: it says so, and offers nothing on the way. */
export const NoCertificateScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <TopBar title={t('no-certificate.title')} leave={{ by: 'close', act: app.home }} />
      <main className="scroll">
        <h2 className="help-heading">{t('no-certificate.heading')}</h2>
        <p className="second">{t('no-certificate.why')}</p>
        <dl className="help-cases">
          <dt>{t('no-certificate.installed')}</dt>
          <dd>{t('no-certificate.installed.next')}</dd>
          <dt>{t('no-certificate.elsewhere')}</dt>
          <dd>{t('no-certificate.elsewhere.next')}</dd>
          <dt>{t('no-certificate.none')}</dt>
          <dd>{t('no-certificate.none.next')}</dd>
        </dl>
      </main>
      <footer className="foot">
        <Button onClick={app.home}>{t('act.to-home')}</Button>
      </footer>
    </>
  )
}
