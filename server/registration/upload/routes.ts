/** Uploads over HTTP: the bytes of a file and nothing else; what is handed out is never run or shown as a page. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { ownBytes } from '#core/bytes/bytes'
import { uploadAnswer, uploadParameter, uploadQuery } from '#core/application/messages'
import { AppError } from '#core/errors'
import { fileAnswer } from '../../http/file-answer.ts'
import { requireAccount, requireIdentified } from '../guard.ts'
import { UPLOAD_LIMIT } from './check.ts'
import type { Uploads } from './uploads.ts'

/** A minute, from one address. */
const FEW = { rateLimit: { max: 20, timeWindow: 60_000 } }
const NAMES = { 'image/jpeg': 'picture.jpg', 'image/png': 'picture.png', 'application/pdf': 'document.pdf' } as const

export const uploadRoutes = (scope: FastifyInstance, uploads: Uploads): void => {
  void scope.register(async (inner) => {
    inner.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    const typed = inner.withTypeProvider<ZodTypeProvider>()

    typed.post(
      '/uploads',
      { schema: { querystring: uploadQuery, response: { 200: uploadAnswer } }, config: FEW, bodyLimit: UPLOAD_LIMIT },
      async (request) => {
        const { id } = requireIdentified(request)
        if (!Buffer.isBuffer(request.body)) throw new AppError('upload-refused', { reason: 'type' })
        return uploads.add(id, request.query.purpose, ownBytes(request.body))
      },
    )

    typed.get(
      '/uploads/:id',
      { schema: { params: uploadParameter, response: { 200: fileAnswer(...Object.keys(NAMES)) } } },
      async (request, reply) => {
        const { type, bytes } = await uploads.read(requireAccount(request).id, request.params.id)
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="${NAMES[type]}"`)
          .header('x-content-type-options', 'nosniff')
          .send(Buffer.from(bytes))
      },
    )
  })
}
