import { useTranslation } from 'react-i18next'
import type { HistoryItem } from '#core/application/messages'
import { moment } from '../format/time.ts'
import { useNow } from '../kit/countdown.tsx'
import { useEvent, useReason } from './words.tsx'

interface HistoryProps {
  /** The oldest first. */
  readonly items: readonly HistoryItem[]
  readonly createdAt: number
}

/** What has become of an application, the newest first. */
export const History = ({ items, createdAt }: HistoryProps) => {
  const { t } = useTranslation()
  const now = useNow()
  const eventOf = useEvent()
  const reasonOf = useReason()
  return (
    <>
      <h2 className="section">{t('apply.history')}</h2>
      <ol className="application-history">
        {[...items].reverse().map((item) => (
          <li key={item.at + item.event}>
            <time dateTime={new Date(item.at).toISOString()}>{moment(item.at, now)}</time>
            <div>
              {eventOf(item)}
              <span className="small quiet">{t(`apply.role.${item.role}`)}</span>
              {item.reasons.map((reason) => (
                <p key={reason} className="second">
                  {reasonOf(item, reason)}
                </p>
              ))}
            </div>
          </li>
        ))}
        <li>
          <time dateTime={new Date(createdAt).toISOString()}>{moment(createdAt, now)}</time>
          <div>
            {t('apply.event.begin')}
            <span className="small quiet">{t('apply.role.applicant')}</span>
          </div>
        </li>
      </ol>
    </>
  )
}
