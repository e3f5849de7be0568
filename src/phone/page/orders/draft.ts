/** Details for an invoice as a person fills them in, and what is wrong with them. Pure. */
import { z } from 'zod'
import { isCreditCode } from '#core/certificate/credit-code'
import { invoiceDetails } from '#core/order/invoice'

const text = z.string().max(256)

export const invoiceDraft = z.strictObject({ title: text, taxNumber: text, email: text })
export type InvoiceDraft = z.output<typeof invoiceDraft>
export type DetailKind = keyof InvoiceDraft

export const DETAIL_KINDS: readonly DetailKind[] = ['title', 'taxNumber', 'email']

export const NOTHING: InvoiceDraft = { title: '', taxNumber: '', email: '' }

/** A draft that was kept, or an empty one. */
export const readInvoiceDraft = (kept: string | null): InvoiceDraft => {
  try {
    return invoiceDraft.parse(JSON.parse(kept ?? ''))
  } catch {
    // nothing was kept, or by another version
    return NOTHING
  }
}

/** The fields that can't be sent so, in the order of the form. */
export const wrongDetails = (draft: InvoiceDraft): readonly DetailKind[] =>
  DETAIL_KINDS.filter((kind) => !invoiceDetails.shape[kind].safeParse(draft[kind]).success)

/** Whether the number has the right form and a check character that does not fit. */
export const isDoubtful = ({ taxNumber }: InvoiceDraft): boolean => {
  const { success, data } = invoiceDetails.shape.taxNumber.safeParse(taxNumber)
  return success && !isCreditCode(data)
}
