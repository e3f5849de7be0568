/** Where payment service and invoice issuer call. Neither has a session: the one signs, the other is only a reason to ask. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { asAppError, type AppError } from '#core/errors'
import { invoiceParameter } from '#core/order/invoice'
import type { PaymentNotice, PaymentService } from '../../outside/payment.ts'
import type { InvoiceUpkeep } from './invoice-upkeep.ts'
import type { Settlement } from './settlement.ts'

export interface CallbackOptions {
  readonly payment: PaymentService
  readonly settlement: Settlement
  readonly invoices: InvoiceUpkeep
  readonly warn: (facts: object) => void
}

const LIMIT = { rateLimit: { max: 600, timeWindow: 60_000 } }

const failure = z.strictObject({ code: z.literal('FAIL'), message: z.string() })
const FAIL = { code: 'FAIL' } as const

/** Whatever is not from the service is nobody's; what can't be read is the service's own fault. */
const statusOf = ({ code }: AppError): 400 | 401 | 503 =>
  code === 'signature-invalid' ? 401 : code === 'message-rejected' ? 400 : 503

const paymentCallback = (scope: FastifyInstance, { payment, settlement, warn }: CallbackOptions): void => {
  /** The signature is over the very bytes. */
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  scope
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/callbacks/payment',
      { schema: { response: { 204: z.null(), 400: failure, 401: failure, 503: failure } }, config: LIMIT },
      async (request, reply) => {
        let notice: PaymentNotice
        try {
          notice = payment.read(request.headers, Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0))
        } catch (error) {
          const known = asAppError(error)
          warn({ event: 'payment-notice-rejected', code: known.code, reason: known.details['reason'] ?? null })
          return reply.code(statusOf(known)).send({ ...FAIL, message: known.code })
        }
        if (notice.about === 'payment' && (await settlement.settle(notice.payment, notice.id)) === 'refused')
          return reply.code(400).send({ ...FAIL, message: 'payment-refused' })
        return reply.code(204).send(null)
      },
    )
}

const form = z.object({ operater: z.string(), orderno: invoiceParameter.shape.id })

const invoiceCallback = (scope: FastifyInstance, { invoices }: CallbackOptions): void => {
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(body.toString()))),
  )

  const answer = z.strictObject({ status: z.literal('0000'), message: z.string() })
  scope
    .withTypeProvider<ZodTypeProvider>()
    .post(
      '/callbacks/invoice',
      { schema: { body: form, response: { 200: answer } }, config: LIMIT },
      async ({ body }) => {
        await invoices.look(body.orderno)
        return { status: '0000' as const, message: '同步成功' }
      },
    )
}

export const callbackRoutes =
  (options: CallbackOptions): FastifyPluginAsync =>
  async (app) => {
    await app.register(async (scope) => paymentCallback(scope, options))
    await app.register(async (scope) => invoiceCallback(scope, options))
  }
