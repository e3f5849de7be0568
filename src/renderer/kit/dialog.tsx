import { useEffect, useId, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from './button.tsx'
import './dialog.css'
import { Icon, type IconName } from '#resources/kit/icon.tsx'

interface DialogProps {
  readonly title: string
  readonly width: number
  readonly onClose: () => void
  readonly role?: 'dialog' | 'alertdialog'
  readonly mark?: { readonly icon: IconName; readonly tone: 'good' | 'warn' | 'bad' }
  readonly children: ReactNode
  readonly footer: ReactNode
}

/**
 * A modal dialog on the browser's own <dialog>: it traps the focus, makes the rest inert, closes on
 * Esc and gives the focus back. An element marked `data-first` gets it, else the first that can.
 */
export const Dialog = ({ title, width, onClose, role = 'dialog', mark, children, footer }: DialogProps) => {
  const { t } = useTranslation()
  const element = useRef<HTMLDialogElement>(null)
  const heading = useId()

  useEffect(() => {
    const dialog = element.current
    if (!dialog) return
    if (!dialog.open) dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => dialog.close()
  }, [])

  return (
    <dialog
      ref={element}
      className="dialog"
      role={role}
      aria-labelledby={heading}
      style={{ width }}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header className={`dialog-head ${mark ? 'marked' : ''}`}>
        {mark && (
          <span className={mark.tone}>
            <Icon name={mark.icon} size={24} />
          </span>
        )}
        <h2 id={heading} className="grow">
          {title}
        </h2>
        <IconButton icon="close" label={t('act.close')} onClick={onClose} />
      </header>
      <div className={`dialog-body scroll ${mark ? 'marked' : ''}`}>{children}</div>
      <footer className="dialog-foot">{footer}</footer>
    </dialog>
  )
}
