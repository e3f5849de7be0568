import { useTranslation } from 'react-i18next'
import { RENEWAL_PERIOD } from '#core/application/holding'
import { day } from '#resources/kit/time.ts'
import { useApp, useLifecycleState } from '../app/context.tsx'
import type { PairScreen } from '../app/screen.ts'
import type { Certificate } from '../certificates/lists.ts'
import { useCertificates } from '../certificates/use-certificates.ts'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { yuan } from '../orders/texts.tsx'
import './lifecycle.css'
import { Points } from './points.tsx'
import { useWatch } from './use-watch.ts'
import { Waiting } from './waiting.tsx'

/** What is renewed, by whom and for how much. */
const Facts = ({ certificate: { company, creditCode, person, notAfter, holding } }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const organisation = useLifecycleState(({ choices, application }) => {
    const chosen = application?.form.certificate?.organisation ?? holding?.organisation.id
    return choices?.organisations.find(({ id }) => id === chosen)
  })
  return (
    <dl className="facts">
      <dt>{t('fact.company')}</dt>
      <dd>
        {company}
        <div className="mono quiet">{creditCode}</div>
      </dd>
      <dt>{t('fact.person')}</dt>
      <dd>{person}</dd>
      <dt>{t('fact.organisation')}</dt>
      <dd>{organisation?.name ?? holding?.organisation.name}</dd>
      <dt>{t('renew.ends')}</dt>
      <dd>{day(notAfter)}</dd>
      {organisation && (
        <>
          <dt>{t('renew.price')}</dt>
          <dd>{yuan(organisation.fen.renew)}</dd>
        </>
      )}
    </dl>
  )
}

const Offer = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useLifecycleState((state) => state.isBusy)
  const error = useLifecycleState((state) => state.error)
  const application = useLifecycleState((state) => state.application)
  const { holding, credential, notAfter } = certificate
  const canRenew = holding !== null && (holding.isRenewable || application !== null)
  const keepsKeys = credential !== null && credential.state !== 'locked'
  const reasons = application?.state === 'returned' ? (application.history.at(-1)?.reasons ?? []) : []
  return (
    <>
      <main className="scroll lifecycle">
        {error && <FaultNote error={error} />}
        {reasons.length > 0 && (
          <Note tone="warn" icon="undo" title={t('application.state.returned')}>
            {reasons.join(t('mark.comma'))}
          </Note>
        )}
        <Facts certificate={certificate} />
        <Points
          points={[
            ['renew', t('renew.new')],
            ['lock', t(keepsKeys ? 'renew.keeps.why' : 'download.loses')],
            ['clock', t('renew.review')],
          ]}
        />
        {!canRenew && (
          <Note icon="clock" title={t('renew.from', { day: day(notAfter - RENEWAL_PERIOD) })}>
            {t('renew.from.why')}
          </Note>
        )}
      </main>
      {canRenew && (
        <footer className="foot two">
          <Button disabled={isBusy} onClick={() => void app.lifecycle.renewElsewhere(holding)}>
            {t('renew.change')}
          </Button>
          <Button kind="main" disabled={isBusy} onClick={() => void app.lifecycle.renew(holding)}>
            {t('renew.submit')}
          </Button>
        </footer>
      )}
    </>
  )
}

const OPEN: readonly string[] = ['draft', 'returned']

/** Another pair for the same person and company, with the keys of the old one. */
export const RenewScreen = ({ screen }: { screen: PairScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  const certificate = useCertificates().find(({ id }) => id === screen.credential)
  const application = useLifecycleState((state) => state.application)
  const choices = useLifecycleState((state) => state.choices)
  const error = useLifecycleState((state) => state.error)
  const isUnderWay = application !== null && !OPEN.includes(application.state)
  useWatch(screen, isUnderWay)
  const isKnown = certificate !== undefined && choices !== null
  return (
    <>
      <TopBar title={t('renew.title')} leave={{ by: 'back', act: app.back }} />
      {isUnderWay ? (
        <Waiting application={application} />
      ) : isKnown ? (
        <Offer certificate={certificate} />
      ) : (
        <main className="scroll">
          {error && <FaultNote error={error} again={() => void app.lifecycle.arrive(screen)} />}
        </main>
      )}
    </>
  )
}
