import { useTranslation } from 'react-i18next'
import type { ApplicationAnswer } from '#core/application/messages'
import { Icon } from '#resources/kit/icon.tsx'
import { useApp, useLifecycleState } from '../app/context.tsx'
import type { PairScreen } from '../app/screen.ts'
import { useCertificates } from '../certificates/use-certificates.ts'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Note } from '../kit/note.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './lifecycle.css'
import { RecoverPolicy } from './recover-policy.tsx'
import { useWatch } from './use-watch.ts'
import { Waiting } from './waiting.tsx'

interface StepsProps {
  readonly application: ApplicationAnswer
  /** The certificate that is got back. */
  readonly credential: string
}

/** What is still to be done before officers look at it. */
const Steps = ({ application, credential }: StepsProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useLifecycleState((state) => state.isBusy)
  const error = useLifecycleState((state) => state.error)
  const provenAt = useLifecycleState(({ identity }) => identity?.provenAt ?? 0)
  const isProven = provenAt >= application.createdAt
  const isStamped = application.form.stamped !== null
  const reasons = application.state === 'returned' ? (application.history.at(-1)?.reasons ?? []) : []
  const steps = [
    { name: 'policy', isDone: true, act: null },
    { name: 'identity', isDone: isProven, act: () => app.account.lead({ at: 'recover', credential }) },
    {
      name: 'form',
      isDone: isStamped,
      act: () => app.open({ at: 'application-step', application: application.id, step: 'form' }),
    },
  ] as const
  const here = steps.find(({ isDone }) => !isDone)
  return (
    <>
      <main className="scroll lifecycle">
        <h2 className="lifecycle-heading">{application.company}</h2>
        <p className="mono second">{application.creditCode}</p>
        {error && <FaultNote error={error} />}
        {reasons.length > 0 && (
          <Note tone="warn" icon="undo" title={t('application.state.returned')}>
            {reasons.join(t('mark.comma'))}
          </Note>
        )}
        <ol className="tasks">
          {steps.map(({ name, isDone, act }) => (
            <li key={name} className={isDone ? 'done' : name === here?.name ? 'here' : 'later'}>
              <span className="tasks-mark">{isDone && <Icon name="check" size={14} />}</span>
              <span className="grow">
                {t(`recover.step.${name}`)}
                <span className="small quiet recover-why">{t(`recover.step.${name}.why`)}</span>
              </span>
              {act && isDone && (
                <Button kind="small" onClick={act}>
                  {t('recover.step.again')}
                </Button>
              )}
            </li>
          ))}
        </ol>
      </main>
      <footer className="foot">
        {here?.act ? (
          <Button kind="main" onClick={here.act}>
            {t(`recover.step.${here.name}.go`)}
          </Button>
        ) : (
          <Button kind="main" disabled={isBusy} onClick={() => void app.lifecycle.submit()}>
            {t('recover.submit')}
          </Button>
        )}
      </footer>
    </>
  )
}

/** Nothing of it can be got back here. */
const Impossible = () => {
  const { t } = useTranslation()
  return (
    <main className="scroll">
      <Outcome tone="warn" icon="alert" title={t('recover.impossible')} next={t('recover.impossible.why')} />
    </main>
  )
}

const OPEN: readonly string[] = ['draft', 'returned']

/** Certificates for a new phone in the place of those on a lost one, and the old encryption keys with them. */
export const RecoverScreen = ({ screen }: { screen: PairScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  const certificate = useCertificates().find(({ id }) => id === screen.credential)
  const application = useLifecycleState((state) => state.application)
  const identity = useLifecycleState((state) => state.identity)
  const isKnown = useLifecycleState((state) => state.possessions !== null)
  const error = useLifecycleState((state) => state.error)
  const isUnderWay = application !== null && !OPEN.includes(application.state)
  useWatch(screen, isUnderWay)
  const shown = () => {
    if (isUnderWay) return <Waiting application={application} />
    if (application !== null && identity !== null)
      return <Steps application={application} credential={screen.credential} />
    if (certificate?.holding?.isRecoverable) return <RecoverPolicy holding={certificate.holding} />
    if (isKnown && !certificate?.holding?.next) return <Impossible />
    return (
      <main className="scroll">
        {error && <FaultNote error={error} again={() => void app.lifecycle.arrive(screen)} />}
      </main>
    )
  }
  return (
    <>
      <TopBar title={t('recover.title')} leave={{ by: 'back', act: app.back }} />
      {shown()}
    </>
  )
}
