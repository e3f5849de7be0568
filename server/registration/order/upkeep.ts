/** What happens to orders and invoices by themselves: lost notices are asked for, orders end, refunds and invoices go on. */
import { TERMINAL } from '#core/application/state'
import { asAppError } from '#core/errors'
import type { Clock } from '#core/pairing/ports'
import type { OrderRow } from '../../store/orders.ts'
import type { Store } from '../../store/store.ts'
import type { Settlement } from './settlement.ts'
import type { Orders } from './orders.ts'

export interface UpkeepOptions {
  readonly store: Store
  readonly orders: Orders
  readonly settlement: Settlement
  /** Looks after invoices. */
  readonly invoices: () => Promise<void>
  readonly noticeUrl: string
  readonly now: () => number
  readonly warn: (facts: object) => void
}

const BATCH = 50
const EVERY = 10_000
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The longer ago somebody wanted to pay, the more seldom it is asked. */
const nextLook = ({ begunAt, createdAt, expiresAt }: OrderRow, now: number): number => {
  const pause = Math.min(Math.max((now - (begunAt ?? createdAt)) / 2, MINUTE), HOUR)
  return Math.max(Math.min(now + pause, expiresAt), now + MINUTE)
}

/** Whether its application came to nothing; one that is not known here is left alone. */
const isUnwanted = async ({ applications }: Store, { application }: OrderRow): Promise<boolean> => {
  const row = await applications.find(application)
  return row !== null && row.state !== 'issued' && TERMINAL.some((state) => state === row.state)
}

const attend = async (order: OrderRow, { store, orders, settlement, noticeUrl, now }: UpkeepOptions): Promise<void> => {
  if (order.state === 'refunding') return settlement.payBack(order, noticeUrl)
  if (await isUnwanted(store, order)) return orders.drop(order)
  if (order.expiresAt <= now()) return orders.expire(order)
  if (order.state === 'awaiting') await settlement.check(order)
  await store.orders.postpone(order.id, order.state, nextLook(order, now()))
}

/** Looks after everything that is due, once. What fails waits for a minute. */
export const runUpkeep = async (options: UpkeepOptions): Promise<void> => {
  const { store, settlement, invoices, now, warn } = options
  for (const order of await store.orders.due(now(), BATCH))
    await attend(order, options).catch(async (error: unknown) => {
      warn({ event: 'order-upkeep-failed', order: order.id, state: order.state, code: asAppError(error).code })
      await store.orders.postpone(order.id, order.state, now() + MINUTE)
    })
  await settlement.pass()
  await invoices()
}

/** Looks after it all from now on, one round after the other; returns how to stop, after the round that runs. */
export const startUpkeep = (
  clock: Clock,
  run: () => Promise<void>,
  warn: (facts: object) => void,
): (() => Promise<void>) => {
  let isStopped = false
  let running = Promise.resolve()
  let cancel = (): void => undefined
  const plan = (): void => {
    if (isStopped) return
    cancel = clock.after(EVERY, () => {
      running = run()
        .catch((error: unknown) => warn({ event: 'upkeep-failed', code: asAppError(error).code }))
        .then(plan)
    })
  }
  plan()
  return () => {
    isStopped = true
    cancel()
    return running
  }
}
