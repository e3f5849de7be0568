import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { CodeField, MobileField, PasswordField } from './fields.tsx'
import { AccountForm, Submit, useChecked } from './form.tsx'

/** A number, its code and a password. A number that has an account can be logged in with the same code. */
export const RegisterScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const mobile = useAccountState((state) => state.draft.mobile)
  const isTaken = useAccountState((state) => state.error?.code === 'account-exists')
  const [code, setCode] = useState('')
  const [newPassword, setPassword] = useState('')
  const checked = useChecked({ mobile, code, newPassword })
  return (
    <AccountForm
      title={t('account.register')}
      lead={t('account.register.lead')}
      onSubmit={checked.submit(() => void app.account.register(code, newPassword))}
      remedy={
        isTaken && <Button onClick={() => void app.account.loginByCode(code)}>{t('account.login.instead')}</Button>
      }
      foot={<Submit>{t('account.register')}</Submit>}
    >
      <MobileField isWrong={checked.isWrong('mobile')} />
      <CodeField purpose="enter" value={code} onChange={setCode} isWrong={checked.isWrong('code')} />
      <PasswordField
        isNew
        label={t('account.set')}
        value={newPassword}
        onChange={setPassword}
        isWrong={checked.isWrong('newPassword')}
      />
    </AccountForm>
  )
}
