import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CertificateItem } from '../../messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { moment } from '../format.ts'
import { RevokeDialog } from './revoke-dialog.tsx'
import { StateTag } from './state-tag.tsx'

export const CertificateDetails = ({ certificate }: { certificate: CertificateItem }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const mayRevoke = useConsoleState(({ session }) => session?.roles.includes('authority') ?? false)
  const [isRevoking, setRevoking] = useState(false)
  const { serial, usage, state, company, creditCode, person, order, notBefore, notAfter, issuedAt, revokedAt, reason } =
    certificate
  return (
    <aside className="panel" aria-label={t('details.title')}>
      <header>
        <h2 className="grow">{company}</h2>
        <StateTag state={state} />
      </header>
      <dl className="facts">
        <dt>{t('fact.code')}</dt>
        <dd className="mono">{creditCode}</dd>
        <dt>{t('fact.person')}</dt>
        <dd>{person}</dd>
        <dt>{t('fact.usage')}</dt>
        <dd>{t(`usage.${usage}`)}</dd>
        <dt>{t('fact.organisation')}</dt>
        <dd>{certificate.organisation}</dd>
        <dt>{t('fact.serial')}</dt>
        <dd className="mono">{serial}</dd>
        <dt>{t('fact.order')}</dt>
        <dd className="mono">{order}</dd>
        <dt>{t('fact.issued')}</dt>
        <dd>{moment(issuedAt)}</dd>
        <dt>{t('fact.from')}</dt>
        <dd>{moment(notBefore)}</dd>
        <dt>{t('fact.until')}</dt>
        <dd>{moment(notAfter)}</dd>
        {revokedAt !== null && (
          <>
            <dt>{t('fact.revoked')}</dt>
            <dd>{moment(revokedAt)}</dd>
          </>
        )}
        {reason !== null && (
          <>
            <dt>{t('fact.reason')}</dt>
            <dd>{t(`reason.${reason}`)}</dd>
          </>
        )}
      </dl>
      <footer>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
        {mayRevoke && state === 'in-force' && (
          <button type="button" className="button main" onClick={() => setRevoking(true)}>
            {t('act.revoke')}
          </button>
        )}
      </footer>
      {isRevoking && <RevokeDialog certificate={certificate} onClose={() => setRevoking(false)} />}
    </aside>
  )
}
