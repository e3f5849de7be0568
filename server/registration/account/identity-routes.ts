/** Who somebody is, over HTTP. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { elsewhere } from '#core/identity/account'
import { alipayAnswer, bankCardRequest, identityAnswer, person } from '#core/identity/proof'
import { requireAccount } from '../guard.ts'
import type { Identity } from './identity.ts'

export const identityRoutes = (scope: FastifyInstance, identity: Identity): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/identity', { schema: { response: { 200: identityAnswer } } }, async (request) =>
    identity.describe(requireAccount(request).id),
  )

  typed.post('/identity/alipay', { schema: { body: person, response: { 200: elsewhere } } }, async (request) => ({
    url: await identity.beginAlipay(requireAccount(request).id, request.body),
  }))

  typed.post('/identity/alipay/return', { schema: { response: { 200: alipayAnswer } } }, async (request) => {
    const { id } = requireAccount(request)
    const state = await identity.finishAlipay(id)
    return { state, identity: await identity.describe(id) }
  })

  typed.post(
    '/identity/bank-card',
    { schema: { body: bankCardRequest, response: { 200: identityAnswer } } },
    async (request) => {
      const { id } = requireAccount(request)
      await identity.proveByCard(id, request.body)
      return identity.describe(id)
    },
  )
}
