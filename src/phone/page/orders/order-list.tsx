import { useTranslation } from 'react-i18next'
import { useApp, useOrdersState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { LinkRow } from '../kit/list.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { day } from '#resources/kit/time.ts'
import './orders.css'
import { OrderTag, useKind, yuan } from './texts.tsx'

/** A person's orders, newest first. */
export const OrderList = () => {
  const { t } = useTranslation()
  const app = useApp()
  const orders = useOrdersState((state) => state.orders)
  const error = useOrdersState((state) => state.error)
  const isBusy = useOrdersState((state) => state.isBusy)
  const kindOf = useKind()
  return (
    <>
      <TopBar title={t('orders.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <FaultNote error={error} again={() => void app.orders.arrive({ at: 'orders' })} />}
        {orders?.items.length === 0 && (
          <>
            <p>{t('orders.empty')}</p>
            <p className="second">{t('orders.empty.why')}</p>
          </>
        )}
        <ul>
          {orders?.items.map(({ id, kind, company, fen, state, createdAt }) => (
            <LinkRow
              key={id}
              title={kindOf(kind)}
              note={[day(createdAt), company].join(t('mark.comma'))}
              value={
                <span className="order-value">
                  <b>{yuan(fen)}</b>
                  <OrderTag state={state} />
                </span>
              }
              onOpen={() => app.open({ at: 'order', order: id })}
            />
          ))}
        </ul>
        {orders?.next && (
          <Button disabled={isBusy} onClick={() => void app.orders.more()}>
            {t('orders.more')}
          </Button>
        )}
      </main>
    </>
  )
}
