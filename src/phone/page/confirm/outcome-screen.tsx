import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConfirmationView } from '#agent/views'
import { useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import type { IconName } from '#resources/kit/icon.tsx'
import { Outcome as Ending } from '../kit/outcome.tsx'
import { useStrayTap } from '../kit/stray-tap.ts'
import { TopBar } from '../kit/top-bar.tsx'
import { LockedActs } from '../certificates/locked-acts.tsx'
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

const TONES = { done: 'done', refused: 'plain', cancelled: 'plain', expired: 'warn', failed: 'bad' } as const

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

/** Home, or what is likely to help: a new certificate where this one is locked, else another scan. */
const Acts = ({ outcome, isLocked }: { outcome: Outcome; isLocked: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isStray = useStrayTap()
  const catchStray = (event: MouseEvent) => {
    if (isStray(event)) event.stopPropagation()
  }
  if (outcome === 'done') {
    return (
      <footer className="foot" onClickCapture={catchStray}>
        <Button kind="main" onClick={app.leave}>
          {t('act.to-home')}
        </Button>
      </footer>
    )
  }
  if (isLocked) return <LockedActs />
  return (
    <footer className="foot two" onClickCapture={catchStray}>
      <Button onClick={app.leave}>{t('act.to-home')}</Button>
      <Button kind="main" icon="scan" onClick={app.scanAgain}>
        {t('act.scan-again')}
      </Button>
    </footer>
  )
}

/** How a request ended. */
export const OutcomeScreen = ({ view, outcome }: OutcomeProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const { title, body, next } = useOutcomeTexts({ view, outcome })
  const { heading, tender } = useRequestTexts(view)
  const isLocked = view.error?.code === 'pin-locked'
  return (
    <>
      <TopBar title={t('confirm.title')} leave={{ by: 'close', act: app.leave }} />
      <main className="scroll">
        <Ending tone={TONES[outcome]} icon={isLocked ? 'lock' : ICONS[outcome]} title={title} next={next}>
          {body}
        </Ending>
        <dl className="facts outcome-facts">
          <dt>{t('fact.request')}</dt>
          <dd>{heading}</dd>
          {tender && (
            <>
              <dt>{t('fact.tender')}</dt>
              <dd>{tender}</dd>
            </>
          )}
          {view.computer && (
            <>
              <dt>{t('fact.computer')}</dt>
              <dd>{view.computer.name}</dd>
            </>
          )}
          {outcome === 'failed' && view.error && (
            <>
              <dt>{t('fact.fault')}</dt>
              <dd className="mono">{view.error.code}</dd>
            </>
          )}
        </dl>
      </main>
      <Acts outcome={outcome} isLocked={isLocked} />
    </>
  )
}
