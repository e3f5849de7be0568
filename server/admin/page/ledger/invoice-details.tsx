import { useTranslation } from 'react-i18next'
import type { OfficerInvoice } from '../../order-messages.ts'
import { useConsole } from '../context.tsx'
import { moment, yuan } from '../format.ts'
import { InvoiceLines } from './invoice-lines.tsx'
import type { Invoice } from './ledger.ts'
import { InvoiceTag } from './order-tag.tsx'

const historyOf = ({ createdAt, issuedAt, endedAt, state }: Invoice) => {
  const end = state === 'failed' || state === 'reversed' || state === 'dropped' ? state : null
  const steps = [
    { at: createdAt, what: 'asked' },
    { at: issuedAt, what: 'issued' },
    { at: end === null ? null : endedAt, what: end ?? 'dropped' },
  ] as const
  return steps.flatMap(({ at, what }) => (at === null ? [] : [{ at, what }]))
}

/** The other invoices of the same order. */
const Others = ({ details: { invoice, history } }: { details: OfficerInvoice }) => {
  const { t } = useTranslation()
  const others = history.filter(({ id }) => id !== invoice.id)
  if (others.length === 0) return null
  return (
    <section>
      <h3>{t('invoices.others')}</h3>
      <InvoiceLines invoices={others} />
    </section>
  )
}

export const InvoiceDetails = ({ details }: { details: OfficerInvoice }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { invoice, files } = details
  const { id, order, title, taxNumber, email, fen, state, number, failure, replaces, reversal } = invoice
  const facts = [
    ['tax-number', taxNumber],
    ['invoice-number', number],
    ['reversal', reversal],
    ['invoice-id', id],
    ['replaces', replaces],
    ['order-id', order],
  ] as const
  return (
    <aside className="panel" aria-label={t('invoices.details')}>
      <header>
        <h2 className="grow">{title}</h2>
        <InvoiceTag state={state} />
      </header>
      <div className="body">
        <dl className="facts">
          <dt>{t('fact.amount')}</dt>
          <dd>{yuan(fen)}</dd>
          {facts.map(
            ([name, value]) =>
              value !== null && (
                <div key={name} className="fact">
                  <dt>{t(`fact.${name}`)}</dt>
                  <dd className="mono">{value}</dd>
                </div>
              ),
          )}
          <dt>{t('fact.email')}</dt>
          <dd>{email}</dd>
          <dt>{t('fact.files')}</dt>
          <dd>
            {files.length === 0 ? t('invoices.no-files') : files.map((kind) => kind.toUpperCase()).join(t('mark.list'))}
          </dd>
          {failure !== null && (
            <>
              <dt>{t('fact.failure')}</dt>
              <dd>{failure}</dd>
            </>
          )}
        </dl>
        <section>
          <h3>{t('orders.history')}</h3>
          <ul className="lines">
            {historyOf(invoice).map(({ at, what }) => (
              <li key={what}>
                <span className="quiet">{moment(at)}</span>
                <span>{t(`happened.invoice.${what}`)}</span>
              </li>
            ))}
          </ul>
        </section>
        <Others details={details} />
      </div>
      <footer>
        <button type="button" className="button" onClick={() => void console.showOrder(order)}>
          {t('invoices.order')}
        </button>
        <button type="button" className="button" onClick={() => console.select(null)}>
          {t('act.close')}
        </button>
      </footer>
    </aside>
  )
}
