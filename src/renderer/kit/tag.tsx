import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import './tag.css'

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

export const Tag = ({ tone, icon, children }: { tone: Tone; icon?: IconName; children: ReactNode }) => (
  <span className={`tag ${tone}`}>
    {icon && <Icon name={icon} size={14} />}
    {children}
  </span>
)

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
