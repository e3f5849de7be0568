import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { CodeField, MobileField, PasswordField } from './fields.tsx'
import { AccountForm, Submit, useChecked } from './form.tsx'

/** With a code, a password or WeChat. */
export const LoginScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const mobile = useAccountState((state) => state.draft.mobile)
  const isUnknown = useAccountState((state) => state.error?.code === 'account-unknown')
  const [byPassword, setByPassword] = useState(false)
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const checked = useChecked(byPassword ? { mobile, password } : { mobile, code })
  const register = () => app.open({ at: 'account', page: 'register' })
  return (
    <AccountForm
      title={t('account.login')}
      onSubmit={checked.submit(
        () => void (byPassword ? app.account.loginByPassword(password) : app.account.loginByCode(code)),
      )}
      remedy={isUnknown && <Button onClick={register}>{t('account.register')}</Button>}
      foot={
        <>
          <Submit>{t('account.login')}</Submit>
          <Button onClick={() => void app.account.goToWechat()}>{t('account.by-wechat')}</Button>
          <Button onClick={register}>{t('account.register')}</Button>
        </>
      }
    >
      <MobileField isWrong={checked.isWrong('mobile')} />
      {byPassword ? (
        <PasswordField value={password} onChange={setPassword} isWrong={checked.isWrong('password')} />
      ) : (
        <CodeField purpose="enter" value={code} onChange={setCode} isWrong={checked.isWrong('code')} />
      )}
      <div className="account-ways">
        <button type="button" className="link" onClick={() => setByPassword(!byPassword)}>
          {t(byPassword ? 'account.by-code' : 'account.by-password')}
        </button>
        <button type="button" className="link" onClick={() => app.open({ at: 'account', page: 'reset' })}>
          {t('account.forgot')}
        </button>
      </div>
    </AccountForm>
  )
}
