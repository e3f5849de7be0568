import { useTranslation } from 'react-i18next'
import type { OrderItem } from '#core/order/order'
import { useApp, useOrdersState } from '../app/context.tsx'
import type { OrdersScreen } from '../app/screen.ts'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { LinkRow } from '../kit/list.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import './orders.css'
import { InvoiceTag, OrderTag, useKind, yuan } from './texts.tsx'
import { useWatch } from './watch.ts'

const Facts = ({ order }: { order: OrderItem }) => {
  const { t } = useTranslation()
  const now = useNow()
  const kindOf = useKind()
  const { id, kind, company, creditCode, createdAt, expiresAt, paidAt, endedAt, state } = order
  const isUnpaid = state === 'created' || state === 'awaiting'
  const times: readonly (readonly [string, number | null])[] = [
    [t('order.created'), createdAt],
    [t('order.until'), isUnpaid ? expiresAt : null],
    [t('order.paid'), paidAt],
    [t('order.ended'), endedAt],
  ]
  return (
    <dl className="facts">
      <dt>{t('order.for')}</dt>
      <dd>{kindOf(kind)}</dd>
      <dt>{t('fact.company')}</dt>
      <dd>
        {company}
        <div className="mono quiet">{creditCode}</div>
      </dd>
      <dt>{t('order.number')}</dt>
      <dd className="mono">{id}</dd>
      {times.map(([name, at]) =>
        at === null ? null : (
          <div key={name} className="order-time">
            <dt>{name}</dt>
            <dd>{moment(at, now)}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

/** The invoice for an order, or the way to ask for one. */
const InvoicePart = ({ order }: { order: OrderItem }) => {
  const { t } = useTranslation()
  const app = useApp()
  const { id, invoice, state, fen } = order
  const canAsk = fen > 0 && (state === 'created' || state === 'awaiting' || state === 'paid')
  const isWaiting = invoice?.state === 'waiting'
  if (invoice === null || isWaiting)
    return canAsk ? (
      <ul>
        <LinkRow
          icon="edit"
          title={t(isWaiting ? 'invoice.change' : 'invoice.fill')}
          note={t(isWaiting ? 'invoice.filled' : 'invoice.fill.why')}
          onOpen={() => app.open({ at: 'invoice-form', order: id, replaces: null })}
        />
      </ul>
    ) : null
  return (
    <ul>
      <LinkRow
        icon="certificate"
        title={t('invoice.title')}
        value={<InvoiceTag state={invoice.state} />}
        onOpen={() => app.open({ at: 'invoice', invoice: invoice.id })}
      />
    </ul>
  )
}

const Foot = ({ order: { id, application, state, fen } }: { order: OrderItem }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useOrdersState((known) => known.isBusy)
  if (state === 'paid')
    return (
      <footer className="foot">
        <Button kind="main" onClick={() => app.open({ at: 'download', application })}>
          {t('download.title')}
        </Button>
      </footer>
    )
  if (state !== 'created' && state !== 'awaiting') return null
  return (
    <footer className="foot two">
      <Button disabled={isBusy} onClick={() => void app.orders.cancel(id)}>
        {t('order.cancel')}
      </Button>
      <Button kind="main" disabled={isBusy} onClick={() => void app.orders.pay(id)}>
        {t('order.pay', { amount: yuan(fen) })}
      </Button>
    </footer>
  )
}

/** One order: what it is for, whether it is paid, its invoice. */
export const OrderScreen = ({ screen }: { screen: Extract<OrdersScreen, { at: 'order' }> }) => {
  const { t } = useTranslation()
  const app = useApp()
  const order = useOrdersState((state) => state.order)
  const error = useOrdersState((state) => state.error)
  useWatch(screen, order?.state === 'awaiting')
  return (
    <>
      <TopBar title={t('order.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <FaultNote error={error} again={() => void app.orders.arrive(screen)} />}
        {order && (
          <>
            <p className="order-amount" role="status">
              <b>{yuan(order.fen)}</b>
              <OrderTag state={order.state} />
            </p>
            {order.state === 'awaiting' && (
              <Note icon="clock" title={t('order.awaiting')}>
                {t('order.awaiting.why')}
              </Note>
            )}
            {order.state === 'paid' && (
              <Note icon="check" title={t('order.thanks')}>
                {t('order.thanks.why')}
              </Note>
            )}
            <Facts order={order} />
            <InvoicePart order={order} />
          </>
        )}
      </main>
      {order && <Foot order={order} />}
    </>
  )
}
