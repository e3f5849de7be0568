import type { ReactNode } from 'react'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import './outcome.css'

interface OutcomeProps {
  readonly tone: 'done' | 'plain' | 'warn' | 'bad'
  readonly icon: IconName
  readonly title: string
  /** What it means. */
  readonly children?: ReactNode
  /** What to do next. */
  readonly next?: string
}

/** How something ended: a mark, a word, what it means and what to do. */
export const Outcome = ({ tone, icon, title, children, next }: OutcomeProps) => (
  <div className={`outcome ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <span className="outcome-mark">
      <Icon name={icon} size={32} />
    </span>
    <h2>{title}</h2>
    {children && <p>{children}</p>}
    {next && <p className="second">{next}</p>}
  </div>
)
