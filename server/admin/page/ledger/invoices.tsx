import { useTranslation } from 'react-i18next'
import { day } from '#resources/kit/time.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { yuan } from '../format.ts'
import { InvoiceDetails } from './invoice-details.tsx'
import { LedgerHeading, LedgerList } from './ledger-kit.tsx'
import type { Invoice } from './ledger.ts'
import { INVOICE_STATES, InvoiceTag } from './order-tag.tsx'

const Row = ({ invoice, isSelected }: { invoice: Invoice; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { id, title, taxNumber, number, fen, createdAt, state } = invoice
  return (
    <tr aria-current={isSelected} onClick={() => void console.openInvoice(id)}>
      <th scope="row" className="name">
        {title}
        <span className="mono quiet">{taxNumber}</span>
      </th>
      <td className="mono">{number}</td>
      <td className="number">{yuan(fen)}</td>
      <td>{day(createdAt)}</td>
      <td>
        <InvoiceTag state={state} />
      </td>
      <td className="end">
        <button type="button" className="button small" aria-label={t('invoices.open', { id })}>
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

export const Invoices = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const found = useConsoleState((state) => state.invoices)
  const search = useConsoleState((state) => state.invoiceSearch)
  const selected = useConsoleState((state) => state.selected)
  const details = useConsoleState((state) => state.invoice)
  return (
    <div className="with-panel">
      <div className="list">
        <LedgerHeading
          title={t('nav.invoices')}
          label={t('invoices.search')}
          states={INVOICE_STATES}
          nameOf={(state) => t(`invoice.state.${state}`)}
          search={search}
          onSearch={(wanted) => void console.searchInvoices(wanted)}
          onExport={() => console.exportInvoices()}
          fileName={`${t('nav.invoices')}.csv`}
        />
        {found !== null && (
          <LedgerList
            search={search}
            empty={t('invoices.empty')}
            none={t('invoices.none')}
            head={
              <>
                <th scope="col">{t('invoices.owner')}</th>
                <th scope="col">{t('fact.invoice-number')}</th>
                <th scope="col" className="number">
                  {t('fact.amount')}
                </th>
                <th scope="col">{t('fact.asked')}</th>
                <th scope="col">{t('fact.state')}</th>
              </>
            }
            rows={found.invoices.map((invoice) => (
              <Row key={invoice.id} invoice={invoice} isSelected={invoice.id === selected} />
            ))}
            trail={search.trail}
            next={found.next}
            onTurn={(trail) => void console.searchInvoices({ trail })}
          />
        )}
      </div>
      {details?.invoice.id === selected && details && <InvoiceDetails key={selected} details={details} />}
    </div>
  )
}
