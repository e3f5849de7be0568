import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../roles.ts'
import { useConsole, useConsoleState } from './context.tsx'
import { FaultNote } from './kit.tsx'
import { RoleChoice } from './role-choice.tsx'

/** What is asked about before it is done. */
export type CarefulAct = 'disable' | 'reset-factor' | 'reset-password'

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

const Dialog = ({ title, act, isReady = true, onAct, onClose, isFinal = false, children }: DialogProps) => {
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
      aria-labelledby="officer-title"
      onCancel={(event) => isFinal && event.preventDefault()}
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)}>
        <h2 id="officer-title">{title}</h2>
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

export const AddOfficerDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [name, setName] = useState('')
  const [roles, setRoles] = useState<readonly Role[]>([])
  return (
    <Dialog
      title={t('officers.add')}
      act={t('officers.add.go')}
      isReady={name.trim() !== '' && roles.length > 0}
      onAct={() => console.addOfficer(name.trim(), roles)}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor="officer-name">{t('login.name')}</label>
        <input
          id="officer-name"
          value={name}
          maxLength={32}
          autoComplete="off"
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        <span className="small quiet">{t('officers.name-rule')}</span>
      </div>
      <RoleChoice chosen={roles} onChange={setRoles} />
    </Dialog>
  )
}

export const OfficerActDialog = ({ name, act, onClose }: { name: string; act: CarefulAct; onClose: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  return (
    <Dialog
      title={t(`officers.${act}.title`, { name })}
      act={t(`officers.${act}`)}
      onAct={() => console.changeOfficer(name, act)}
      onClose={onClose}
    >
      <p className="consequence">{t(`officers.${act}.why`)}</p>
    </Dialog>
  )
}

/** The password that was made; it is in nobody's hands but those of who reads this. */
export const GivenPasswordDialog = ({ officer, password }: { officer: string; password: string }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const forget = async () => {
    await console.forget()
    return true
  }
  return (
    <Dialog
      title={t('given.title', { name: officer })}
      act={t('given.go')}
      onAct={forget}
      onClose={() => void forget()}
      isFinal
    >
      <p className="mono secret">{password}</p>
      <p className="consequence second">{t('given.why')}</p>
    </Dialog>
  )
}
