import { useTranslation } from 'react-i18next'
import type { ConfirmationView } from '#agent/views'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './outcome-screen.css'
import type { Outcome } from './summary.ts'
import { useRequestTexts } from './texts.ts'

const ICONS: Readonly<Record<Outcome, IconName>> = {
  done: 'check',
  refused: 'close',
  cancelled: 'close',
  expired: 'clock',
  failed: 'alert',
}

interface OutcomeProps {
  readonly view: ConfirmationView
  readonly outcome: Outcome
}

/** What happened, and what to do. */
const useOutcomeTexts = ({ view, outcome }: OutcomeProps) => {
  const { t } = useTranslation()
  const { intent, error } = view
  if (outcome === 'done') {
    return { title: t('outcome.done'), body: t(`outcome.done.${intent}`), next: t(`outcome.done.${intent}.next`) }
  }
  if (outcome === 'failed' && error !== null) {
    return {
      title: t(`error.${error.code}.title`, error.details),
      body: t(`error.${error.code}.body`, error.details),
      next: t(`error.${error.code}.advice`, error.details),
    }
  }
  return { title: t(`outcome.${outcome}`), body: t(`outcome.${outcome}.body`), next: t(`outcome.${outcome}.next`) }
}

/** Home, or what is likely to help: another certificate where this one is locked, else another scan. */
const Acts = ({ outcome, isLocked }: { outcome: Outcome; isLocked: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  if (outcome === 'done') {
    return (
      <footer className="foot">
        <Button kind="main" onClick={app.leave}>
          {t('act.to-home')}
        </Button>
      </footer>
    )
  }
  const apply = () => {
    app.leave()
    void app.startEnrolling()
  }
  return (
    <footer className="foot two">
      <Button onClick={app.leave}>{t('act.to-home')}</Button>
      {isLocked ? (
        <Button kind="main" onClick={apply}>
          {t('certificates.apply')}
        </Button>
      ) : (
        <Button kind="main" icon="scan" onClick={app.scanAgain}>
          {t('act.scan-again')}
        </Button>
      )}
    </footer>
  )
}

/** How a request ended. */
export const OutcomeScreen = ({ view, outcome }: OutcomeProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const { title, body, next } = useOutcomeTexts({ view, outcome })
  const { heading, tender, computer } = useRequestTexts(view)
  return (
    <>
      <TopBar title={t('confirm.title')} leave={{ by: 'close', act: app.leave }} />
      <main className="scroll">
        <div className={`outcome ${outcome}`}>
          <span className="outcome-mark">
            <Icon name={ICONS[outcome]} size={32} />
          </span>
          <div role="status">
            <h2>{title}</h2>
          </div>
          <p>{body}</p>
          <p className="second">{next}</p>
        </div>
        <dl className="facts outcome-facts">
          <dt>{t('fact.request')}</dt>
          <dd>{heading}</dd>
          {tender && (
            <>
              <dt>{t('fact.tender')}</dt>
              <dd>{tender}</dd>
            </>
          )}
          <dt>{t('fact.computer')}</dt>
          <dd>{computer}</dd>
          {outcome === 'failed' && view.error && (
            <>
              <dt>{t('fact.fault')}</dt>
              <dd className="mono">{view.error.code}</dd>
            </>
          )}
        </dl>
      </main>
      <Acts outcome={outcome} isLocked={view.error?.code === 'pin-locked'} />
    </>
  )
}
