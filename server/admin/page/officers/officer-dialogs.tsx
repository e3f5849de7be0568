import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from '../../roles.ts'
import { useConsole } from '../context.tsx'
import { Dialog } from '../dialog.tsx'
import { RoleChoice } from './role-choice.tsx'

/** What is asked about before it is done. */
export type CarefulAct = 'disable' | 'reset-factor' | 'reset-password'

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
