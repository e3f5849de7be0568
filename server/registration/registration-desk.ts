/** Registration put together: people, applications, orders, and what goes on by itself. */
import type { FastifyPluginAsync } from 'fastify'
import type { Clock } from '#core/pairing/ports'
import { pricedAs } from '#core/application/state'
import { AppError } from '#core/errors'
import type { Services } from '../outside/services.ts'
import { openApplicationDesk, type ApplicationDesk, type ApplicationDeskOptions } from './application/desk.ts'
import { kindOf } from './application/words.ts'
import { createIdentity } from './account/identity.ts'
import { createOrderDesk, type OrderDesk } from './order/desk.ts'
import { createPeople, type People } from './review/people.ts'
import type { PrepareOrder } from './review/review.ts'
import { registrationRoutes, type RegistrationRoutesOptions } from './routes.ts'
import { createAccountSessions } from './account/sessions.ts'

type Given = Omit<ApplicationDeskOptions, 'identity' | 'prepareOrder' | 'dropOrder' | 'sms'> &
  Omit<RegistrationRoutesOptions, 'services' | 'identity' | 'applicationDesk' | 'orderDesk'>

export interface RegistrationDeskOptions extends Given {
  readonly services: Services
}

export interface RegistrationDesk {
  readonly applicationDesk: ApplicationDesk
  readonly orderDesk: OrderDesk
  /** For officers. */
  readonly people: People
  readonly routes: FastifyPluginAsync
  /** Looks after everything from now on; returns how to stop. */
  start(clock: Clock): () => Promise<void>
}

export const openRegistrationDesk = async (options: RegistrationDeskOptions): Promise<RegistrationDesk> => {
  const { store, services, organisations, storageKey, address, random, now, warn } = options
  const { alipay, bankCard } = services
  const identity = createIdentity({
    ...{ store, alipay, bankCard, storageKey, random, now },
    returnUrl: `${address}/p/?from=alipay`,
  })

  /** Whoever paid for certificates that nobody got does not pay again to get them back. */
  const isPaidFor = async (previous: string | null): Promise<boolean> => {
    const held = previous === null ? null : await store.holdings.find(previous)
    return held !== null && held.fetchedAt === null
  }

  /** At the price of the organisation that was chosen. */
  const prepareOrder: PrepareOrder = async (row, { certificate, previous }) => {
    const chosen = (await organisations()).find(({ id }) => id === certificate?.organisation)
    if (chosen === undefined) throw new AppError('organisation-unknown')
    const { account, id: application, creditCode, company } = row
    const kind = kindOf(row)
    const request = { account, application, kind, organisation: chosen.id, creditCode, company }
    const fen = kind === 'recover' && (await isPaidFor(previous)) ? 0 : chosen.prices[pricedAs(kind)]
    return async (records) => void (await orderDesk.orders.open(records, { ...request, fen }))
  }

  const applicationDesk = await openApplicationDesk({
    ...{ ...options, identity, prepareOrder, sms: services.sms },
    dropOrder: (application) => orderDesk.drop(application),
  })
  const { moves } = applicationDesk
  const orderDesk = createOrderDesk({
    ...{ store, services, address, random, now, warn },
    listener: {
      paid: (records, order) => moves.paid(records, order.application),
      refunded: (records, order) => moves.refunded(records, order.application),
    },
  })
  return {
    ...{ applicationDesk, orderDesk },
    people: createPeople({ store, identity, sessions: createAccountSessions({ store, random, now }), storageKey, now }),
    routes: registrationRoutes({ ...options, identity, applicationDesk, orderDesk }),
    start: (clock) => {
      const stops = [applicationDesk.start(clock), orderDesk.start(clock)]
      return async () => void (await Promise.all(stops.map((stop) => stop())))
    },
  }
}
