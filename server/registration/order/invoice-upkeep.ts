/** Invoices on their way through the issuer: asked for, looked after, fetched, undone. */
import { AppError, asAppError } from '#core/errors'
import type { Bytes } from '#core/bytes/bytes'
import { invoiceDetails } from '#core/order/invoice'
import { moveInvoice } from '#core/order/state'
import type { InvoiceIssuer, InvoiceLine, InvoiceResult } from '../../outside/invoice.ts'
import type { InvoiceFile, InvoiceRow } from '../../store/invoices.ts'
import type { Store } from '../../store/store.ts'
import { addInvoice } from './invoices.ts'

export interface InvoiceUpkeepOptions {
  readonly store: Store
  readonly issuer: InvoiceIssuer
  /** Where the issuer calls; it is not believed, only taken as a reason to ask. */
  readonly callbackUrl: string
  readonly now: () => number
  readonly warn: (facts: object) => void
}

export interface InvoiceUpkeep {
  /** Looks after everything that is due, once. */
  run(): Promise<void>
  /** Looks after this one now; ids that nobody knows change nothing. */
  look(id: string): Promise<void>
}

const BATCH = 50
const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const FIRST_LOOK = 3 * SECOND

/** What is sold: one line, by the tax bureau's list. */
const lineOf = (fen: number): InvoiceLine => ({
  name: '数字证书服务费',
  taxCode: '3040203000000000000',
  fen,
  taxRate: 6,
})

const MAGIC: { readonly [kind in InvoiceFile]: string } = { pdf: '%PDF-', ofd: 'PK\u0003\u0004' }

const requireFile = (kind: InvoiceFile, bytes: Bytes): Bytes => {
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1').startsWith(MAGIC[kind])) return bytes
  throw new AppError('service-unavailable', { service: 'invoice', reason: `no ${kind}` })
}

export const createInvoiceUpkeep = (options: InvoiceUpkeepOptions): InvoiceUpkeep => {
  const { store, issuer, callbackUrl, now, warn } = options

  const ask = (invoice: InvoiceRow): Promise<void> => {
    const { id: no, title, taxNumber, email, fen, createdAt: at } = invoice
    return issuer.request({ no, title, taxNumber, email, at, line: lineOf(fen), callbackUrl })
  }

  const later = ({ id, state, createdAt }: InvoiceRow): Promise<void> => {
    const pause = Math.min(Math.max((now() - createdAt) / 2, FIRST_LOOK), 10 * MINUTE)
    return store.invoices.postpone(id, state, now() + pause)
  }

  const fail = (invoice: InvoiceRow, failure: string): Promise<void> =>
    store.transaction(async ({ invoices, audit }) => {
      const at = now()
      const state = moveInvoice(invoice.state, 'fail')
      if (!(await invoices.move(invoice.id, invoice.state, state, { failure, endedAt: at, dueAt: null }))) return
      await audit.append({ actor: 'invoice', action: 'invoice-failed', facts: { invoice: invoice.id } }, at)
    })

  /** An issuer that wants nothing of this invoice has said its last word; one that is away has not. */
  const send = async (invoice: InvoiceRow): Promise<void> => {
    try {
      await ask(invoice)
    } catch (error) {
      const { code, details } = asAppError(error)
      if (code !== 'service-refused') throw error
      return fail(invoice, String(details['reason']))
    }
    const next = moveInvoice(invoice.state, 'send')
    await store.invoices.move(invoice.id, invoice.state, next, { dueAt: now() + FIRST_LOOK })
  }

  /** Its files are there before it counts as issued. One whose order was paid back meanwhile is undone at once. */
  const keep = async (invoice: InvoiceRow, issued: Extract<InvoiceResult, { state: 'issued' }>): Promise<void> => {
    const pdf = issued.pdf === null ? null : requireFile('pdf', await issuer.download(issued.pdf))
    const ofd = issued.ofd === null ? null : requireFile('ofd', await issuer.download(issued.ofd))
    await store.transaction(async (records) => {
      const { invoices, audit } = records
      const state = moveInvoice(invoice.state, 'issue')
      const values = { number: issued.number, issuedAt: issued.issuedAt, dueAt: null }
      if (!(await invoices.move(invoice.id, invoice.state, state, values))) return
      if (pdf !== null) await invoices.putFile(invoice.id, 'pdf', pdf)
      if (ofd !== null) await invoices.putFile(invoice.id, 'ofd', ofd)
      const facts = { invoice: invoice.id, number: issued.number, fen: invoice.fen }
      await audit.append({ actor: 'invoice', action: 'invoice-issued', facts }, now())
      const order = await records.orders.find(invoice.order)
      if (order?.state === 'refunded')
        await invoices.move(invoice.id, state, moveInvoice(state, 'reverse'), { dueAt: now() })
    })
  }

  const inquire = async (invoice: InvoiceRow): Promise<void> => {
    const found = await issuer.find(invoice.id)
    if (found === null) await ask(invoice)
    if (found?.state === 'issued') return keep(invoice, found)
    if (found?.state === 'failed') return fail(invoice, found.reason)
    return later(invoice)
  }

  const finishReversal = (invoice: InvoiceRow, reversal: string): Promise<void> =>
    store.transaction(async (records) => {
      const at = now()
      const state = moveInvoice(invoice.state, 'reversed')
      const values = { reversal, endedAt: at, dueAt: null }
      if (!(await records.invoices.move(invoice.id, invoice.state, state, values))) return
      const facts = { invoice: invoice.id, number: reversal }
      await records.audit.append({ actor: 'invoice', action: 'invoice-reversed', facts }, at)
      const order = await records.orders.find(invoice.order)
      if (invoice.replacement === null || order?.state !== 'paid') return
      const details = invoiceDetails.parse(JSON.parse(invoice.replacement))
      await addInvoice(records, order, details, 'requested', invoice.id, at)
    })

  const undo = async (invoice: InvoiceRow): Promise<void> => {
    const no = `${invoice.id}R`
    const { number, title, taxNumber } = invoice
    const found = await issuer.findReversal(no)
    if (found === null && number !== null) await issuer.reverse({ no, number, title, taxNumber })
    if (found?.state === 'done') return finishReversal(invoice, found.number)
    if (found?.state !== 'failed') return store.invoices.postpone(invoice.id, invoice.state, now() + FIRST_LOOK)
    await store.transaction(async ({ audit, invoices }) => {
      const facts = { invoice: invoice.id, reason: found.reason }
      await audit.append({ actor: 'invoice', action: 'invoice-reversal-failed', facts }, now())
      await invoices.postpone(invoice.id, invoice.state, now() + DAY)
    })
  }

  const attend = async (invoice: InvoiceRow): Promise<void> => {
    try {
      if (invoice.state === 'requested') await send(invoice)
      else if (invoice.state === 'issuing') await inquire(invoice)
      else if (invoice.state === 'reversing') await undo(invoice)
    } catch (error) {
      const { id, state } = invoice
      warn({ event: 'invoice-upkeep-failed', invoice: id, state, code: asAppError(error).code })
      await store.invoices.postpone(id, state, now() + MINUTE)
    }
  }

  return {
    run: async () => {
      for (const invoice of await store.invoices.due(now(), BATCH)) await attend(invoice)
    },
    look: async (id) => {
      const invoice = await store.invoices.find(id)
      if (invoice !== null) await attend(invoice)
    },
  }
}
