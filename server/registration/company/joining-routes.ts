/** Over HTTP, for a company's administrator: those who want to join it. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  agreement,
  authorisationChange,
  idParameter,
  joiningAnswer,
  joiningList,
  refusal,
} from '#core/application/messages'
import { fileAnswer } from '../../http/file-answer.ts'
import { sendPdf } from '../application/routes.ts'
import { requireIdentified } from '../guard.ts'
import type { Joining } from './joining.ts'
import type { Papers } from '../application/papers.ts'

export interface JoiningRoutesOptions {
  readonly joining: Joining
  readonly papers: Papers
}

/** A minute, from one address. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }

export const joiningRoutes = (scope: FastifyInstance, { joining, papers }: JoiningRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/joining', { schema: { response: { 200: joiningList } } }, async (request) => ({
    applications: await joining.list(requireIdentified(request).id),
  }))

  typed.get('/joining/:id', { schema: { params: idParameter, response: { 200: joiningAnswer } } }, async (request) =>
    joining.describe(requireIdentified(request).id, request.params.id),
  )

  typed.post(
    '/joining/:id/authorise',
    { schema: { params: idParameter, body: authorisationChange, response: { 200: joiningAnswer } } },
    async (request) => {
      const [account, { id }] = [requireIdentified(request).id, request.params]
      await joining.authorise(account, id, request.body.version, request.body.authorisation)
      return joining.describe(account, id)
    },
  )

  typed.get(
    '/joining/:id/letter.pdf',
    { schema: { params: idParameter, response: { 200: fileAnswer('application/pdf') } }, config: FEW },
    async (request, reply) => {
      const row = await joining.find(requireIdentified(request).id, request.params.id)
      return sendPdf(reply, `letter-${row.id.slice(0, 8)}.pdf`, await papers.letter(row))
    },
  )

  typed.post(
    '/joining/:id/agree',
    { schema: { params: idParameter, body: agreement, response: { 200: joiningAnswer } } },
    async (request) => {
      const [account, { id }] = [requireIdentified(request).id, request.params]
      await joining.agree(account, id, request.body.version, request.body.letter)
      return joining.describe(account, id)
    },
  )

  typed.post(
    '/joining/:id/refuse',
    { schema: { params: idParameter, body: refusal, response: { 200: joiningAnswer } } },
    async (request) => {
      const [account, { id }] = [requireIdentified(request).id, request.params]
      await joining.refuse(account, id, request.body.version, request.body.reason)
      return joining.describe(account, id)
    },
  )
}
