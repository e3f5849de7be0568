import { useTranslation } from 'react-i18next'
import { daysUntil } from '../format/time.ts'
import { useNow } from '../kit/countdown.tsx'
import { Tag } from '#resources/kit/tag.tsx'
import type { Certificate } from './lists.ts'

/** Days before its end at which a certificate says so. */
const SOON = 30

/** Whether a certificate can be used, in a word. */
export const StateTag = ({
  certificate: { state, notAfter },
}: {
  certificate: Pick<Certificate, 'state' | 'notAfter'>
}) => {
  const { t } = useTranslation()
  const now = useNow()
  const left = daysUntil(notAfter, now)
  if (state !== 'in-force') {
    return (
      <Tag tone={state === 'replaced' ? 'plain' : 'bad'} icon={state === 'locked' ? 'lock' : 'close'}>
        {t(`certificate.${state}`)}
      </Tag>
    )
  }
  if (left <= SOON) {
    return (
      <Tag tone="warn" icon="clock">
        {t('certificate.ends', { count: left })}
      </Tag>
    )
  }
  return (
    <Tag tone="good" icon="check">
      {t('certificate.in-force')}
    </Tag>
  )
}
