import type { ReactNode } from 'react'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import './tag.css'

export type Fill = 'open' | 'half' | 'full'

/** A state: a shape and a word, never colour alone. */
export const State = ({ fill, tone = '', children }: { fill: Fill; tone?: string; children: ReactNode }) => (
  <span className={`state ${tone}`}>
    <i className={fill} />
    {children}
  </span>
)

interface NoteProps {
  readonly tone: 'good' | 'warn' | 'bad' | 'plain'
  readonly icon: IconName
  readonly children: ReactNode
}

export const Note = ({ tone, icon, children }: NoteProps) => (
  <div className={`note ${tone}`}>
    <Icon name={icon} />
    <div>{children}</div>
  </div>
)
