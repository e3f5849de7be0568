/**
 * Applications for certificates, for those who decide about them. Whoever opens one sees what people
 * have said about themselves: the audit log tells who did.
 */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { idParameter, UPLOAD_TYPES, type UploadType } from '#core/application/messages'
import {
  approval,
  fileParameter,
  rejection,
  returning,
  reviewAnswer,
  reviewList,
  reviewQuery,
  type Approval,
  type Rejection,
  type Returning,
  type ReviewAnswer,
  type ReviewList,
  type ReviewQuery,
} from '#core/application/review'
import type { Bytes } from '#core/bytes/bytes'
import { fileAnswer } from '../http/file-answer.ts'
import type { Store } from '../store/store.ts'
import { officerOf, only } from './guard.ts'
import { done } from './messages.ts'

/** How applications are found, shown and decided about. */
export interface ReviewDesk {
  queue(query: ReviewQuery): Promise<ReviewList>
  open(id: string, officer: string): Promise<ReviewAnswer>
  file(id: string, upload: string): Promise<{ readonly type: UploadType; readonly bytes: Bytes }>
  approve(id: string, officer: string, approval: Approval): Promise<void>
  returnWith(id: string, officer: string, returning: Returning): Promise<void>
  reject(id: string, officer: string, rejection: Rejection): Promise<void>
}

export interface ReviewRoutesOptions {
  readonly store: Store
  readonly reviewDesk: ReviewDesk
  readonly now: () => number
}

/** A file is looked at by the console page and is nothing by itself. */
const NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

export const reviewRoutes = (scope: FastifyInstance, { store, reviewDesk, now }: ReviewRoutesOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const config = only('reviewer')

  typed.get(
    '/applications',
    { schema: { querystring: reviewQuery, response: { 200: reviewList } }, config },
    ({ query }) => reviewDesk.queue(query),
  )

  typed.get(
    '/applications/:id',
    { schema: { params: idParameter, response: { 200: reviewAnswer } }, config },
    async (request) => {
      const { officer } = officerOf(request).session
      const found = await reviewDesk.open(request.params.id, officer)
      const entry = { actor: officer, action: 'application-opened', facts: { application: found.id } }
      await store.transaction(({ audit }) => audit.append(entry, now()))
      return found
    },
  )

  typed.get(
    '/applications/:id/files/:upload',
    { schema: { params: fileParameter, response: { 200: fileAnswer(...UPLOAD_TYPES) } }, config },
    async ({ params }, reply) => {
      const { type, bytes } = await reviewDesk.file(params.id, params.upload)
      return reply
        .type(type)
        .header('content-security-policy', NOTHING)
        .header('content-disposition', 'inline')
        .header('x-content-type-options', 'nosniff')
        .send(Buffer.from(bytes))
    },
  )

  typed.post(
    '/applications/:id/approve',
    { schema: { params: idParameter, body: approval, response: { 200: done } }, config },
    async (request) => {
      await reviewDesk.approve(request.params.id, officerOf(request).session.officer, request.body)
      return {}
    },
  )

  typed.post(
    '/applications/:id/return',
    { schema: { params: idParameter, body: returning, response: { 200: done } }, config },
    async (request) => {
      await reviewDesk.returnWith(request.params.id, officerOf(request).session.officer, request.body)
      return {}
    },
  )

  typed.post(
    '/applications/:id/reject',
    { schema: { params: idParameter, body: rejection, response: { 200: done } }, config },
    async (request) => {
      await reviewDesk.reject(request.params.id, officerOf(request).session.officer, request.body)
      return {}
    },
  )
}
