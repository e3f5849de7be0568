/** Payment: an order is placed, somebody pays it elsewhere, and the service tells by a signed notice. */

export const PAYMENT_CHANNELS = ['h5', 'native'] as const
/** `h5` is a page for a phone's browser, `native` the content of a QR code for another device. */
export type PaymentChannel = (typeof PAYMENT_CHANNELS)[number]

export interface PaymentRequest {
  /** Ours: 6 to 32 digits and letters. Placed again with the same contents it is the same order. */
  readonly order: string
  /** What the payer reads; 127 characters at most. */
  readonly description: string
  readonly fen: number
  /** Milliseconds since 1970; a week ahead at most. */
  readonly expiresAt: number
  readonly channel: PaymentChannel
  /** The payer's IP address. */
  readonly payerAddress: string
  /** Where the payer's browser comes back to. It proves nothing. */
  readonly returnUrl: string
  /** Where notices come to; without a query. */
  readonly noticeUrl: string
}

export const PAYMENT_STATES = ['unpaid', 'paid', 'refunded', 'closed', 'failed'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** What the service knows of an order. */
export interface Payment {
  readonly order: string
  /** For whom the service has taken the money: both must be ours. */
  readonly app: string
  readonly merchant: string
  readonly state: PaymentState
  /** The service's number of the payment; null until it is paid. */
  readonly transaction: string | null
  readonly fen: number | null
  readonly currency: string | null
  readonly paidAt: number | null
}

export interface RefundRequest {
  /** Ours; asked for again it is the same refund. */
  readonly refund: string
  readonly order: string
  /** Of the whole order. */
  readonly fen: number
  readonly reason: string
  readonly noticeUrl: string
}

export type RefundState = 'running' | 'done' | 'failed'

/** A message of the service, verified and opened. */
export type PaymentNotice =
  | { readonly id: string; readonly about: 'payment'; readonly payment: Payment }
  | { readonly id: string; readonly about: 'refund'; readonly order: string }
  | { readonly id: string; readonly about: 'other' }

export type NoticeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** Each call rejects with `service-missing`, `service-unavailable` or `service-refused`. */
export interface PaymentService {
  /** The app and the merchant that payments to us name. */
  readonly app: string
  readonly merchant: string
  /** Where it is paid, good for some minutes; null when it is paid already. */
  place(request: PaymentRequest): Promise<string | null>
  /** Null when the service has no such order. */
  find(order: string): Promise<Payment | null>
  /** From then on it can't be paid, unless it is already. */
  close(order: string): Promise<'closed' | 'paid'>
  /** Gives all of it back. It takes a while: ask again with the same request. */
  refund(request: RefundRequest): Promise<RefundState>
  /**
   * Reads what was sent to our address for notices. Throws `signature-invalid` for whatever is not from
   * the service or older than five minutes, `message-rejected` for what can't be opened or read.
   */
  read(headers: NoticeHeaders, body: Uint8Array): PaymentNotice
}
