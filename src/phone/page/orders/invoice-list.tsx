import { useTranslation } from 'react-i18next'
import { useApp, useOrdersState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { LinkRow } from '../kit/list.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { day } from '#resources/kit/time.ts'
import './orders.css'
import { InvoiceTag, yuan } from './texts.tsx'

/** A person's invoices, newest first. */
export const InvoiceList = () => {
  const { t } = useTranslation()
  const app = useApp()
  const invoices = useOrdersState((state) => state.invoices)
  const error = useOrdersState((state) => state.error)
  const isBusy = useOrdersState((state) => state.isBusy)
  return (
    <>
      <TopBar title={t('invoices.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <FaultNote error={error} again={() => void app.orders.arrive({ at: 'invoices' })} />}
        {invoices?.items.length === 0 && (
          <>
            <p>{t('invoices.empty')}</p>
            <p className="second">{t('invoices.empty.why')}</p>
          </>
        )}
        <ul>
          {invoices?.items.map(({ id, title, fen, state, createdAt }) => (
            <LinkRow
              key={id}
              title={title}
              note={day(createdAt)}
              value={
                <span className="order-value">
                  <b>{yuan(fen)}</b>
                  <InvoiceTag state={state} />
                </span>
              }
              onOpen={() => app.open({ at: 'invoice', invoice: id })}
            />
          ))}
        </ul>
        {invoices?.next && (
          <Button disabled={isBusy} onClick={() => void app.orders.moreInvoices()}>
            {t('orders.more')}
          </Button>
        )}
      </main>
    </>
  )
}
