/** Orders and invoices over HTTP, for the person who is logged in. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  orderItem,
  orderList,
  orderParameter,
  pageQuery,
  payAnswer,
  payRequest,
  type OrderItem,
} from '#core/order/order'
import type { OrderRow } from '../../store/orders.ts'
import type { Store } from '../../store/store.ts'
import { requireAccount } from '../guard.ts'
import { PAGE, pageOf, readCursor } from './page.ts'
import type { Orders } from './orders.ts'

export interface OrderRoutesOptions {
  readonly store: Store
  readonly orders: Orders
}

/** Requests a minute from one address that cost the payment service something. */
const ASKS = { rateLimit: { max: 30, timeWindow: 60_000 } }

export const orderRoutes = (scope: FastifyInstance, { store, orders }: OrderRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  const item = async (row: OrderRow): Promise<OrderItem> => {
    const { id, application, kind, organisation, company, creditCode, fen, state } = row
    const { createdAt, expiresAt, paidAt, endedAt } = row
    const [invoice] = await store.invoices.ofOrder(id)
    return {
      ...{
        id,
        application,
        kind,
        organisation,
        company,
        creditCode,
        fen,
        state,
        createdAt,
        expiresAt,
        paidAt,
        endedAt,
      },
      invoice: invoice === undefined ? null : { id: invoice.id, state: invoice.state },
    }
  }

  typed.get('/orders', { schema: { querystring: pageQuery, response: { 200: orderList } } }, async (request) => {
    const found = await orders.list(requireAccount(request).id, readCursor(request.query.after), PAGE + 1)
    const { rows, next } = pageOf(found, PAGE)
    return { orders: await Promise.all(rows.map(item)), next }
  })

  const one = { schema: { params: orderParameter, response: { 200: orderItem } } }

  typed.get('/orders/:id', one, async (request) =>
    item(await orders.find(requireAccount(request).id, request.params.id)),
  )

  /** Asks the payment service: for a person who comes back from paying. */
  typed.post('/orders/:id/check', { ...one, config: ASKS }, async (request) =>
    item(await orders.check(requireAccount(request).id, request.params.id)),
  )

  typed.post('/orders/:id/cancel', { ...one, config: ASKS }, async (request) =>
    item(await orders.cancel(requireAccount(request).id, request.params.id)),
  )

  typed.post(
    '/orders/:id/pay',
    { schema: { params: orderParameter, body: payRequest, response: { 200: payAnswer } }, config: ASKS },
    async (request) => orders.pay(requireAccount(request).id, request.params.id, request.body.channel, request.ip),
  )
}
