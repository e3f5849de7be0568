import { useTranslation } from 'react-i18next'
import type { ApplicationItem } from '#core/application/messages'
import { Icon } from '#resources/kit/icon.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import { day } from '#resources/kit/time.ts'
import { useApp, useLifecycleState } from '../app/context.tsx'
import type { Screen } from '../app/screen.ts'
import { Button } from '../kit/button.tsx'
import { APPLICATION_TONES } from '../lifecycle/words.ts'
import { useKind } from '../orders/texts.tsx'

export const ApplicationTag = ({ state }: Pick<ApplicationItem, 'state'>) => {
  const { t } = useTranslation()
  const [tone, icon] = APPLICATION_TONES[state]
  return (
    <Tag tone={tone} icon={icon}>
      {t(`application.state.${state}`)}
    </Tag>
  )
}

const EDITABLE: readonly ApplicationItem['state'][] = ['draft', 'returned']

/** Where an application is gone on with: renewing and getting back have screens of their own. */
const useWayOn = ({ id, kind, state }: ApplicationItem): Screen => {
  const before = useLifecycleState(({ possessions }) => possessions?.holdings.find(({ next }) => next === id))
  if (EDITABLE.includes(state) && before && (kind === 'renew' || kind === 'recover'))
    return { at: kind, credential: before.fingerprint }
  return { at: 'application', application: id }
}

const Acts = ({ application }: { application: ApplicationItem }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useLifecycleState((state) => state.isBusy)
  const isBegun = useLifecycleState(({ begun }) => begun.includes(application.id))
  const wayOn = useWayOn(application)
  const { id, state } = application
  const look = (
    <Button kind="small" onClick={() => app.open(wayOn)}>
      {t(EDITABLE.includes(state) ? 'certificates.go-on' : 'certificates.details')}
    </Button>
  )
  if (state === 'awaiting-payment')
    return (
      <>
        {look}
        <Button kind="small main" disabled={isBusy} onClick={() => void app.lifecycle.pay(id)}>
          {t('certificates.pay')}
        </Button>
      </>
    )
  if (state === 'paid' || isBegun)
    return (
      <>
        {look}
        <Button kind="small main" onClick={() => app.open({ at: 'download', application: id })}>
          {t(isBegun ? 'certificates.download.on' : 'certificates.download')}
        </Button>
      </>
    )
  return look
}

/** Certificates that are on their way. */
export const ApplicationCard = ({ application }: { application: ApplicationItem }) => {
  const { t } = useTranslation()
  const kindOf = useKind()
  const { kind, state, company, creditCode, createdAt } = application
  return (
    <section className="certificate-card" aria-label={company}>
      <div className="certificate-head">
        <span className="certificate-mark">
          <Icon name={kind === 'renew' ? 'renew' : 'certificate'} size={22} />
        </span>
        <div className="grow">
          <h2 className="two-lines">{company}</h2>
          <span className="mono second">{creditCode}</span>
        </div>
      </div>
      <div className="certificate-tags">
        <ApplicationTag state={state} />
      </div>
      <dl className="certificate-facts">
        <dt>{t('order.for')}</dt>
        <dd>{kindOf(kind)}</dd>
        <dt>{t('invoice.asked')}</dt>
        <dd>{day(createdAt)}</dd>
      </dl>
      <div className="certificate-acts">
        <span className="grow" />
        <Acts application={application} />
      </div>
    </section>
  )
}
