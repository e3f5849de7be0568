import type { ReactNode } from 'react'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import './list.css'

interface LinkRowProps {
  readonly icon?: IconName
  readonly title: string
  readonly note?: string
  readonly value?: ReactNode
  readonly onOpen: () => void
}

/** A row that leads somewhere. */
export const LinkRow = ({ icon, title, note, value, onOpen }: LinkRowProps) => (
  <li>
    <button type="button" className="link-row" onClick={onOpen}>
      {icon && <Icon name={icon} size={22} />}
      <span className="grow">
        {title}
        {note && <span className="link-row-note two-lines">{note}</span>}
      </span>
      {value}
      <Icon name="right" size={18} />
    </button>
  </li>
)
