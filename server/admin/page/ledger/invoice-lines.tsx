import { useTranslation } from 'react-i18next'
import { useConsole } from '../context.tsx'
import type { Invoice } from './ledger.ts'
import { InvoiceTag } from './order-tag.tsx'

/** Invoices by their titles, in a panel; each leads to its details. */
export const InvoiceLines = ({ invoices }: { invoices: readonly Invoice[] }) => {
  const { t } = useTranslation()
  const console = useConsole()
  return (
    <ul className="lines">
      {invoices.map(({ id, order, state, title }) => (
        <li key={id}>
          <InvoiceTag state={state} />
          <span className="grow">{title}</span>
          <button
            type="button"
            className="button small"
            aria-label={t('invoices.open', { id })}
            onClick={() => void console.showInvoice({ id, order })}
          >
            {t('act.details')}
          </button>
        </li>
      ))}
    </ul>
  )
}
