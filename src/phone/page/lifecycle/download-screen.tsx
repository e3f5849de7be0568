import { useTranslation } from 'react-i18next'
import type { ApplicationAnswer } from '#core/application/messages'
import { useApp, useAppState, useLifecycleState } from '../app/context.tsx'
import type { LifecycleScreen } from '../app/screen.ts'
import { EnrolResult } from '../enrol/enrol-result.tsx'
import { Button } from '../kit/button.tsx'
import { FaultNote, FaultOutcome } from '../kit/fault.tsx'
import { Note } from '../kit/note.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { Tasks } from '../kit/tasks.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { NewPin } from '../pin/new-pin.tsx'
import { PinPad } from '../pin/pin-pad.tsx'
import { PinTries } from '../pin/pin-tries.tsx'
import { TASKS, renewedOf, type PinKind } from './download.ts'
import './lifecycle.css'
import { Points } from './points.tsx'
import { useWatch } from './use-watch.ts'
import { Waiting } from './waiting.tsx'

interface StepProps {
  readonly application: ApplicationAnswer
  readonly pinKind: PinKind
}

/** The way to get back what was issued to keys that are not here; null as long as nothing was. */
const useRecovery = (): (() => void) | null => {
  const app = useApp()
  const holding = useLifecycleState(({ application, possessions }) =>
    possessions?.holdings.find((each) => each.application === application?.id),
  )
  return holding?.isRecoverable ? () => app.turnTo({ at: 'recover', credential: holding.fingerprint }) : null
}

