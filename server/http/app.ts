/** The HTTP server without its routes: parsing, limits, headers, errors. */
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import rateLimit from '@fastify/rate-limit'
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { AppError, errorShape } from '#core/errors'
import { networkOf } from '#core/network'
import { answerError } from './errors.ts'
import { refuseNul } from './no-nul.ts'
import { secure } from './security.ts'

export interface AppOptions {
  /** Listens already. */
  readonly server: Server
  readonly address: string
  readonly log: FastifyBaseLogger
}

const BODY_LIMIT = 32 * 1024
/** Requests a minute from one address; routes that cost something have less. */
const REQUESTS_PER_MINUTE = 1200

const logged = (request: IncomingMessage & { readonly id?: string }) => ({
  method: request.method,
  path: request.url?.split('?')[0],
})

export const createApp = async ({ server, address, log }: AppOptions): Promise<FastifyInstance> => {
  const app: FastifyInstance = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    /** A proxy on this machine says whom it speaks for; limits count that address. */
    trustProxy: 'loopback',
    serverFactory: (handler: RequestListener) =>
      server.on('request', (request, response) => {
        /** Who comes before everything is ready has been answered. */
        if (!response.writableEnded) handler(request, response)
      }),
  })
  /** What a form of any page elsewhere may send is not read: routes that take more than JSON say so. */
  app.removeContentTypeParser('text/plain')
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ error: errorShape(new AppError('file-not-found')) }),
  )
  await secure(app, address)
  refuseNul(app)
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    keyGenerator: ({ ip }) => networkOf(ip),
    errorResponseBuilder: (_request, { after }) => new AppError('rate-limited', { after }),
  })
  /** Nobody on the way keeps an answer unless its route says that everybody may have it. */
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async ({ raw }, reply) => {
    log.debug({ ...logged(raw), status: reply.statusCode, took: Math.round(reply.elapsedTime) }, 'answered')
  })
  return app
}
