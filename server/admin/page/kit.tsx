/** Small parts of the console's screens, in the hand of the desktop client. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { Icon } from '#resources/kit/icon.tsx'
import type { Fault } from './api.ts'

/** What went wrong, why and what to do. A refusal that has words of its own is said in those. */
export const FaultNote = ({ fault: { code, details }, children }: { fault: Fault; children?: ReactNode }) => {
  const { t } = useTranslation()
  const known = i18next.exists(`error.${code}.title`) ? code : 'internal'
  const refused = `refused.${String(details['reason'])}`
  return (
    <div role="alert" className="note bad">
      <Icon name="alert" />
      <div className="grow">
        {i18next.exists(refused) ? (
          <b>{t(refused as 'refused.role')}</b>
        ) : (
          <>
            <b>{t(`error.${known as 'internal'}.title`)}</b>
            <p>
              {t(`error.${known as 'internal'}.body`)}
              {t('mark.after-sentence')}
              {t(`error.${known as 'internal'}.advice`)}
            </p>
          </>
        )}
      </div>
      {children}
    </div>
  )
}

/** A screen's title, with what can be done in it on the right. */
export const Heading = ({
  title,
  note,
  children,
}: {
  title: string
  note?: string | undefined
  children?: ReactNode
}) => (
  <header className="heading">
    <h1>{title}</h1>
    {note && <span className="small quiet">{note}</span>}
    <span className="grow" />
    {children}
  </header>
)
