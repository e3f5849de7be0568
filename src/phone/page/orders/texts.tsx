/** Money and states of orders and invoices in words. */
import { useTranslation } from 'react-i18next'
import type { InvoiceState, OrderState } from '#core/order/state'
import { Tag, type Tone } from '#resources/kit/tag.tsx'
import type { IconName } from '#resources/kit/icon.tsx'

/** ¥300.00 */
export const yuan = (fen: number): string => `¥${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

const ORDER_TONES: { readonly [state in OrderState]: readonly [Tone, IconName] } = {
  created: ['warn', 'clock'],
  awaiting: ['warn', 'clock'],
  paid: ['good', 'check'],
  refunding: ['plain', 'undo'],
  refunded: ['plain', 'undo'],
  closed: ['plain', 'close'],
  expired: ['plain', 'close'],
}

const INVOICE_TONES: { readonly [state in InvoiceState]: readonly [Tone, IconName] } = {
  waiting: ['plain', 'clock'],
  requested: ['plain', 'clock'],
  issuing: ['plain', 'clock'],
  issued: ['good', 'check'],
  failed: ['bad', 'alert'],
  reversing: ['plain', 'undo'],
  reversed: ['plain', 'undo'],
  dropped: ['plain', 'close'],
}

export const OrderTag = ({ state }: { state: OrderState }) => {
  const { t } = useTranslation()
  const [tone, icon] = ORDER_TONES[state]
  return (
    <Tag tone={tone} icon={icon}>
      {t(`order.state.${state}`)}
    </Tag>
  )
}

export const InvoiceTag = ({ state }: { state: InvoiceState }) => {
  const { t } = useTranslation()
  const [tone, icon] = INVOICE_TONES[state]
  return (
    <Tag tone={tone} icon={icon}>
      {t(`invoice.state.${state}`)}
    </Tag>
  )
}

const KINDS = ['claim', 'join', 'renew', 'recover', 'takeover'] as const

/** What an order is for. */
export const useKind = (): ((kind: string) => string) => {
  const { t } = useTranslation()
  return (kind) => {
    const known = KINDS.find((each) => each === kind)
    return known === undefined ? kind : t(`order.kind.${known}`)
  }
}
