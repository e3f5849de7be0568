import type { ReactNode } from 'react'
import './note.css'
import { Icon, type IconName } from '#resources/kit/icon.tsx'

interface NoteProps {
  readonly tone?: 'plain' | 'warn' | 'bad'
  readonly icon?: IconName
  readonly title: string
  readonly children?: ReactNode
  /** What can be done about it. */
  readonly action?: ReactNode
}

/** Something worth knowing, beside what it is about. */
export const Note = ({ tone = 'plain', icon = 'info', title, children, action }: NoteProps) => (
  <section className={`note ${tone}`} {...(tone === 'bad' ? { role: 'alert' } : {})}>
    <Icon name={icon} size={20} />
    <div className="grow">
      <b>{title}</b>
      {children && <p>{children}</p>}
      {action && <div className="note-act">{action}</div>}
    </div>
  </section>
)
