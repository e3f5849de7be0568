import { useTranslation } from 'react-i18next'
import { RENEWAL_PERIOD } from '#core/application/holding'
import { day } from '#resources/kit/time.ts'
import { useApp, useLifecycleState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { LinkRow } from '../kit/list.tsx'
import { isLost, type Certificate } from './lists.ts'

/** What can be done with a pair, beside what is to be done next. */
export const CertificateActs = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { id, creditCode, credential, holding, state, notAfter } = certificate
  const isHere = credential !== null && state === 'in-force'
  return (
    <ul className="certificate-more">
      {credential !== null && holding?.kind === 'recover' && state !== 'revoked' && (
        <LinkRow
          icon="lock"
          title={t('older-keys.title')}
          note={t('older-keys.lead')}
          onOpen={() => app.open({ at: 'older-keys', credential: id })}
        />
      )}
      {isHere && holding !== null && (
        <LinkRow
          icon="building"
          title={t('company.title')}
          note={t('company.why')}
          onOpen={() => app.open({ at: 'company', creditCode })}
        />
      )}
      {isHere && holding?.next === null && !holding.isRenewable && (
        <li className="certificate-later second">{t('renew.from', { day: day(notAfter - RENEWAL_PERIOD) })}</li>
      )}
      {isHere && (
        <LinkRow
          icon="edit"
          title={t('change-pin.title')}
          onOpen={() => app.open({ at: 'change-pin', credential: id })}
        />
      )}
      {isHere && holding?.isRecoverable && (
        <LinkRow
          icon="question"
          title={t('pin.forgotten')}
          note={t('recover.forgotten')}
          onOpen={() => app.open({ at: 'recover', credential: id })}
        />
      )}
      {isHere && holding !== null && (
        <LinkRow
          icon="close"
          title={t('revoke.title')}
          note={t('revoke.lead')}
          onOpen={() => app.open({ at: 'revoke', credential: id })}
        />
      )}
    </ul>
  )
}

/** The one thing to be done next; nothing where there is none. */
export const CertificateFoot = ({ certificate }: { certificate: Certificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { id, holding, state } = certificate
  const next = useLifecycleState(({ possessions }) =>
    possessions?.applications.find((application) => application.id === holding?.next),
  )
  if (isLost(certificate))
    return (
      <footer className="foot">
        <Button kind="main" onClick={() => app.open({ at: 'recover', credential: id })}>
          {t('recover.title')}
        </Button>
      </footer>
    )
  if (next !== undefined && next.state !== 'issued')
    return (
      <footer className="foot">
        <Button onClick={() => app.open({ at: 'application', application: next.id })}>
          {t(next.kind === 'recover' ? 'recover.under-way' : 'renew.under-way')}
        </Button>
      </footer>
    )
  if (holding?.isRenewable)
    return (
      <footer className="foot">
        <Button kind="main" icon="renew" onClick={() => app.open({ at: 'renew', credential: id })}>
          {t(state === 'in-force' ? 'renew.go' : 'renew.again')}
        </Button>
      </footer>
    )
  return null
}
