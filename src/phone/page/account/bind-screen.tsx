import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { CodeField, MobileField } from './fields.tsx'
import { AccountForm, Submit, useChecked } from './form.tsx'

/** The number of whoever has come from WeChat the first time. */
export const BindScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const mobile = useAccountState((state) => state.draft.mobile)
  const [code, setCode] = useState('')
  const checked = useChecked({ mobile, code })
  return (
    <AccountForm
      title={t('account.bind')}
      lead={t('account.bind.lead')}
      onSubmit={checked.submit(() => void app.account.bindWechat(code))}
      foot={<Submit>{t('account.bind.go')}</Submit>}
    >
      <MobileField isWrong={checked.isWrong('mobile')} />
      <CodeField purpose="wechat" value={code} onChange={setCode} isWrong={checked.isWrong('code')} />
    </AccountForm>
  )
}
