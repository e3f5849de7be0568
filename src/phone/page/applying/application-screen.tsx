import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { applicationPaper } from '#agent/applications'
import type { ApplicationAnswer } from '#core/application/messages'
import { TERMINAL } from '#core/application/state'
import { Icon } from '#resources/kit/icon.tsx'
import { useApp, useApplyingState } from '../app/context.tsx'
import type { ApplyingScreen } from '../app/screen.ts'
import { ApplicationTag } from '../certificates/application-card.tsx'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { useKind } from '../orders/texts.tsx'
import './applying.css'
import { History } from './history.tsx'
import { Problem } from './problem.tsx'
import { Returned } from './returned.tsx'
import { isEditable } from './steps.ts'
import { useNext, useReason } from './words.tsx'

/** How often the server is asked whether somebody has decided; milliseconds. */
const EVERY = 10_000

/** Looks again while somebody else has to do something. */
const useWatch = (screen: ApplyingScreen, isWaiting: boolean): void => {
  const app = useApp()
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => {
      if (!document.hidden) void app.applying.look(screen)
    }, EVERY)
    return () => clearInterval(timer)
  }, [app, screen, isWaiting])
}

const Facts = ({ application }: { application: ApplicationAnswer }) => {
  const { t } = useTranslation()
  const now = useNow()
  const kindOf = useKind()
  const { id, kind, company, creditCode, createdAt, submittedAt, form } = application
  return (
    <dl className="facts">
      <dt>{t('order.for')}</dt>
      <dd>{kindOf(kind)}</dd>
      <dt>{t('fact.company')}</dt>
      <dd>
        {company}
        <div className="mono quiet">{creditCode}</div>
      </dd>
      <dt>{t('apply.number')}</dt>
      <dd className="mono">{id.slice(0, 8)}</dd>
      <dt>{t(submittedAt === null ? 'apply.created' : 'apply.submitted')}</dt>
      <dd>{moment(submittedAt ?? createdAt, now)}</dd>
      {form.certificate && kind !== 'join' && kind !== 'renew' && (
        <>
          <dt>{t('apply.step.form')}</dt>
          <dd>
            <a href={applicationPaper(id)} download={`application-${id.slice(0, 8)}.pdf`}>
              {t('apply.paper')}
            </a>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Asks before an application is given up. */
const Withdraw = () => {
  const { t } = useTranslation()
  const app = useApp()
  const sheet = useRef<HTMLDialogElement>(null)
  const isBusy = useApplyingState((state) => state.isBusy)
  const withdraw = () => {
    sheet.current?.close()
    void app.applying.withdraw()
  }
  return (
    <>
      <Button disabled={isBusy} onClick={() => sheet.current?.showModal()}>
        {t('apply.withdraw')}
      </Button>
      <dialog ref={sheet} className="sheet" aria-labelledby="withdraw-title">
        <h2 id="withdraw-title">{t('apply.withdraw.sure')}</h2>
        <p>{t('apply.withdraw.why')}</p>
        <Button kind="main" onClick={withdraw}>
          {t('apply.withdraw')}
        </Button>
        <Button onClick={() => sheet.current?.close()}>{t('apply.withdraw.not')}</Button>
      </dialog>
    </>
  )
}

/** The act that the applicant can do now, if there is one. */
const MainAct = ({ application }: { application: ApplicationAnswer }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useApplyingState((state) => state.isBusy)
  const { id, state } = application
  if (isEditable(application))
    return (
      <Button kind="main" onClick={app.applying.goOn}>
        {t(state === 'draft' ? 'apply.go-on' : 'apply.change')}
      </Button>
    )
  if (state === 'awaiting-payment')
    return (
      <Button kind="main" disabled={isBusy} onClick={() => void app.applying.pay()}>
        {t('apply.pay')}
      </Button>
    )
  if (state === 'paid')
    return (
      <Button kind="act" onClick={() => app.open({ at: 'download', application: id })}>
        {t('apply.download')}
      </Button>
    )
  return null
}

const Foot = ({ application }: { application: ApplicationAnswer }) => {
  const canWithdraw = application.possible.includes('withdraw')
  const hasAct = isEditable(application) || application.state === 'awaiting-payment' || application.state === 'paid'
  if (!canWithdraw && !hasAct) return null
  return (
    <footer className={canWithdraw && hasAct ? 'foot two' : 'foot'}>
      {canWithdraw && <Withdraw />}
      <MainAct application={application} />
    </footer>
  )
}

/** One application of any kind: where it stands, what happens next, what has happened, what can be done. */
export const ApplicationScreen = ({ application }: { application: ApplicationAnswer }) => {
  const { t } = useTranslation()
  const app = useApp()
  const next = useNext()
  const reasonOf = useReason()
  const last = application.history.at(-1)
  const { id, state, company, history, warnings } = application
  useWatch({ at: 'application', application: id }, !TERMINAL.includes(state) && !isEditable(application))
  return (
    <>
      <TopBar title={t('apply.application')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        <Problem />
        <Returned />
        {state === 'rejected' && last !== undefined && (
          <Note tone="bad" icon="close" title={t(last.event === 'fail' ? 'apply.failed' : 'apply.rejected')}>
            {last.reasons.map((reason) => reasonOf(last, reason)).join(t('mark.item'))}
          </Note>
        )}
        <div className="application-head" role="status">
          <h2>{company}</h2>
          <ApplicationTag state={state} />
          <p className="second">{next(application)}</p>
        </div>
        <Facts application={application} />
        {warnings.length > 0 && isEditable(application) && (
          <p className="small second applying-hint">
            <Icon name="info" size={16} />
            {t('apply.doubt.why')}
          </p>
        )}
        <History items={history} createdAt={application.createdAt} />
      </main>
      <Foot application={application} />
    </>
  )
}
