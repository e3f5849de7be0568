/** Orders, payment and invoices put together. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { asAppError } from '#core/errors'
import type { Clock } from '#core/pairing/ports'
import type { Services } from '../../outside/services.ts'
import type { Store } from '../../store/store.ts'
import { invoiceRoutes } from './invoice-routes.ts'
import { createInvoiceUpkeep } from './invoice-upkeep.ts'
import { createInvoices, type Invoices } from './invoices.ts'
import { callbackRoutes } from './callback.ts'
import { orderRoutes } from './routes.ts'
import { createSettlement, type OrderListener } from './settlement.ts'
import { runUpkeep, startUpkeep } from './upkeep.ts'
import { createOrders, type Orders } from './orders.ts'

export interface OrderDeskOptions {
  readonly store: Store
  readonly services: Pick<Services, 'payment' | 'invoice'>
  readonly listener: OrderListener
  /** Of this server, without a slash at its end. */
  readonly address: string
  readonly random: RandomBytes
  readonly now: () => number
  /** Facts for the log; never personal data. */
  readonly warn: (facts: object) => void
}

export interface OrderDesk {
  readonly orders: Orders
  readonly invoices: Invoices
  /** For whoever is logged in: within a guarded scope under /api. */
  readonly routes: (scope: FastifyInstance) => void
  /** For the services outside. */
  readonly callbacks: FastifyPluginAsync
  /** Ends the unpaid order of an application that is over. What fails is done by the next round. */
  drop(application: string): Promise<void>
  /** Looks after everything that is due, once. */
  run(): Promise<void>
  /** Looks after it from now on; returns how to stop. */
  start(clock: Clock): () => Promise<void>
}

export const createOrderDesk = (options: OrderDeskOptions): OrderDesk => {
  const { store, services, listener, address, random, now, warn } = options
  const { payment, invoice: issuer } = services
  const noticeUrl = `${address}/callbacks/payment`
  const settlement = createSettlement({ store, payment, listener, now, warn })
  const returnUrl = (order: string): string => `${address}/p/?from=payment&order=${order}`
  const orders = createOrders({ store, payment, settlement, noticeUrl, returnUrl, random, now })
  const invoices = createInvoices({ store, now })
  const upkeep = createInvoiceUpkeep({ store, issuer, callbackUrl: `${address}/callbacks/invoice`, now, warn })
  const run = (): Promise<void> => runUpkeep({ store, orders, settlement, invoices: upkeep.run, noticeUrl, now, warn })
  const drop = async (application: string): Promise<void> => {
    const order = await store.orders.findOpen(application)
    if (order !== null)
      await orders.drop(order).catch((error: unknown) => {
        warn({ event: 'order-not-dropped', order: order.id, code: asAppError(error).code })
      })
  }
  return {
    ...{ orders, invoices, drop, run },
    routes: (scope) => {
      orderRoutes(scope, { store, orders })
      invoiceRoutes(scope, { store, invoices })
    },
    callbacks: callbackRoutes({ payment, settlement, invoices: upkeep, warn }),
    start: (clock) => startUpkeep(clock, run, warn),
  }
}
