import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import type { SealDetails as Details } from '../../seal-messages.ts'
import { useConsole } from '../context.tsx'
import { moment } from '../format.ts'
import { StateTag } from './state-tag.tsx'

/** A seal as its record says. */
export const SealDetails = ({ details }: { details: Details }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { seal, name, width, height, validFrom, validUntil } = details
  const { id, kind, company, creditCode, person, serial, issuedAt, revokedAt, state } = seal
  return (
    <aside className="panel" aria-label={t('seals.details')}>
      <header>
        <h2 className="grow">{name}</h2>
        <StateTag state={state} />
      </header>
      <div className="body">
        <p className="seal-preview" data-kind={kind}>
          <img src={`/api/console/seals/${id}/picture`} alt={t('seals.preview', { name })} />
        </p>
        <dl className="facts">
          <dt>{t('seals.kind')}</dt>
          <dd>{i18next.t(`seal.${kind}`, kind)}</dd>
          <dt>{t('fact.company')}</dt>
          <dd>
            <button type="button" className="link" onClick={() => void console.showCompany(creditCode)}>
              {company}
            </button>
          </dd>
          <dt>{t('fact.code')}</dt>
          <dd className="mono">{creditCode}</dd>
          <dt>{t('fact.person')}</dt>
          <dd>{person}</dd>
          <dt>{t('fact.size')}</dt>
          <dd>{t('seals.size', { width, height })}</dd>
          <dt>{t('seals.number')}</dt>
          <dd className="mono">{id}</dd>
          <dt>{t('seals.certificate')}</dt>
          <dd className="mono">{serial}</dd>
          <dt>{t('fact.made')}</dt>
          <dd>{moment(issuedAt)}</dd>
          <dt>{t('fact.from')}</dt>
          <dd>{moment(validFrom)}</dd>
          <dt>{t('fact.until')}</dt>
          <dd>{moment(validUntil)}</dd>
          {revokedAt !== null && (
            <>
              <dt>{t('fact.revoked')}</dt>
              <dd>{moment(revokedAt)}</dd>
            </>
          )}
        </dl>
      </div>
      <footer>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
        <button type="button" className="button" onClick={() => void console.showCertificatesOf(creditCode)}>
          {t('act.certificates')}
        </button>
      </footer>
    </aside>
  )
}
