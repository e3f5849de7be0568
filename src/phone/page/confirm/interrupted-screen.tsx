import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'

/** The page was loaded again while it was answering a code: its channel is gone. */
export const InterruptedScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <TopBar title={t('confirm.title')} leave={{ by: 'close', act: app.home }} />
      <main className="scroll">
        <Outcome tone="warn" icon="alert" title={t('interrupted.title')} next={t('interrupted.next')}>
          {t('interrupted.why')}
        </Outcome>
      </main>
      <footer className="foot two">
        <Button onClick={app.home}>{t('act.to-home')}</Button>
        <Button kind="main" icon="scan" onClick={app.scanAgain}>
          {t('act.scan-again')}
        </Button>
      </footer>
    </>
  )
}
