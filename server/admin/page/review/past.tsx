import { useTranslation } from 'react-i18next'
import { minute } from '../format.ts'
import { issuingFailure } from '../ledger/refund-reasons.ts'
import type { Application } from './flow.ts'

/** What has happened to an application, the newest first. */
export const Past = ({ history }: Pick<Application, 'history'>) => {
  const { t } = useTranslation()
  const wordsOf = (event: Application['history'][number]['event'], reason: string): string => {
    const failure = event === 'fail' ? issuingFailure(reason) : undefined
    return failure === undefined ? reason : t(`refund.${failure}`)
  }
  return (
    <section className="past">
      <h3>{t('review.history')}</h3>
      <ol>
        {history.toReversed().map(({ at, event, officer, reasons }) => (
          <li key={`${at} ${event}`}>
            <span className="quiet">{minute(at).slice(5)}</span>
            <span>
              {officer !== null && `${officer} `}
              {t(`past.${event}`)}
              {reasons.length > 0 &&
                `${t('mark.colon')}${reasons.map((reason) => wordsOf(event, reason)).join(t('mark.semicolon'))}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
