import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import type { OfficerOrder, OrderDetails as Details } from '../../order-messages.ts'
import { useConsole } from '../context.tsx'
import { moment, yuan } from '../format.ts'
import { InvoiceLines } from './invoice-lines.tsx'
import { OrderTag } from './order-tag.tsx'
import { issuingFailure } from './refund-reasons.ts'

type Ended = 'closed' | 'expired'

const isEnded = (reason: string | null): reason is Ended => reason === 'closed' || reason === 'expired'

/** The server's own reasons; others were written by officers. */
const ownReason = (reason: string | null) =>
  isEnded(reason) || reason === 'unwanted' ? reason : issuingFailure(reason)

/** How an order has ended; one that is paid back after its end as it had ended before. */
const endOf = ({ state, refundReason }: OfficerOrder) => {
  if (state === 'refunded' || state === 'closed' || state === 'expired') return state
  return state === 'refunding' && isEnded(refundReason) ? refundReason : null
}

/** What has happened to an order, oldest first. */
const historyOf = (order: OfficerOrder) => {
  const { createdAt, begunAt, paidAt, endedAt, expiresAt, state } = order
  const isOpen = state === 'created' || state === 'awaiting'
  const end = endOf(order)
  const steps = [
    { at: createdAt, what: 'created' },
    { at: begunAt, what: 'begun' },
    { at: paidAt, what: 'paid' },
    { at: end === null ? null : endedAt, what: end ?? 'closed' },
    { at: isOpen ? expiresAt : null, what: 'until' },
  ] as const
  return steps.flatMap(({ at, what }) => (at === null ? [] : [{ at, what }])).sort((a, b) => a.at - b.at)
}

/** Why the money goes back. One that was paid after its end names that end. */
const Refund = ({ order: { refundReason, state, dueAt } }: { order: OfficerOrder }) => {
  const { t } = useTranslation()
  if (refundReason === null) return null
  const own = ownReason(refundReason)
  return (
    <section>
      <h3>{t('orders.refund')}</h3>
      <dl className="facts">
        <dt>{t('fact.refund-reason')}</dt>
        <dd>{own === undefined ? refundReason : t(`refund.${own}`)}</dd>
        {state === 'refunding' && dueAt !== null && (
          <>
            <dt>{t('fact.next-try')}</dt>
            <dd>{moment(dueAt)}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

const Notices = ({ notices }: Pick<Details, 'notices'>) => {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('orders.notices')}</h3>
      {notices.length === 0 && <p className="second">{t('orders.no-notices')}</p>}
      <ul className="lines">
        {notices.map(({ id, verdict, at }) => (
          <li key={id}>
            <span className="quiet">{moment(at)}</span>
            <span>
              {t('notice.line', {
                source: id.startsWith('query:') ? t('notice.asked') : t('notice.told'),
                verdict: t(`notice.${verdict}`),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Invoices = ({ invoices }: Pick<Details, 'invoices'>) => {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('nav.invoices')}</h3>
      {invoices.length === 0 && <p className="second">{t('orders.no-invoices')}</p>}
      <InvoiceLines invoices={invoices} />
    </section>
  )
}

export const OrderDetails = ({ details: { order, notices, invoices } }: { details: Details }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { id, application, kind, organisation, company, creditCode, fen, state, channel, transactionId } = order
  const facts = [
    ['code', creditCode],
    ['order-id', id],
    ['application', application],
    ['organisation', organisation],
    ['transaction', transactionId],
  ] as const
  return (
    <aside className="panel" aria-label={t('orders.details')}>
      <header>
        <h2 className="grow">{company}</h2>
        <OrderTag state={state} />
      </header>
      <div className="body">
        <dl className="facts">
          <dt>{t('fact.kind')}</dt>
          <dd>{i18next.t(`order.kind.${kind}`, kind)}</dd>
          <dt>{t('fact.amount')}</dt>
          <dd>{yuan(fen)}</dd>
          {channel !== null && (
            <>
              <dt>{t('fact.channel')}</dt>
              <dd>{i18next.t(`channel.${channel}`, channel)}</dd>
            </>
          )}
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <div key={name} className="fact">
                  <dt>{t(`fact.${name}`)}</dt>
                  <dd className="mono">{value}</dd>
                </div>
              ),
          )}
        </dl>
        <section>
          <h3>{t('orders.history')}</h3>
          <ul className="lines">
            {historyOf(order).map(({ at, what }) => (
              <li key={what}>
                <span className="quiet">{moment(at)}</span>
                <span>{t(`happened.${what}`)}</span>
              </li>
            ))}
          </ul>
        </section>
        <Refund order={order} />
        <Notices notices={notices} />
        <Invoices invoices={invoices} />
      </div>
      <footer>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
      </footer>
    </aside>
  )
}
