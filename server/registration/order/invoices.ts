/** Invoices of orders: asked for before or after payment, issued elsewhere, kept here. */
import { isCreditCode } from '#core/certificate/credit-code'
import { AppError } from '#core/errors'
import type { InvoiceDetails, InvoiceFormat } from '#core/order/invoice'
import { moveInvoice } from '#core/order/state'
import type { Bytes } from '#core/bytes/bytes'
import type { InvoiceRow, InvoiceState } from '../../store/invoices.ts'
import type { OrderRow, OrderState } from '../../store/orders.ts'
import type { Position } from '../../store/position.ts'
import type { Repositories, Store } from '../../store/store.ts'

export interface InvoicesOptions {
  readonly store: Store
  readonly now: () => number
}

/** What a person has written, and whether they have looked at it twice. */
export interface GivenDetails extends InvoiceDetails {
  readonly isSure: boolean
}

/** Each throws `order-not-found` or `invoice-not-found` for what belongs to somebody else. */
export interface Invoices {
  /**
   * Takes the details for an order's invoice: it is asked for at once when the order is paid, and
   * otherwise when it will be. Throws `credit-code-invalid` for a number that does not fit its check
   * character and nobody is sure of, `invoice-state` where there is an invoice or there can be none.
   */
  give(account: string, order: string, details: GivenDetails): Promise<InvoiceRow>
  /** Has an invoice undone by a red-letter one, and another made in its place. Throws as `give` does. */
  reissue(account: string, id: string, details: GivenDetails): Promise<InvoiceRow>
  find(account: string, id: string): Promise<InvoiceRow>
  list(account: string, after: Position | null, limit: number): Promise<readonly InvoiceRow[]>
  /** Throws `file-not-found` where there is none. */
  file(account: string, id: string, format: InvoiceFormat): Promise<Bytes>
}

/** In which state an invoice begins; nothing is paid for an order that has ended. */
const FIRST: { readonly [state in OrderState]?: InvoiceState } = {
  created: 'waiting',
  awaiting: 'waiting',
  paid: 'requested',
}

/** Adds an invoice to an order. Throws `invoice-state` when there is an open one. */
export const addInvoice = async (
  { invoices }: Repositories,
  order: OrderRow,
  { title, taxNumber, email }: InvoiceDetails,
  state: InvoiceState,
  replaces: string | null,
  at: number,
): Promise<string> => {
  const before = await invoices.ofOrder(order.id)
  const id = `${order.id}F${before.length + 1}`
  const added = await invoices.add({
    ...{ id, order: order.id, account: order.account, title, taxNumber, email, fen: order.fen },
    ...{ state, replaces, createdAt: at, dueAt: state === 'waiting' ? null : at },
  })
  if (!added) throw new AppError('invoice-state', { act: 'add' })
  return id
}

const requireNumber = ({ taxNumber, isSure }: GivenDetails): void => {
  if (!isSure && !isCreditCode(taxNumber)) throw new AppError('credit-code-invalid', { creditCode: taxNumber })
}

export const createInvoices = ({ store, now }: InvoicesOptions): Invoices => {
  const find: Invoices['find'] = async (account, id) => {
    const invoice = await store.invoices.findOf(account, id)
    if (invoice === null) throw new AppError('invoice-not-found')
    return invoice
  }

  const giveIn = async (records: Repositories, account: string, id: string, details: GivenDetails): Promise<string> => {
    const order = await records.orders.findOf(account, id)
    if (order === null) throw new AppError('order-not-found')
    const state = FIRST[order.state]
    if (state === undefined || order.fen === 0) throw new AppError('invoice-state', { state: order.state, act: 'add' })
    const open = await records.invoices.findOpen(id)
    if (open?.state !== 'waiting') return addInvoice(records, order, details, state, null, now())
    const { title, taxNumber, email } = details
    await records.invoices.rewrite(open.id, { title, taxNumber, email })
    return open.id
  }

  return {
    find,
    list: (account, after, limit) => store.invoices.ofAccount(account, after, limit),

    give: async (account, order, details) => {
      requireNumber(details)
      return find(account, await store.transaction((records) => giveIn(records, account, order, details)))
    },

    reissue: async (account, id, details) => {
      requireNumber(details)
      await store.transaction(async ({ invoices, audit }) => {
        const invoice = await invoices.findOf(account, id)
        if (invoice === null) throw new AppError('invoice-not-found')
        const { title, taxNumber, email } = details
        const replacement = JSON.stringify({ title, taxNumber, email })
        const at = now()
        await invoices.move(id, invoice.state, moveInvoice(invoice.state, 'reverse'), { replacement, dueAt: at })
        await audit.append({ actor: 'applicant', action: 'invoice-reversal-begun', facts: { invoice: id } }, at)
      })
      return find(account, id)
    },

    file: async (account, id, format) => {
      await find(account, id)
      const bytes = await store.invoices.file(id, format)
      if (bytes === null) throw new AppError('file-not-found')
      return bytes
    },
  }
}
