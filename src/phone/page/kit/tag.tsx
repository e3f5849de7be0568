import type { ReactNode } from 'react'
import './tag.css'
import { Icon, type IconName } from './icon.tsx'

interface TagProps {
  readonly tone?: 'good' | 'warn' | 'bad' | 'plain'
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
