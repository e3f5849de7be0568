import { useTranslation } from 'react-i18next'
import { invoiceFile } from '#agent/orders'
import type { InvoiceAnswer } from '#core/order/invoice'
import { useApp, useOrdersState } from '../app/context.tsx'
import type { OrdersScreen } from '../app/screen.ts'
import { moment } from '../format/time.ts'
import { Button } from '../kit/button.tsx'
import { useNow } from '../kit/countdown.tsx'
import { FaultNote } from '../kit/fault.tsx'
import { LinkRow } from '../kit/list.tsx'
import { Note } from '../kit/note.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import './orders.css'
import { InvoiceTag, yuan } from './texts.tsx'
import { useWatch } from './watch.ts'

const WAITING: readonly string[] = ['requested', 'issuing', 'reversing']

const Facts = ({ invoice }: Pick<InvoiceAnswer, 'invoice'>) => {
  const { t } = useTranslation()
  const now = useNow()
  const { title, taxNumber, email, number, reversal, createdAt, issuedAt } = invoice
  return (
    <dl className="facts">
      <dt>{t('invoice.detail.title')}</dt>
      <dd>{title}</dd>
      <dt>{t('invoice.detail.taxNumber')}</dt>
      <dd className="mono">{taxNumber}</dd>
      <dt>{t('invoice.detail.email')}</dt>
      <dd>{email}</dd>
      {number && (
        <>
          <dt>{t('invoice.number')}</dt>
          <dd className="mono">{number}</dd>
        </>
      )}
      {reversal && (
        <>
          <dt>{t('invoice.reversal')}</dt>
          <dd className="mono">{reversal}</dd>
        </>
      )}
      <dt>{t('invoice.asked')}</dt>
      <dd>{moment(createdAt, now)}</dd>
      {issuedAt !== null && (
        <>
          <dt>{t('invoice.issued')}</dt>
          <dd>{moment(issuedAt, now)}</dd>
        </>
      )}
    </dl>
  )
}

/** The files, and the ways on. */
const Foot = ({ invoice, files }: Pick<InvoiceAnswer, 'invoice' | 'files'>) => {
  const { t } = useTranslation()
  const app = useApp()
  const { id, order, state } = invoice
  if (files.length === 0 && state !== 'failed') return null
  return (
    <footer className="foot">
      {files.map((format) => (
        <a key={format} className="button main" href={invoiceFile(id, format)} download={`${id}.${format}`}>
          <Icon name="file" size={18} />
          {t('invoice.download', { format: format.toUpperCase() })}
        </a>
      ))}
      {(state === 'issued' || state === 'failed') && (
        <Button onClick={() => app.open({ at: 'invoice-form', order, replaces: state === 'issued' ? id : null })}>
          {t(state === 'issued' ? 'invoice.reissue' : 'invoice.again')}
        </Button>
      )}
    </footer>
  )
}

/** All that there were for the order, where there was more than one. */
const History = ({ history, invoice }: Pick<InvoiceAnswer, 'history' | 'invoice'>) => {
  const { t } = useTranslation()
  const app = useApp()
  const now = useNow()
  const others = history.filter(({ id }) => id !== invoice.id)
  if (others.length === 0) return null
  return (
    <>
      <h2 className="section">{t('invoice.history')}</h2>
      <ul>
        {others.map(({ id, title, state, createdAt }) => (
          <LinkRow
            key={id}
            title={title}
            note={moment(createdAt, now)}
            value={<InvoiceTag state={state} />}
            onOpen={() => app.open({ at: 'invoice', invoice: id })}
          />
        ))}
      </ul>
    </>
  )
}

/** One invoice: its details, its files, what came before and after it. */
export const InvoiceScreen = ({ screen }: { screen: Extract<OrdersScreen, { at: 'invoice' }> }) => {
  const { t } = useTranslation()
  const app = useApp()
  const known = useOrdersState((state) => state.invoice)
  const error = useOrdersState((state) => state.error)
  useWatch(screen, known !== null && WAITING.includes(known.invoice.state))
  return (
    <>
      <TopBar title={t('invoice.title')} leave={{ by: 'back', act: app.back }} />
      <main className="scroll">
        {error && <FaultNote error={error} again={() => void app.orders.arrive(screen)} />}
        {known && (
          <>
            <p className="order-amount" role="status">
              <b>{yuan(known.invoice.fen)}</b>
              <InvoiceTag state={known.invoice.state} />
            </p>
            {known.invoice.failure !== null && (
              <Note tone="bad" icon="alert" title={t('invoice.failed')}>
                {known.invoice.failure}
              </Note>
            )}
            {WAITING.includes(known.invoice.state) && (
              <Note icon="clock" title={t('invoice.working')}>
                {t('invoice.working.why')}
              </Note>
            )}
            <Facts invoice={known.invoice} />
            <History history={known.history} invoice={known.invoice} />
          </>
        )}
      </main>
      {known && <Foot invoice={known.invoice} files={known.files} />}
    </>
  )
}
