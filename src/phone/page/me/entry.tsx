import { useTranslation } from 'react-i18next'
import type { HistoryEntry } from '#agent/views'
import { moment } from '../format/time.ts'
import { useNow } from '../kit/countdown.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import './entry.css'

/** How one answered request is told in a line. */
export const useEntryTexts = () => {
  const { t } = useTranslation()
  const now = useNow()
  const what = (entry: HistoryEntry) =>
    entry.intent === 'sign' ? t('intent.sign.short', { count: entry.seals }) : t(`intent.${entry.intent}`)
  return {
    what,
    when: (entry: HistoryEntry) => moment(entry.at, now),
    line: (entry: HistoryEntry) =>
      [moment(entry.at, now), what(entry), t(`history.${entry.outcome}`)].join(t('mark.comma')),
  }
}

const TONES = { confirmed: 'good', refused: 'plain', cancelled: 'plain', expired: 'warn', failed: 'bad' } as const
const ICONS = { confirmed: 'check', refused: 'close', cancelled: 'close', expired: 'clock', failed: 'alert' } as const

export const Entry = ({ entry }: { entry: HistoryEntry }) => {
  const { t } = useTranslation()
  const { what, when } = useEntryTexts()
  const where = [entry.computer, entry.tender].filter((text) => text !== '')
  return (
    <li className="entry">
      <span className="quiet">{when(entry)}</span>
      <div className="grow">
        {what(entry)}
        <div className="small quiet">{where.join(t('mark.comma'))}</div>
      </div>
      <Tag tone={TONES[entry.outcome]} icon={ICONS[entry.outcome]}>
        {t(`history.${entry.outcome}`)}
      </Tag>
    </li>
  )
}
