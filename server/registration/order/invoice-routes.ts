/** Invoices over HTTP, for the person who is logged in. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  invoiceAnswer,
  invoiceFileParameter,
  invoiceItem,
  invoiceList,
  invoiceParameter,
  invoiceRequest,
  type InvoiceFormat,
  type InvoiceItem,
} from '#core/order/invoice'
import { orderParameter, pageQuery } from '#core/order/order'
import type { InvoiceRow } from '../../store/invoices.ts'
import type { Store } from '../../store/store.ts'
import { fileAnswer } from '../../http/file-answer.ts'
import { requireAccount } from '../guard.ts'
import type { Invoices } from './invoices.ts'
import { PAGE, pageOf, readCursor } from './page.ts'

export interface InvoiceRoutesOptions {
  readonly store: Store
  readonly invoices: Invoices
}

const TYPES: { readonly [format in InvoiceFormat]: string } = { pdf: 'application/pdf', ofd: 'application/ofd' }

const item = (row: InvoiceRow): InvoiceItem => {
  const { id, order, title, taxNumber, email, fen, state, number, failure, replaces, reversal } = row
  const { createdAt, issuedAt, endedAt } = row
  return {
    ...{ id, order, title, taxNumber, email, fen, state, number, failure, replaces, reversal },
    ...{ createdAt, issuedAt, endedAt },
  }
}

export const invoiceRoutes = (scope: FastifyInstance, { store, invoices }: InvoiceRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/invoices', { schema: { querystring: pageQuery, response: { 200: invoiceList } } }, async (request) => {
    const found = await invoices.list(requireAccount(request).id, readCursor(request.query.after), PAGE + 1)
    const { rows, next } = pageOf(found, PAGE)
    return { invoices: rows.map(item), next }
  })

  typed.get(
    '/invoices/:id',
    { schema: { params: invoiceParameter, response: { 200: invoiceAnswer } } },
    async (request) => {
      const invoice = await invoices.find(requireAccount(request).id, request.params.id)
      const history = await store.invoices.ofOrder(invoice.order)
      const files = await store.invoices.files(invoice.id)
      return { invoice: item(invoice), files: [...files], history: history.map(item) }
    },
  )

  typed.post(
    '/orders/:id/invoice',
    { schema: { params: orderParameter, body: invoiceRequest, response: { 200: invoiceItem } } },
    async (request) => item(await invoices.give(requireAccount(request).id, request.params.id, request.body)),
  )

  typed.post(
    '/invoices/:id/reissue',
    { schema: { params: invoiceParameter, body: invoiceRequest, response: { 200: invoiceItem } } },
    async (request) => item(await invoices.reissue(requireAccount(request).id, request.params.id, request.body)),
  )

  typed.get(
    '/invoices/:id/files/:format',
    { schema: { params: invoiceFileParameter, response: { 200: fileAnswer(...Object.values(TYPES)) } } },
    async (request, reply) => {
      const { id, format } = request.params
      const bytes = await invoices.file(requireAccount(request).id, id, format)
      return reply
        .type(TYPES[format])
        .header('content-disposition', `attachment; filename="${id}.${format}"`)
        .send(Buffer.from(bytes))
    },
  )
}
