/** What belongs to somebody or to a company, in the lists of a panel of details. */
import { useTranslation } from 'react-i18next'
import i18next from 'i18next'
import type { ReactNode } from 'react'
import { day } from '#resources/kit/time.ts'
import type { ApplicationLine, HoldingLine, OrderLine } from '../../people-messages.ts'
import { useConsole } from '../context.tsx'
import { yuan } from '../format.ts'
import { OrderTag } from '../ledger/order-tag.tsx'
import { StateTag } from './state-tag.tsx'

/** A titled list, or the word that there is none. */
export const Belongings = ({ title, lines }: { title: string; lines: readonly ReactNode[] }) => {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="second">{t('details.none')}</p> : <ul className="lines">{lines}</ul>}
    </section>
  )
}

export const Applications = ({ applications }: { applications: readonly ApplicationLine[] }) => {
  const { t } = useTranslation()
  return (
    <Belongings
      title={t('nav.applications')}
      lines={applications.map(({ id, kind, state, createdAt }) => (
        <li key={id}>
          <span className="quiet">{day(createdAt)}</span>
          <span className="grow">{i18next.t(`order.kind.${kind}`, kind)}</span>
          <span>{i18next.t(`application.${state}`, state)}</span>
        </li>
      ))}
    />
  )
}

export const Holdings = ({ title, holdings }: { title: string; holdings: readonly HoldingLine[] }) => {
  const { t } = useTranslation()
  return (
    <Belongings
      title={title}
      lines={holdings.map(({ application, company, organisation, notAfter, state }) => (
        <li key={application}>
          <span className="grow">
            {company}
            <span className="small quiet"> {t('details.until', { organisation, day: day(notAfter) })}</span>
          </span>
          <StateTag state={state} />
        </li>
      ))}
    />
  )
}

export const OrderLines = ({ orders }: { orders: readonly OrderLine[] }) => {
  const { t } = useTranslation()
  const console = useConsole()
  return (
    <Belongings
      title={t('nav.orders')}
      lines={orders.map(({ id, kind, fen, state, createdAt }) => (
        <li key={id}>
          <span className="quiet">{day(createdAt)}</span>
          <button
            type="button"
            className="link grow"
            aria-label={t('orders.open', { id })}
            onClick={() => void console.showOrder(id)}
          >
            {i18next.t(`order.kind.${kind}`, kind)} {yuan(fen)}
          </button>
          <OrderTag state={state} />
        </li>
      ))}
    />
  )
}
