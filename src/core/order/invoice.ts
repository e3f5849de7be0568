/** What phone and server say to each other about invoices. Times are milliseconds since 1970. */
import { z } from 'zod'
import { cursor } from './order.ts'
import { INVOICE_STATES } from './state.ts'

/** The alphabet of GB 32100. */
const TAX_NUMBER = /^[0-9A-HJ-NPQRTUWXY]{18}$/
const TITLE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u

const details = {
  /** The company's name, as it is registered for taxes. */
  title: z.string().trim().min(2).max(100).regex(TITLE),
  /** A unified social credit code, in any case and with any spaces. */
  taxNumber: z
    .string()
    .max(40)
    .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(TAX_NUMBER)),
  /** Where the issuer sends it as well. */
  email: z.email().max(100),
}

export const invoiceDetails = z.strictObject(details)
export type InvoiceDetails = z.output<typeof invoiceDetails>

export const invoiceRequest = z.strictObject({
  ...details,
  /** The person has looked again at a number whose check character does not fit: some genuine ones are so. */
  isSure: z.boolean().default(false),
})
export type InvoiceRequest = z.input<typeof invoiceRequest>

export const invoiceParameter = z.strictObject({ id: z.string().regex(/^[0-9A-Z]{6,40}$/) })

export const invoiceItem = z.strictObject({
  id: z.string(),
  order: z.string(),
  title: z.string(),
  taxNumber: z.string(),
  email: z.string(),
  /** Chinese cents, tax included. */
  fen: z.int(),
  state: z.enum(INVOICE_STATES),
  /** The tax bureau's number. */
  number: z.string().nullable(),
  /** What the issuer said. */
  failure: z.string().nullable(),
  /** The one in whose place it stands. */
  replaces: z.string().nullable(),
  /** Number of the red-letter invoice. */
  reversal: z.string().nullable(),
  createdAt: z.number(),
  issuedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
})
export type InvoiceItem = z.output<typeof invoiceItem>

export const INVOICE_FORMATS = ['pdf', 'ofd'] as const
export type InvoiceFormat = (typeof INVOICE_FORMATS)[number]

export const invoiceAnswer = z.strictObject({
  invoice: invoiceItem,
  /** What can be downloaded. */
  files: z.array(z.enum(INVOICE_FORMATS)),
  /** All that there were for the order, newest first. */
  history: z.array(invoiceItem),
})
export type InvoiceAnswer = z.output<typeof invoiceAnswer>

/** Newest first. */
export const invoiceList = z.strictObject({ invoices: z.array(invoiceItem), next: cursor.nullable() })
export type InvoiceList = z.output<typeof invoiceList>

export const invoiceFileParameter = z.strictObject({
  id: z.string().regex(/^[0-9A-Z]{6,40}$/),
  format: z.enum(INVOICE_FORMATS),
})
