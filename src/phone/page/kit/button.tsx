import type { ButtonHTMLAttributes, ReactNode } from 'react'
import './button.css'
import { Icon, type IconName } from '#resources/kit/icon.tsx'

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  /** act: needs the phone's key, or leads straight to it (cinnabar, one a screen). main: the main act without a key (ink). */
  readonly kind?: 'act' | 'main' | 'plain' | 'small' | 'small main'
  readonly icon?: IconName
  readonly children: ReactNode
}

export const Button = ({ kind = 'plain', icon, children, ...rest }: ButtonProps) => (
  <button type="button" className={`button ${kind}`} {...rest}>
    {icon && <Icon name={icon} size={18} />}
    {children}
  </button>
)
