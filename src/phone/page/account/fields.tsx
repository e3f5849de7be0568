/** The fields that several forms of an account have. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CodePurpose } from '#core/identity/account'
import { readMobile } from '#core/identity/mobile'
import { useAccountState, useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { Field } from '../kit/field.tsx'
import { problemAtField } from './problem.ts'

interface Value {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isWrong: boolean
}

export const MobileField = ({ isWrong }: { isWrong: boolean }) => {
  const { t } = useTranslation()
  const app = useApp()
  const mobile = useAccountState((state) => state.draft.mobile)
  return (
    <Field
      id="account-mobile"
      name="mobile"
      label={t('account.mobile')}
      type="tel"
      inputMode="tel"
      autoComplete="tel"
      maxLength={20}
      value={mobile}
      isWrong={isWrong}
      note={isWrong ? t('account.mobile.wrong') : undefined}
      onChange={(value) => app.account.fill({ mobile: value })}
    />
  )
}

const SECOND = 1000

/** Asks for a code, and says when the next one can be had. */
const GetCode = ({ purpose }: { purpose: CodePurpose }) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const { mobile, sent } = useAccountState((state) => state.draft)
  const isBusy = useAccountState((state) => state.isBusy)
  const left = sent === null || sent.mobile !== mobile ? 0 : Math.ceil((sent.nextAt - now) / SECOND)
  const isWaiting = left > 0
  return (
    <Button
      disabled={isWaiting || isBusy || readMobile(mobile) === null}
      onClick={() => void app.account.sendCode(purpose)}
    >
      {isWaiting ? t('account.code.again', { count: Math.min(left, 60) }) : t('account.code.get')}
    </Button>
  )
}

export const CodeField = ({ purpose, value, onChange, isWrong }: Value & { purpose: CodePurpose }) => {
  const { t } = useTranslation()
  const { mobile, sent } = useAccountState((state) => state.draft)
  const problem = problemAtField(useAccountState((state) => state.error))
  const isSent = sent !== null && sent.purpose === purpose && sent.mobile === mobile
  const said = problem?.field === 'code' && problem.text !== 'code.over' ? problem : null
  const isOver = problem?.text === 'code.over'
  const notes = () => {
    if (said?.text === 'code.wrong') return t('account.code.wrong', { count: said.count })
    if (isOver) return t(isSent ? 'account.code.over' : 'account.code.first')
    if (isWrong) return t(isSent ? 'account.code.missing' : 'account.code.first')
    return isSent ? t('account.code.sent') : undefined
  }
  return (
    <Field
      id="account-code"
      name="code"
      label={t('account.code')}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={6}
      value={value}
      isWrong={isWrong || said !== null || isOver}
      note={notes()}
      action={<GetCode purpose={purpose} />}
      onChange={(text) => onChange(text.replaceAll(/\D/g, ''))}
    />
  )
}

interface PasswordProps extends Value {
  /** A new one is to be chosen. */
  readonly isNew?: boolean
  readonly label?: string
}

export const PasswordField = ({ value, onChange, isWrong, isNew = false, label }: PasswordProps) => {
  const { t } = useTranslation()
  const [isShown, setShown] = useState(false)
  const problem = problemAtField(useAccountState((state) => state.error))
  const kind = isNew ? 'newPassword' : 'password'
  const said = problem?.field === kind ? problem.text : null
  const notes = () => {
    if (said === 'password.refused') return t('account.password.refused')
    if (said === 'current.refused') return t('account.current.refused')
    if (said !== null || isWrong) return t(`account.${kind}.wrong`)
    return isNew ? t('account.newPassword.why') : undefined
  }
  return (
    <Field
      id={`account-${kind}`}
      name={kind}
      label={label ?? t(`account.${kind}`)}
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      autoCapitalize="off"
      maxLength={64}
      value={value}
      isWrong={isWrong || said !== null}
      note={notes()}
      action={
        <Button aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {t(isShown ? 'account.password.hide' : 'account.password.show')}
        </Button>
      }
      onChange={onChange}
    />
  )
}
