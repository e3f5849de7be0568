/** A payment service in memory: people pay when the test says so. */
import { AppError } from '#core/errors'
import type { Payment, PaymentRequest, PaymentService } from '#server/outside/payment'

export interface FakePayment {
  readonly service: PaymentService
  /** Somebody pays. */
  pay(order: string): void
}

const OWNER = { app: 'test-app', merchant: 'test-merchant' } as const

export const openFakePayment = (): FakePayment => {
  const placed = new Map<string, PaymentRequest>()
  const paid = new Map<string, Payment>()
  const closed = new Set<string>()

  const unpaid = ({ order, fen }: PaymentRequest): Payment => ({
    ...{ ...OWNER, order, fen, currency: 'CNY', transaction: null, paidAt: null },
    state: closed.has(order) ? 'closed' : 'unpaid',
  })

  return {
    pay: (order) => {
      const request = placed.get(order)
      if (request === undefined || closed.has(order)) throw new Error(`cannot be paid: ${order}`)
      const done = { state: 'paid', transaction: `transaction-${order}`, paidAt: Date.now() } as const
      paid.set(order, { ...unpaid(request), ...done })
    },
    service: {
      ...OWNER,
      place: async (request) => {
        placed.set(request.order, request)
        return paid.has(request.order) ? null : `https://pay.example/${request.order}`
      },
      find: async (order) => {
        const request = placed.get(order)
        return paid.get(order) ?? (request === undefined ? null : unpaid(request))
      },
      close: async (order) => {
        if (paid.has(order)) return 'paid'
        closed.add(order)
        return 'closed'
      },
      refund: async () => 'done',
      read: () => {
        throw new AppError('signature-invalid')
      },
    },
  }
}
