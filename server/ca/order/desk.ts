/**
 * Orders on their way to an authority. Each is written down before it is sent, and sent again until
 * it is answered: the authority answers an order that it has fulfilled with what it has issued.
 */
import { AppError, asAppError, errorShape, type ErrorCode, type ErrorShape } from '#core/errors'
import type { PlacedOrderRow } from '../../store/placed-orders.ts'
import type { Store } from '../../store/store.ts'
import type { Organisations } from './organisations.ts'
import { contentOf, digestOf, readIssued, readOrder, writeContent, writeIssued } from './order.ts'
import type { CertificateOrder, Issued, ReleasedKeys } from './order.ts'

export type PlacedOrder =
  | { readonly state: 'issued'; readonly issued: Issued }
  /** Why it was refused for good, or could not be fulfilled until now. */
  | { readonly state: 'pending' | 'refused'; readonly error: ErrorShape }

export interface OrderDesk {
  /**
   * Places an order, or looks after one that was placed before. Throws `order-conflict` for an id that another
   * order has, and `organisation-unknown`.
   */
  place(order: CertificateOrder, organisation: string): Promise<PlacedOrder>
  /** Null where there is none. */
  find(id: string): Promise<PlacedOrder | null>
  /**
   * Older encryption keys that were released for an order so far. Throws `organisation-unknown`,
   * `organisation-unreachable`, and `invalid-input` when the organisation has no such order.
   */
  keys(id: string, organisation: string): Promise<ReleasedKeys>
  /** Asks again about those that are due. */
  retry(): Promise<void>
  close(): void
}

export interface OrderDeskOptions {
  readonly store: Pick<Store, 'placedOrders'>
  readonly organisations: Organisations
  readonly now: () => number
  readonly warn: (facts: {
    readonly event: string
    readonly order: string
    readonly organisation: string
    readonly code: string
  }) => void
}

/** Answers that stay as they are, however often one asks. */
const FINAL: readonly ErrorCode[] = [
  'csr-rejected',
  'credit-code-invalid',
  'invalid-input',
  'order-refused',
  'order-conflict',
]
const EVERY = 5_000
const LONGEST = 600_000
const AT_ONCE = 50

/** As it was written here. */
const readError = (text: string | null): ErrorShape =>
  text === null ? { code: 'organisation-unreachable', details: {} } : (JSON.parse(text) as ErrorShape)

/** Twice as long each time, up to ten minutes. */
const pause = (tries: number): number => Math.min(EVERY * 2 ** Math.min(tries, 10), LONGEST)

export const createOrderDesk = ({ store, organisations, now, warn }: OrderDeskOptions): OrderDesk => {
  const { placedOrders } = store
  /** By id: an order is sent once at a time. */
  const underway = new Map<string, Promise<PlacedOrder>>()

  const resultOf = ({ state, answer, error }: PlacedOrderRow): PlacedOrder =>
    state === 'issued' && answer !== null
      ? { state, issued: readIssued(JSON.parse(answer)) }
      : { state: state === 'refused' ? state : 'pending', error: readError(error) }

  const send = async (row: PlacedOrderRow): Promise<PlacedOrder> => {
    const { id, organisation, tries } = row
    try {
      const issued = await (await organisations.find(organisation)).issue(readOrder(JSON.parse(row.content)))
      await placedOrders.settle(id, { state: 'issued', answer: JSON.stringify(writeIssued(issued)), error: null })
      return { state: 'issued', issued }
    } catch (thrown) {
      const error = errorShape(thrown)
      const { code } = error
      warn({ event: 'order-not-issued', order: id, organisation, code })
      if (FINAL.includes(code)) {
        await placedOrders.settle(id, { state: 'refused', answer: null, error: JSON.stringify(error) })
        return { state: 'refused', error }
      }
      await placedOrders.postpone(id, { tries: tries + 1, dueAt: now() + pause(tries), error: JSON.stringify(error) })
      return { state: 'pending', error }
    }
  }

  const pursue = (row: PlacedOrderRow): Promise<PlacedOrder> => {
    const sent = underway.get(row.id) ?? send(row).finally(() => underway.delete(row.id))
    underway.set(row.id, sent)
    return sent
  }

  const retry = async (): Promise<void> => {
    await Promise.all((await placedOrders.due(now(), AT_ONCE)).map(pursue))
  }

  const timer = setInterval(() => {
    retry().catch((error: unknown) =>
      warn({ event: 'orders-not-retried', order: '', organisation: '', code: asAppError(error).code }),
    )
  }, EVERY)
  timer.unref()

  return {
    place: async (order, organisation) => {
      await organisations.find(organisation)
      const content = contentOf(order)
      const digest = await digestOf(content)
      const row = { id: order.id, organisation, digest, content: writeContent(content), createdAt: now() }
      await placedOrders.add({ ...row, dueAt: now() + EVERY })
      const found = await placedOrders.find(order.id)
      if (found?.digest !== digest || found.organisation !== organisation)
        throw new AppError('order-conflict', { order: order.id })
      return found.state === 'pending' ? pursue(found) : resultOf(found)
    },
    find: async (id) => {
      const row = await placedOrders.find(id)
      return row === null ? null : resultOf(row)
    },
    keys: async (id, organisation) => (await organisations.find(organisation)).releasedKeys(id),
    retry,
    close: () => clearInterval(timer),
  }
}
