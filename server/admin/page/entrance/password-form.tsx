import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole, useConsoleState } from '../context.tsx'
import { FaultNote } from '../kit.tsx'

const SHORTEST = 12

interface FieldProps {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly isNew?: boolean
  readonly onChange: (value: string) => void
}

const Field = ({ id, label, value, isNew = true, onChange }: FieldProps) => (
  <>
    <label htmlFor={id}>{label}</label>
    <input
      id={id}
      type="password"
      value={value}
      maxLength={256}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      onChange={(event) => onChange(event.target.value)}
    />
  </>
)

const EMPTY = { current: '', password: '', again: '' }

/** Changes one's own password. `withFault`: nobody else says what went wrong on the way. */
export const PasswordForm = ({ withFault, onDone }: { withFault: boolean; onDone?: () => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const fault = useConsoleState((state) => state.fault)
  const isBusy = useConsoleState((state) => state.isBusy)
  const [typed, setTyped] = useState(EMPTY)
  const { current, password, again } = typed
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!(await console.changePassword(current, password))) return
    setTyped(EMPTY)
    onDone?.()
  }
  const hint =
    password !== '' && password.length < SHORTEST
      ? t('password.short')
      : again !== '' && again !== password
        ? t('password.differs')
        : t('password.rule')
  const isReady = current !== '' && password.length >= SHORTEST && again === password
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Field
        id="current"
        label={t('password.current')}
        value={current}
        isNew={false}
        onChange={(value) => setTyped({ ...typed, current: value })}
      />
      <Field
        id="new"
        label={t('password.new')}
        value={password}
        onChange={(value) => setTyped({ ...typed, password: value })}
      />
      <Field
        id="again"
        label={t('password.again')}
        value={again}
        onChange={(value) => setTyped({ ...typed, again: value })}
      />
      <p className="small quiet" role="status">
        {hint}
      </p>
      {fault && (withFault || fault.code === 'invalid-input') && <FaultNote fault={fault} />}
      <button type="submit" className="button main" disabled={isBusy || !isReady}>
        {t('password.go')}
      </button>
    </form>
  )
}

/** At the first log-in, in place of the password that was given out. */
export const FirstPassword = () => {
  const { t } = useTranslation()
  return (
    <main className="login">
      <section>
        <h1>{t('password.first')}</h1>
        <p className="second">{t('password.first.lead')}</p>
        <PasswordForm withFault />
      </section>
    </main>
  )
}
