/** Certificates of a paid application over HTTP, and older keys for a recovery. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { issueAnswer, issueRequest, keysAnswer } from '#core/application/issuing'
import { idParameter } from '#core/application/messages'
import { requireIdentified } from '../guard.ts'
import type { Issuing } from './issuing.ts'

/** A minute, from one address. */
const FEW = { rateLimit: { max: 30, timeWindow: 60_000 } }

export const issuingRoutes = (scope: FastifyInstance, issuing: Issuing): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.post(
    '/applications/:id/certificates',
    { schema: { params: idParameter, body: issueRequest, response: { 200: issueAnswer } }, config: FEW },
    async (request) => issuing.fetch(requireIdentified(request).id, request.params.id, request.body.csr),
  )

  typed.get(
    '/applications/:id/keys',
    { schema: { params: idParameter, response: { 200: keysAnswer } }, config: FEW },
    async (request) => {
      const { isComplete, keys } = await issuing.keys(requireIdentified(request).id, request.params.id)
      return {
        isComplete,
        keys: keys.map(({ encryption, encryptionKey }) => ({ encryption: [...encryption], encryptionKey })),
      }
    },
  )
}