/** What will happen, before anything does. */
const Explain = ({ application, pinKind }: StepProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const error = useLifecycleState(({ download, error: other }) => download.error ?? other)
  const isBusy = useLifecycleState((state) => state.isBusy)
  const recover = useRecovery()
  const losesKeys = application.kind === 'renew' && pinKind === 'new'
  return (
    <>
      <TopBar title={t('download.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll lifecycle">
        <h2 className="lifecycle-heading">{application.company}</h2>
        <p className="mono second">{application.creditCode}</p>
        {error && <FaultNote error={error} />}
        <Points
          points={[
            ['lock', t(`download.pin.${pinKind}`)],
            ['phone', t('download.keys')],
            ['certificate', t('download.certificates')],
            ['shield', t('download.check')],
          ]}
        />
        {pinKind === 'same' && (
          <Note icon="clock" title={t('download.interrupted')}>
            {t('download.interrupted.why')}
          </Note>
        )}
        {pinKind === 'old' && (
          <Note icon="check" title={t('renew.keeps')}>
            {t('renew.keeps.why')}
          </Note>
        )}
        {losesKeys && (
          <Note tone="warn" icon="alert" title={t('download.loses')}>
            {t('download.loses.why')}
          </Note>
        )}
      </main>
      <footer className={pinKind === 'same' ? 'foot two' : 'foot'}>
        {pinKind === 'same' && (
          <Button disabled={isBusy} onClick={recover ?? (() => void app.lifecycle.forget())}>
            {t(recover ? 'download.forgotten' : 'download.forget')}
          </Button>
        )}
        <Button kind="main" onClick={app.lifecycle.askForPin}>
          {t(`download.go.${pinKind}`)}
        </Button>
      </footer>
    </>
  )
}

const AskPin = ({ pinKind }: Pick<StepProps, 'pinKind'>) => {
  const { t } = useTranslation()
  const app = useApp()
  const error = useLifecycleState(({ download }) => download.error)
  const take = (pin: string) => void app.lifecycle.download(pin)
  return (
    <>
      <TopBar
        title={t(pinKind === 'new' ? 'enrol.pin' : 'pin.title')}
        leave={{ by: 'back', act: app.lifecycle.explain }}
      />
      {pinKind === 'new' ? (
        <NewPin onPin={take} error={error} />
      ) : (
        <PinPad onPin={take} below={<PinTries isBusy={false} error={error} triesLeft={null} />}>
          <h2>{t(`download.ask.${pinKind}`)}</h2>
          <p className="second">{t(`download.ask.${pinKind}.why`)}</p>
        </PinPad>
      )}
    </>
  )
}

const Working = () => {
  const { t } = useTranslation()
  const app = useApp()
  const { task, error } = useLifecycleState((state) => state.download)
  const recover = useRecovery()
  return (
    <>
      <TopBar title={t('download.title')} />
      <main className="scroll">
        {error?.code === 'order-conflict' ? (
          <Outcome tone="warn" icon="phone" title={t('download.conflict')} next={t('download.conflict.why')} />
        ) : error ? (
          <FaultOutcome error={error} />
        ) : (
          <Tasks
            title={t('download.working')}
            why={t('enrol.working.why')}
            tasks={TASKS.map((name) => t(`enrol.task.${name}`))}
            here={TASKS.indexOf(task)}
          />
        )}
      </main>
      {error ? (
        <footer className="foot two">
          <Button onClick={app.lifecycle.explain}>{t('act.back')}</Button>
          {error.code === 'order-conflict' && recover ? (
            <Button kind="main" onClick={recover}>
              {t('recover.title')}
            </Button>
          ) : (
            <Button kind="main" onClick={app.lifecycle.askForPin}>
              {t('act.retry')}
            </Button>
          )}
        </footer>
      ) : (
        <footer className="foot">
          <p className="small second">{t('download.stop')}</p>
          <Button onClick={app.lifecycle.stop}>{t('act.cancel')}</Button>
        </footer>
      )}
    </>
  )
}

const Done = ({ application: { kind } }: Pick<StepProps, 'application'>) => {
  const { t } = useTranslation()
  const app = useApp()
  const result = useLifecycleState(({ download }) => download.result)
  if (result === null) return null
  return (
    <>
      <TopBar title={t('download.title')} />
      <EnrolResult credential={result}>
        {kind === 'recover' && (
          <Note
            tone="warn"
            icon="clock"
            title={t('older-keys.waiting')}
            action={
              <Button kind="small" onClick={() => app.open({ at: 'older-keys', credential: result.id })}>
                {t('older-keys.look')}
              </Button>
            }
          >
            {t('older-keys.waiting.why')}
          </Note>
        )}
        {kind === 'renew' && <Note icon="check" title={t('renew.keeps')} />}
      </EnrolResult>
    </>
  )
}

/** It was fetched before: here, or on another phone. */
const Fetched = ({ id }: { id: string }) => {
  const { t } = useTranslation()
  const app = useApp()
  const holding = useLifecycleState(({ possessions }) =>
    possessions?.holdings.find(({ application }) => application === id),
  )
  const isHere = useAppState(({ credentials }) => credentials.some((each) => each.id === holding?.fingerprint))
  return (
    <>
      <TopBar title={t('download.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <Outcome
          tone={isHere ? 'done' : 'warn'}
          icon={isHere ? 'check' : 'phone'}
          title={t(isHere ? 'download.here' : 'download.elsewhere')}
          next={t(isHere ? 'download.here.why' : 'download.elsewhere.why')}
        />
      </main>
      {holding && (
        <footer className="foot">
          <Button
            kind="main"
            onClick={() => app.turnTo({ at: isHere ? 'certificate' : 'recover', credential: holding.fingerprint })}
          >
            {t(isHere ? 'certificates.details' : 'recover.title')}
          </Button>
        </footer>
      )}
    </>
  )
}

/** From a paid application to certificates on this phone. */
export const DownloadScreen = ({ screen }: { screen: Extract<LifecycleScreen, { at: 'download' }> }) => {
  const { t } = useTranslation()
  const app = useApp()
  const application = useLifecycleState((state) => state.application)
  const error = useLifecycleState((state) => state.error)
  const step = useLifecycleState(({ download }) => download.step)
  const isBegun = useLifecycleState(({ begun }) => begun.includes(screen.application))
  const holdings = useLifecycleState(({ possessions }) => possessions?.holdings)
  const credentials = useAppState((state) => state.credentials)
  useWatch(screen, application?.state === 'awaiting-payment')
  if (application === null)
    return (
      <>
        <TopBar title={t('download.title')} leave={{ by: 'back', act: app.back }} />
        <main className="scroll">
          {error && <FaultNote error={error} again={() => void app.lifecycle.arrive(screen)} />}
        </main>
      </>
    )
  if (step === 'done') return <Done application={application} />
  if (step === 'working') return <Working />
  if (!isBegun && application.state === 'issued') return <Fetched id={application.id} />
  if (!isBegun && application.state !== 'paid')
    return (
      <>
        <TopBar title={t('download.title')} leave={{ by: 'back', act: app.back }} />
        <Waiting application={application} />
      </>
    )
  const pinKind = isBegun ? 'same' : renewedOf(application, holdings ?? [], credentials) === null ? 'new' : 'old'
  if (step === 'pin') return <AskPin pinKind={pinKind} />
  return <Explain application={application} pinKind={pinKind} />
}
