import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { NewPin } from '../pin/new-pin.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { FaultOutcome } from '../kit/fault.tsx'
import { Button } from '../kit/button.tsx'
import { EnrolForm } from './enrol-form.tsx'
import { EnrolResult } from './enrol-result.tsx'
import { EnrolTasks } from './enrol-tasks.tsx'

/** From name and company to a certificate on this phone. */
export const EnrolScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const { step, form, error, task, result } = useAppState((state) => state.enrolment)
  if (step === 'form') {
    return (
      <>
        <TopBar title={t('enrol.title')} leave={{ by: 'back', act: app.back }} />
        <EnrolForm />
      </>
    )
  }
  if (step === 'pin') {
    return (
      <>
        <TopBar title={t('enrol.pin')} leave={{ by: 'back', act: () => app.fillIn(form) }} />
        <NewPin onPin={(pin) => void app.enrol(pin)} error={error} />
      </>
    )
  }
  if (step === 'done' && result) {
    return (
      <>
        <TopBar title={t('enrol.title')} />
        <EnrolResult credential={result} />
      </>
    )
  }
  return (
    <>
      <TopBar title={t('enrol.title')} />
      <main className="scroll">{error ? <FaultOutcome error={error} /> : <EnrolTasks task={task} />}</main>
      {error ? (
        <footer className="foot two">
          <Button onClick={() => app.fillIn(form)}>{t('enrol.to-form')}</Button>
          <Button kind="main" onClick={app.askForPin}>
            {t('act.retry')}
          </Button>
        </footer>
      ) : (
        <footer className="foot">
          <p className="small second">{t('enrol.stop')}</p>
          <Button onClick={app.stopEnrolling}>{t('act.cancel')}</Button>
        </footer>
      )}
    </>
  )
}
