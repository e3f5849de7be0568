import { useTranslation } from 'react-i18next'
import { useAccountState, useApp } from '../app/context.tsx'
import { LinkRow } from '../kit/list.tsx'

/** The ways to orders and invoices, for whoever is logged in. */
export const OrdersEntries = () => {
  const { t } = useTranslation()
  const app = useApp()
  const account = useAccountState((state) => state.account)
  if (account === null) return null
  return (
    <>
      <LinkRow icon="file" title={t('orders.title')} note={t('orders.why')} onOpen={() => app.open({ at: 'orders' })} />
      <LinkRow
        icon="certificate"
        title={t('invoices.title')}
        note={t('invoices.why')}
        onOpen={() => app.open({ at: 'invoices' })}
      />
    </>
  )
}
