import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Outcome } from '../kit/outcome.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { PasswordField } from './fields.tsx'
import { AccountForm, Submit, useChecked } from './form.tsx'

const Changed = () => {
  const { t } = useTranslation()
  const app = useApp()
  return (
    <>
      <TopBar title={t('account.change')} />
      <main className="scroll">
        <Outcome tone="done" icon="check" title={t('account.change.done')}>
          {t('account.change.done.why')}
        </Outcome>
      </main>
      <footer className="foot">
        <Button kind="main" onClick={app.back}>
          {t('act.back')}
        </Button>
      </footer>
    </>
  )
}

export const PasswordScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const isDone = useAccountState((state) => state.done === 'password-changed')
  const mobile = useAccountState((state) => state.account?.mobile ?? '')
  const [password, setPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const checked = useChecked({ mobile, password, newPassword })
  if (isDone) return <Changed />
  return (
    <AccountForm
      title={t('account.change')}
      lead={t('account.reset.lead')}
      onSubmit={checked.submit(() => void app.account.changePassword(password, newPassword))}
      foot={<Submit>{t('account.change')}</Submit>}
    >
      <PasswordField
        label={t('account.current')}
        value={password}
        onChange={setPassword}
        isWrong={checked.isWrong('password')}
      />
      <PasswordField isNew value={newPassword} onChange={setNewPassword} isWrong={checked.isWrong('newPassword')} />
    </AccountForm>
  )
}
