/** Small parts of the console's screens, in the hand of the desktop client. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import type { Fault } from './api.ts'

const drawings = {
  check: <path d="M4.5 10.5l3.5 3.5 7.5-8" />,
  close: <path d="M5 5l10 10M15 5L5 15" />,
  clock: (
    <>
      <circle cx="10" cy="10" r="7" />
      <path d="M10 6v4l2.8 1.8" />
    </>
  ),
  alert: <path d="M10 3.5 17.3 16.5H2.7zM10 8.5v3.5M10 14.3v.01" />,
  person: (
    <>
      <circle cx="10" cy="7" r="3.3" />
      <path d="M3.5 17c.6-3.6 3.2-5.3 6.5-5.3s5.9 1.7 6.5 5.3" />
    </>
  ),
  refresh: <path d="M15.5 6A7 7 0 1 0 17 10.5M16 2.5v4h-4" />,
  search: (
    <>
      <circle cx="9" cy="9" r="5" />
      <path d="M13 13l4 4" />
    </>
  ),
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }) => (
  <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
    {drawings[name]}
  </svg>
)

/** The word mark's seal. */
export const Mark = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
    <rect width="20" height="20" rx="3.5" fill="var(--accent)" />
    <path
      d="M5.5 4.5v11M5.5 5.5 9 4.5M5.5 10H9M5.5 15l3.5-1.5M11.5 5h3.5v7l-1.5 1.2M11.5 5v11.5"
      fill="none"
      stroke="var(--text-inverse)"
      strokeWidth="1.5"
      strokeLinecap="square"
    />
  </svg>
)

interface TagProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain'
  readonly icon?: IconName
  readonly children: ReactNode
}

/** A state in a word, with a shape. */
export const Tag = ({ tone, icon, children }: TagProps) => (
  <span className={`tag ${tone}`}>
    {icon && <Icon name={icon} size={14} />}
    {children}
  </span>
)

/** What went wrong, why and what to do. */
export const FaultNote = ({ fault: { code } }: { fault: Fault }) => {
  const { t } = useTranslation()
  const known = i18next.exists(`error.${code}.title`) ? code : 'internal'
  return (
    <div role="alert" className="note bad">
      <Icon name="alert" />
      <div>
        <b>{t(`error.${known as 'internal'}.title`)}</b>
        <p>
          {t(`error.${known as 'internal'}.body`)}
          {t('mark.after-sentence')}
          {t(`error.${known as 'internal'}.advice`)}
        </p>
      </div>
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
