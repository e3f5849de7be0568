import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { Button } from '../kit/button.tsx'
import { Code } from './code.tsx'
import { isAtWork, outcomeOf } from './summary.ts'
import { OutcomeScreen } from './outcome-screen.tsx'
import { PinStage } from './pin-stage.tsx'
import { RequestScreen } from './request-screen.tsx'
import { Trouble } from './trouble.tsx'
import type { ConfirmationView } from '#agent/views'

/** After so long in one stage it is worth saying what may be wrong; milliseconds. */
const LONG = 8000

const useIsLong = (stage: string): boolean => {
  const [longStage, setLongStage] = useState<string | null>(null)
  useEffect(() => {
    const timer = setTimeout(() => setLongStage(stage), LONG)
    return () => clearTimeout(timer)
  }, [stage])
  return longStage === stage
}

/** Between the scan and the request. */
const Waiting = ({ view }: { view: ConfirmationView }) => {
  const { t } = useTranslation()
  const app = useApp()
  const stage = view.state === 'connecting' ? 'connecting' : 'waiting'
  const isLong = useIsLong(stage)
  return (
    <>
      <TopBar title={t('confirm.title')} leave={{ by: 'close', act: app.leave }} />
      <main className="scroll">
        <div role="status">
          <h2 className="confirm-heading">{t(`confirm.${stage}`)}</h2>
        </div>
        <p className="second confirm-lead">{t(`confirm.${stage}.why`)}</p>
        <Code code={view.code} />
        {view.computer && (
          <dl className="facts confirm-facts">
            <dt>{t('fact.computer')}</dt>
            <dd>{view.computer.name}</dd>
          </dl>
        )}
        <Trouble error={view.error} />
        {isLong && view.error === null && (
          <Note icon="clock" title={t('confirm.long')}>
            {t(`confirm.long.${stage}`)}
          </Note>
        )}
      </main>
      <footer className="foot">
        <Button onClick={app.leave}>{t('act.cancel')}</Button>
      </footer>
    </>
  )
}

/** One scanned code, from the scan to its end. */
export const ConfirmScreen = ({ stage }: { stage: 'confirm' | 'pin' | 'outcome' }) => {
  const view = useAppState((state) => state.confirmation)
  if (view === null) return null
  const outcome = outcomeOf(view)
  if (outcome !== null) return <OutcomeScreen view={view} outcome={outcome} />
  if (view.request === null) return <Waiting view={view} />
  if (isAtWork(view) || stage === 'pin') return <PinStage view={view} />
  return <RequestScreen view={view} request={view.request} />
}
