/** Orders and invoices: what is looked for, what was found, and the one whose details are shown. */
import type {
  OfficerInvoice,
  OfficerInvoiceList,
  OfficerOrder,
  OfficerOrderList,
  OrderDetails,
} from '../../order-messages.ts'
import type { PartOptions } from '../part.ts'

export type OrderState = OfficerOrder['state']
export type Invoice = OfficerInvoice['invoice']
export type InvoiceState = Invoice['state']

export interface LedgerSearch<Kind extends string> {
  readonly text: string
  /** Null for all. */
  readonly state: Kind | null
  /** Where each page up to this one begins; empty for the first. */
  readonly trail: readonly string[]
}

export interface LedgerState {
  readonly orders: OfficerOrderList | null
  readonly orderSearch: LedgerSearch<OrderState>
  readonly order: OrderDetails | null
  readonly invoices: OfficerInvoiceList | null
  readonly invoiceSearch: LedgerSearch<InvoiceState>
  readonly invoice: OfficerInvoice | null
}

export interface LedgerActs {
  /** From the first page on where no other is named. */
  searchOrders(search: Partial<LedgerSearch<OrderState>>): Promise<void>
  searchInvoices(search: Partial<LedgerSearch<InvoiceState>>): Promise<void>
  /** Shows details. */
  openOrder(id: string): Promise<void>
  openInvoice(id: string): Promise<void>
  /** Shows it in the list of its kind. */
  showOrder(id: string): Promise<void>
  showInvoice(invoice: Pick<Invoice, 'id' | 'order'>): Promise<void>
  /** Everything that the search finds, as a table; null when it failed: the fault is shown. */
  exportOrders(): Promise<Blob | null>
  exportInvoices(): Promise<Blob | null>
}

export const ALL = { text: '', state: null, trail: [] } as const

export const NO_LEDGER: LedgerState = {
  ...{ orders: null, orderSearch: ALL, order: null },
  ...{ invoices: null, invoiceSearch: ALL, invoice: null },
}

export const createLedger = ({ setState: set, getState: get, api, attempt, refresh, collect }: PartOptions) => {
  const order = async (id: string): Promise<void> => {
    const found = await api.order(id)
    if (get().selected === id) set({ order: found })
  }

  const invoice = async (id: string): Promise<void> => {
    const found = await api.invoice(id)
    if (get().selected === id) set({ invoice: found })
  }

  const loaders = {
    orders: async (): Promise<void> => {
      const { orderSearch, selected } = get()
      set({ orders: await api.orders(orderSearch) })
      if (selected !== null) await order(selected)
    },
    invoices: async (): Promise<void> => {
      const { invoiceSearch, selected } = get()
      set({ invoices: await api.invoices(invoiceSearch) })
      if (selected !== null) await invoice(selected)
    },
  }

  const acts: LedgerActs = {
    searchOrders: async (search) => {
      set({ orderSearch: { ...get().orderSearch, trail: [], ...search }, selected: null })
      await refresh()
    },
    searchInvoices: async (search) => {
      set({ invoiceSearch: { ...get().invoiceSearch, trail: [], ...search }, selected: null })
      await refresh()
    },
    openOrder: async (id) => {
      set({ selected: id })
      await attempt(() => order(id))
    },
    openInvoice: async (id) => {
      set({ selected: id })
      await attempt(() => invoice(id))
    },
    showOrder: async (id) => {
      set({ view: 'orders', orderSearch: { ...ALL, text: id }, selected: id })
      await refresh()
    },
    showInvoice: async ({ id, order: text }) => {
      set({ view: 'invoices', invoiceSearch: { ...ALL, text }, selected: id })
      await refresh()
    },
    exportOrders: () => collect(() => api.exportOrders(get().orderSearch)),
    exportInvoices: () => collect(() => api.exportInvoices(get().invoiceSearch)),
  }

  return { loaders, acts }
}
