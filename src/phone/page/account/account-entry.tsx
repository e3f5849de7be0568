import { useTranslation } from 'react-i18next'
import { maskMobile } from '#core/identity/mobile'
import { useAccountState, useApp } from '../app/context.tsx'
import { LinkRow } from '../kit/list.tsx'

/** The way to one's account, or to one. */
export const AccountEntry = () => {
  const { t } = useTranslation()
  const app = useApp()
  const account = useAccountState((state) => state.account)
  return (
    <LinkRow
      icon="person"
      title={account === null ? t('account.enter') : t('account.title')}
      note={account === null ? t('account.enter.why') : maskMobile(account.mobile)}
      onOpen={() => app.open({ at: 'account', page: account === null ? 'login' : 'me' })}
    />
  )
}
