import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useConsoleState } from '../context.tsx'
import { FaultNote } from '../kit.tsx'

interface CodeFormProps {
  readonly label: string
  readonly act: string
  /** Digits only. */
  readonly isNumber: boolean
  readonly onCode: (code: string) => Promise<void>
  readonly children: ReactNode
}

/** Asks for a code, and says what was wrong with the last one. */
export const CodeForm = ({ label, act, isNumber, onCode, children }: CodeFormProps) => {
  const { t } = useTranslation()
  const fault = useConsoleState((state) => state.fault)
  const isBusy = useConsoleState((state) => state.isBusy)
  const input = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void onCode(code)
    setCode('')
    input.current?.focus()
  }
  const isWrong = fault?.details['reason'] === 'code'
  const left = fault?.code === 'rate-limited' ? 0 : Number(fault?.details['triesLeft'])
  return (
    <form onSubmit={submit}>
      {children}
      <label htmlFor="code">{label}</label>
      <input
        ref={input}
        id="code"
        value={code}
        maxLength={40}
        inputMode={isNumber ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        spellCheck={false}
        autoFocus
        onChange={(event) => setCode(event.target.value)}
      />
      {isWrong && (
        <div role="alert" className="login-wrong">
          <Icon name="alert" />
          <p>
            <b>{left === 0 ? t('code.paused') : t('code.wrong')}</b>
            <br />
            {left === 0 ? t('code.paused.advice') : t('code.wrong.advice', { count: left })}
          </p>
        </div>
      )}
      {fault && !isWrong && <FaultNote fault={fault} />}
      <button type="submit" className="button main" disabled={isBusy || code.trim() === ''}>
        {act}
      </button>
    </form>
  )
}
