import { useEffect, useRef, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole, useConsoleState } from './context.tsx'
import { FaultNote } from './kit.tsx'

interface DialogProps {
  readonly title: string
  readonly act: string
  readonly isReady?: boolean
  readonly onAct: () => Promise<boolean>
  readonly onClose: () => void
  /** Closed by the act only. */
  readonly isFinal?: boolean
  readonly children: ReactNode
}

/** Asks before something is done, and says what went wrong. */
export const Dialog = ({ title, act, isReady = true, onAct, onClose, isFinal = false, children }: DialogProps) => {
  const { t } = useTranslation()
  const console = useConsole()
  const fault = useConsoleState((state) => state.fault)
  const isBusy = useConsoleState((state) => state.isBusy)
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    console.dismiss()
    dialog.current?.showModal()
  }, [console])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (await onAct()) onClose()
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => isFinal && event.preventDefault()}
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="dialog-title">{title}</h2>
        {children}
        {fault && <FaultNote fault={fault} />}
        <footer>
          {!isFinal && (
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              {t('act.cancel')}
            </button>
          )}
          <button type="submit" className="button main" disabled={!isReady || isBusy}>
            {act}
          </button>
        </footer>
      </form>
    </dialog>
  )
}
