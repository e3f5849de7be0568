/** What a person can do about orders and invoices in the page. Every act changes the state; the server decides. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OrdersApi } from '#agent/orders'
import type { ErrorShape } from '#core/errors'
import type { InvoiceAnswer, InvoiceItem } from '#core/order/invoice'
import type { OrderItem } from '#core/order/order'
import { attemptWith, isRefused } from '../app/attempt.ts'
import { isOfOrders, type OrdersScreen, type Screen } from '../app/screen.ts'
import { readInvoiceDraft, type InvoiceDraft } from './draft.ts'

export interface Listed<Item> {
  readonly items: readonly Item[]
  /** Where the next page begins; null where there is none. */
  readonly next: string | null
}

export interface OrdersState {
  /** Null until they are known. */
  readonly orders: Listed<OrderItem> | null
  readonly invoices: Listed<InvoiceItem> | null
  readonly order: OrderItem | null
  readonly invoice: InvoiceAnswer | null
  readonly draft: InvoiceDraft
  readonly isBusy: boolean
  /** Why the last act came to nothing. */
  readonly error: ErrorShape | null
}

export interface OrdersHost {
  readonly api: OrdersApi
  readonly draft: { read(): string | null; write(value: string): void }
  /** Leaves the page for another site. */
  leaveFor(url: string): void
}

export interface OrdersMoves {
  open(screen: Screen): void
  /** Leads to log-in, and back to a screen. */
  lead(screen: Screen): void
  back(): void
}

export interface OrdersFlow {
  readonly store: StoreApi<OrdersState>
  /** Shows the order that the browser has come back from paying, or what was shown before the page was loaded again. */
  start(paid: string | null, leftAt: Screen): void
  /** The screen has changed. */
  arrive(screen: OrdersScreen): Promise<void>
  more(): Promise<void>
  moreInvoices(): Promise<void>
  /** Looks again at what is shown, without a word when that fails. */
  look(screen: OrdersScreen): Promise<void>
  pay(id: string): Promise<void>
  cancel(id: string): Promise<void>
  fill(change: Partial<InvoiceDraft>): void
  /** Sends what was filled in, for an order or in place of an invoice, and leads back. */
  send(order: string, replaces: string | null, isSure: boolean): Promise<void>
  /** Another person may be the next to use the page. */
  forget(): void
}

const NOTHING = { orders: null, invoices: null, order: null, invoice: null, isBusy: false, error: null }

/** The screens through which one comes to a screen, for the way back. */
const waysTo = (screen: OrdersScreen): readonly Screen[] => {
  const me: Screen = { at: 'me' }
  switch (screen.at) {
    case 'orders':
    case 'invoices':
      return [me]
    case 'order':
      return [me, { at: 'orders' }]
    case 'invoice':
      return [me, { at: 'invoices' }]
    case 'invoice-form':
      return screen.replaces === null
        ? [me, { at: 'orders' }, { at: 'order', order: screen.order }]
        : [me, { at: 'invoices' }, { at: 'invoice', invoice: screen.replaces }]
  }
}

export const createOrdersFlow = ({ api, draft: kept, leaveFor }: OrdersHost, moves: OrdersMoves): OrdersFlow => {
  const store = createStore<OrdersState>(() => ({
    ...NOTHING,
    draft: readInvoiceDraft(kept.read()),
  }))
  const set = store.setState
  const get = store.getState

  /** One act at a time, on the screen to which a log-in that it takes leads back. */
  const attempt = (here: Screen, act: () => Promise<void>): Promise<void> =>
    attemptWith(store, (error) => {
      const isLoggedOut = isRefused(error, 'login')
      if (isLoggedOut) moves.lead(here)
      return isLoggedOut
    })(act)

  const fill = (change: Partial<InvoiceDraft>): void => {
    set(({ draft }) => ({ draft: { ...draft, ...change } }))
    kept.write(JSON.stringify(get().draft))
  }

  const load = async (screen: OrdersScreen): Promise<void> => {
    switch (screen.at) {
      case 'orders': {
        const { orders: items, next } = await api.orders(null)
        return set({ orders: { items, next } })
      }
      case 'invoices': {
        const { invoices: items, next } = await api.invoices(null)
        return set({ invoices: { items, next } })
      }
      case 'invoice':
        return set({ invoice: await api.invoice(screen.invoice) })
      case 'order':
      case 'invoice-form': {
        const order = await api.order(screen.order)
        if (screen.at === 'invoice-form' && get().draft.taxNumber === '')
          fill({ title: order.company, taxNumber: order.creditCode })
        return set({ order: order.state === 'awaiting' ? await api.check(order.id) : order })
      }
    }
  }

  return {
    store,
    fill,
    start: (paid, leftAt) => {
      const shown: Screen = paid === null ? leftAt : { at: 'order', order: paid }
      if (isOfOrders(shown)) for (const screen of [...waysTo(shown), shown]) moves.open(screen)
    },
    arrive: async (screen) => {
      const { order, invoice } = get()
      if (screen.at === 'order' && order?.id !== screen.order) set({ order: null })
      if (screen.at === 'invoice' && invoice?.invoice.id !== screen.invoice) set({ invoice: null })
      await attempt(screen, () => load(screen))
    },
    look: async (screen) => {
      if (!get().isBusy) await load(screen).catch(() => undefined)
    },
    more: () =>
      attempt({ at: 'orders' }, async () => {
        const { orders } = get()
        if (!orders?.next) return
        const { orders: items, next } = await api.orders(orders.next)
        set({ orders: { items: [...orders.items, ...items], next } })
      }),
    moreInvoices: () =>
      attempt({ at: 'invoices' }, async () => {
        const { invoices } = get()
        if (!invoices?.next) return
        const { invoices: items, next } = await api.invoices(invoices.next)
        set({ invoices: { items: [...invoices.items, ...items], next } })
      }),
    pay: (id) =>
      attempt({ at: 'order', order: id }, async () => {
        const { address } = await api.pay(id)
        if (address === null) set({ order: await api.order(id) })
        else leaveFor(address)
      }),
    cancel: (id) =>
      attempt({ at: 'order', order: id }, async () => {
        set({ order: await api.cancel(id) })
      }),
    send: (order, replaces, isSure) =>
      attempt({ at: 'invoice-form', order, replaces }, async () => {
        const details = { ...get().draft, isSure }
        await (replaces === null ? api.giveDetails(order, details) : api.reissue(replaces, details))
        moves.back()
      }),
    forget: () => {
      kept.write('')
      set({ ...NOTHING, draft: readInvoiceDraft(null) })
    },
  }
}
