import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useConsole, useConsoleState } from '../context.tsx'
import { FaultNote } from '../kit.tsx'

/** Who is there from the start. */
const FIRST_OFFICER = 'officer'

export const Login = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const fault = useConsoleState((state) => state.fault)
  const isBusy = useConsoleState((state) => state.isBusy)
  const isLapsed = useConsoleState((state) => state.isLapsed)
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState(FIRST_OFFICER)
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void console.login(name.trim(), password)
    setPassword('')
    input.current?.focus()
  }
  const isWrong = fault?.code === 'not-authorised' && fault.details['reason'] === 'password'
  const isNew = fault?.code === 'not-authorised' && fault.details['reason'] === 'login'
  return (
    <main className="login">
      <form onSubmit={submit}>
        <h1>{t('login.title')}</h1>
        <p className="second">{t('login.lead')}</p>
        {isLapsed && (
          <p role="status" className="note warn">
            <Icon name="clock" />
            {t('login.lapsed')}
          </p>
        )}
        <label htmlFor="name">{t('login.name')}</label>
        <input
          id="name"
          value={name}
          maxLength={64}
          autoComplete="username"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor="password">{t('login.password')}</label>
        <input
          ref={input}
          id="password"
          type="password"
          value={password}
          autoComplete="current-password"
          autoFocus
          onChange={(event) => setPassword(event.target.value)}
        />
        {isWrong && (
          <div role="alert" className="login-wrong">
            <Icon name="alert" />
            <p>
              <b>{t('login.wrong')}</b>
              <br />
              {t('login.wrong.advice')}
            </p>
          </div>
        )}
        {fault && !isWrong && !isNew && <FaultNote fault={fault} />}
        <button type="submit" className="button main" disabled={isBusy || name.trim() === '' || password === ''}>
          {t('login.go')}
        </button>
      </form>
    </main>
  )
}
