/** How far an order or an invoice has come, in a word. */
import { useTranslation } from 'react-i18next'
import { Tag } from '#resources/kit/tag.tsx'
import type { InvoiceState, OrderState } from './ledger.ts'

export const ORDER_STATES = [
  ...['created', 'awaiting', 'paid', 'refunding', 'refunded', 'closed', 'expired'],
] as const satisfies readonly OrderState[]

export const INVOICE_STATES = [
  ...['waiting', 'requested', 'issuing', 'issued', 'failed', 'reversing', 'reversed', 'dropped'],
] as const satisfies readonly InvoiceState[]

const DONE = { tone: 'good', icon: 'check' } as const
const COMING = { tone: 'plain', icon: 'clock' } as const
const UNDOING = { tone: 'warn', icon: 'undo' } as const
const OVER = { tone: 'plain', icon: 'close' } as const
const FAILED = { tone: 'bad', icon: 'alert' } as const

const ORDERS = {
  ...{ created: COMING, awaiting: COMING, paid: DONE },
  ...{ refunding: UNDOING, refunded: OVER, closed: OVER, expired: OVER },
}

const INVOICES = {
  ...{ waiting: COMING, requested: COMING, issuing: COMING, issued: DONE, failed: FAILED },
  ...{ reversing: UNDOING, reversed: OVER, dropped: OVER },
}

export const OrderTag = ({ state }: { state: OrderState }) => {
  const { t } = useTranslation()
  return <Tag {...ORDERS[state]}>{t(`order.state.${state}`)}</Tag>
}

export const InvoiceTag = ({ state }: { state: InvoiceState }) => {
  const { t } = useTranslation()
  return <Tag {...INVOICES[state]}>{t(`invoice.state.${state}`)}</Tag>
}
