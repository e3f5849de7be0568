import type { ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'
import { Icon, type IconName } from '#resources/kit/icon.tsx'

/**
 * act: needs the phone's key, or leads straight to it (cinnabar, one a screen).
 * main: the main act without a key (ink). plain: everything else. quiet: tool bars.
 */
export type ButtonKind = 'act' | 'main' | 'plain' | 'quiet'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  readonly kind?: ButtonKind
  readonly size?: 'small' | 'normal' | 'large'
  readonly icon?: IconName
  /** A key that does the same, shown beside the word. */
  readonly hint?: string
  readonly children: ReactNode
}

export const Button = ({ kind = 'plain', size = 'normal', icon, hint, children, ...rest }: ButtonProps) => (
  <button type="button" className={`button ${kind} ${size}`} {...rest}>
    {icon && <Icon name={icon} size={size === 'small' ? 14 : 16} />}
    {children}
    {hint && <span className="button-hint">{hint}</span>}
  </button>
)

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'children'> {
  readonly icon: IconName
  readonly label: string
  readonly size?: number
}

/** A button that is an icon alone; its label is its name and its tooltip. */
export const IconButton = ({ icon, label, size = 16, ...rest }: IconButtonProps) => (
  <button type="button" className="icon-button" aria-label={label} title={label} {...rest}>
    <Icon name={icon} size={size} />
  </button>
)
