/** Over HTTP, for whoever holds certificates. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { heldCertificate, holdingList, holdingRevocation, tagsChange } from '#core/application/holding'
import { idParameter } from '#core/application/messages'
import { requireAccount, requireIdentified } from '../guard.ts'
import type { Holdings } from './holdings.ts'

/** A minute, from one address. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }

export const holdingRoutes = (scope: FastifyInstance, holdings: Holdings): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/certificates', { schema: { response: { 200: holdingList } } }, async (request) => ({
    certificates: await holdings.list(requireAccount(request).id),
  }))

  typed.post(
    '/certificates/:id/tags',
    { schema: { params: idParameter, body: tagsChange, response: { 200: heldCertificate } } },
    async (request) => holdings.tag(requireAccount(request).id, request.params.id, request.body.tags),
  )

  typed.post(
    '/certificates/:id/revoke',
    { schema: { params: idParameter, body: holdingRevocation, response: { 200: heldCertificate } }, config: FEW },
    async (request) => holdings.giveUp(requireIdentified(request).id, request.params.id, request.body),
  )
}
