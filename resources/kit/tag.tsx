import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

interface TagProps {
  readonly tone?: Tone
  readonly icon?: IconName
  readonly children: ReactNode
}

/** A state in a word, with a shape. */
export const Tag = ({ tone = 'plain', icon, children }: TagProps) => (
  <span className={`tag ${tone}`}>
    {icon && <Icon name={icon} size={14} />}
    {children}
  </span>
)
