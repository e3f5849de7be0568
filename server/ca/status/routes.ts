/** Status of certificates (OCSP, RFC 6960 appendix A) and timestamps (RFC 3161 section 3.4) over HTTP. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import type { OcspResponder } from './ocsp.ts'
import type { TimestampAuthority } from './tsa.ts'

export interface StatusServices {
  readonly ocsp: OcspResponder
  readonly tsa: TimestampAuthority
}

/** Timestamps a minute for one address. */
const TIMESTAMPS_PER_MINUTE = 600
/** Fifty certificates in one question come to 6 KB. */
const BODY_LIMIT = 8 * 1024
/** Seconds that a shared answer is kept by others; a revocation shows after them at the latest. */
const KEPT = 60

/** Bodies are taken as they are, and only under the names of the two standards. */
const acceptBytes = (scope: FastifyInstance): void => {
  const types = ['application/ocsp-request', 'application/timestamp-query']
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser(types, { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
}

const bytesOf = (body: unknown): Bytes => (body instanceof Uint8Array ? ownBytes(body) : new Uint8Array())

const ocspReply = (reply: FastifyReply, der: Bytes): FastifyReply =>
  reply.type('application/ocsp-response').send(Buffer.from(der))

/** Base64 of a request, whose slashes may stand in the address as they are. */
const requestIn = (text: string): Bytes =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? ownBytes(Buffer.from(text, 'base64')) : new Uint8Array()

export const statusRoutes =
  ({ ocsp, tsa }: StatusServices): FastifyPluginAsync =>
  async (scope) => {
    acceptBytes(scope)

    scope.post('/ca/ocsp', async ({ body }, reply) => {
      reply.header('cache-control', 'no-store')
      return ocspReply(reply, (await ocsp.answer(bytesOf(body))).der)
    })

    scope.get<{ Params: { '*': string } }>('/ca/ocsp/*', async ({ params }, reply) => {
      const { der, fresh } = await ocsp.answer(requestIn(params['*']))
      if (fresh === null) reply.header('cache-control', 'no-store')
      else
        reply.headers({
          'cache-control': `public, max-age=${KEPT}, no-transform, must-revalidate`,
          'last-modified': fresh.from.toUTCString(),
          expires: new Date(fresh.from.getTime() + KEPT * 1000).toUTCString(),
        })
      return ocspReply(reply, der)
    })

    scope.post(
      '/ca/tsa',
      { config: { rateLimit: { max: TIMESTAMPS_PER_MINUTE, timeWindow: 60_000 } } },
      async ({ body }, reply) =>
        reply
          .type('application/timestamp-reply')
          .header('cache-control', 'no-store')
          .send(Buffer.from(await tsa.answer(bytesOf(body)))),
    )
  }
