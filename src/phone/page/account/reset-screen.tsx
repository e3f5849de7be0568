import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { CodeField, MobileField, PasswordField } from './fields.tsx'
import { AccountForm, Submit, useChecked } from './form.tsx'

/** A new password for whoever holds the number. */
export const ResetScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const mobile = useAccountState((state) => state.draft.mobile)
  const [code, setCode] = useState('')
  const [newPassword, setPassword] = useState('')
  const checked = useChecked({ mobile, code, newPassword })
  return (
    <AccountForm
      title={t('account.reset')}
      lead={t('account.reset.lead')}
      onSubmit={checked.submit(() => void app.account.resetPassword(code, newPassword))}
      foot={<Submit>{t('account.reset')}</Submit>}
    >
      <MobileField isWrong={checked.isWrong('mobile')} />
      <CodeField purpose="password" value={code} onChange={setCode} isWrong={checked.isWrong('code')} />
      <PasswordField isNew value={newPassword} onChange={setPassword} isWrong={checked.isWrong('newPassword')} />
    </AccountForm>
  )
}
