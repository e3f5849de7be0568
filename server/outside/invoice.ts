/** Invoices: asked for from an issuer, who makes them with the tax bureau and tells where they lie. */
import type { Bytes } from '#core/bytes/bytes'

export interface InvoiceLine {
  readonly name: string
  /** Nineteen digits of the tax bureau's list of goods and services. */
  readonly taxCode: string
  /** Tax included. */
  readonly fen: number
  /** In percent. */
  readonly taxRate: number
}

export interface InvoiceOrder {
  /** Ours, letters and digits; asked for again it is the same invoice. */
  readonly no: string
  readonly title: string
  readonly taxNumber: string
  readonly email: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly line: InvoiceLine
  /** Where the issuer calls when it is done. The call is not signed: it is a reason to ask. */
  readonly callbackUrl: string
}

export interface InvoiceReversal {
  /** Ours; asked for again it is the same reversal. */
  readonly no: string
  /** Of the invoice that is undone. */
  readonly number: string
  readonly title: string
  readonly taxNumber: string
}

export type InvoiceResult =
  | { readonly state: 'running' }
  | {
      readonly state: 'issued'
      readonly number: string
      readonly issuedAt: number
      /** Addresses of its files. */
      readonly pdf: string | null
      readonly ofd: string | null
    }
  | { readonly state: 'failed'; readonly reason: string }

export type ReversalResult =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly number: string }
  | { readonly state: 'failed'; readonly reason: string }

/** Each call rejects with `service-missing`, `service-unavailable` or `service-refused`. */
export interface InvoiceIssuer {
  request(order: InvoiceOrder): Promise<void>
  /** Null when the issuer has no such order. */
  find(no: string): Promise<InvoiceResult | null>
  /** Undoes all of an invoice by a red-letter one. */
  reverse(reversal: InvoiceReversal): Promise<void>
  /** Null when the issuer has no such reversal. */
  findReversal(no: string): Promise<ReversalResult | null>
  /** A file that `find` has named: a PDF or a ZIP container (OFD) of 8 MB at most. */
  download(address: string): Promise<Bytes>
}
