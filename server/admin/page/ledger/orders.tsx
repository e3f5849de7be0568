import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import { day } from '#resources/kit/time.ts'
import type { OfficerOrder } from '../../order-messages.ts'
import { useConsole, useConsoleState } from '../context.tsx'
import { yuan } from '../format.ts'
import { LedgerHeading, LedgerList } from './ledger-kit.tsx'
import { OrderDetails } from './order-details.tsx'
import { ORDER_STATES, OrderTag } from './order-tag.tsx'

const Row = ({ order, isSelected }: { order: OfficerOrder; isSelected: boolean }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const { id, company, creditCode, kind, fen, createdAt, state } = order
  return (
    <tr aria-current={isSelected} onClick={() => void console.openOrder(id)}>
      <th scope="row" className="name">
        {company}
        <span className="mono quiet">{creditCode}</span>
      </th>
      <td className="mono">{id}</td>
      <td>{i18next.t(`order.kind.${kind}`, kind)}</td>
      <td className="number">{yuan(fen)}</td>
      <td>{day(createdAt)}</td>
      <td>
        <OrderTag state={state} />
      </td>
      <td className="end">
        <button type="button" className="button small" aria-label={t('orders.open', { id })}>
          {t('act.details')}
        </button>
      </td>
    </tr>
  )
}

export const Orders = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const found = useConsoleState((state) => state.orders)
  const search = useConsoleState((state) => state.orderSearch)
  const selected = useConsoleState((state) => state.selected)
  const details = useConsoleState((state) => state.order)
  return (
    <div className="with-panel">
      <div className="list">
        <LedgerHeading
          title={t('nav.orders')}
          label={t('orders.search')}
          states={ORDER_STATES}
          nameOf={(state) => t(`order.state.${state}`)}
          search={search}
          onSearch={(wanted) => void console.searchOrders(wanted)}
          onExport={() => console.exportOrders()}
          fileName={`${t('nav.orders')}.csv`}
        />
        {found !== null && (
          <LedgerList
            search={search}
            empty={t('orders.empty')}
            none={t('orders.none')}
            head={
              <>
                <th scope="col">{t('certificates.owner')}</th>
                <th scope="col">{t('fact.order-id')}</th>
                <th scope="col">{t('fact.kind')}</th>
                <th scope="col" className="number">
                  {t('fact.amount')}
                </th>
                <th scope="col">{t('fact.created')}</th>
                <th scope="col">{t('fact.state')}</th>
              </>
            }
            rows={found.orders.map((order) => (
              <Row key={order.id} order={order} isSelected={order.id === selected} />
            ))}
            trail={search.trail}
            next={found.next}
            onTurn={(trail) => void console.searchOrders({ trail })}
          />
        )}
      </div>
      {details?.order.id === selected && details && <OrderDetails key={selected} details={details} />}
    </div>
  )
}
