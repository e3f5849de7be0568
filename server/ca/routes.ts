/** The authority over HTTP: enrolment and key shares for phones, certificates and lists for everybody. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import {
  enrolmentAnswer,
  enrolmentRequest,
  shareAnswer,
  shareChange,
  shareRelease,
  shareRequest,
} from '#core/certificate/enrolment'
import { sha256, sha256Hex } from '#core/bytes/digest'
import { toPem } from '#core/certificate/pem'
import type { Ca } from './ca.ts'
import { priceList } from './order/organisation.ts'
import { CRL_AUTHORITIES } from './keys/signer.ts'
import { statusRoutes } from './status/routes.ts'

/** Certificates change with their authority. */
const KEPT = 'public, max-age=3600'

/** Requests a minute from one address. */
const LIMITS = { enrolment: 30, share: 60 } as const

const perMinute = (max: number) => ({ config: { rateLimit: { max, timeWindow: 60_000 } } })

const done = z.strictObject({})

const demoAnswer = z.strictObject({
  companies: z.array(z.strictObject({ name: z.string(), creditCode: z.string() })),
})

const organisationsAnswer = z.strictObject({
  organisations: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      /** In fen. */
      prices: priceList,
      /** Whether an order placed now is answered now. */
      isAvailable: z.boolean(),
    }),
  ),
})

const phoneRoutes = (app: FastifyInstance, { registration, organisations, shares }: Ca): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()

  typed.get('/api/organisations', { schema: { response: { 200: organisationsAnswer } } }, async () => ({
    organisations: [...(await organisations.list())],
  }))

  typed.get('/api/demo', { schema: { response: { 200: demoAnswer } } }, async () => ({
    companies: [...(await registration.demoCompanies())],
  }))

  typed.post(
    '/api/enrolments',
    { schema: { body: enrolmentRequest, response: { 201: enrolmentAnswer } }, ...perMinute(LIMITS.enrolment) },
    async ({ body }, reply) => {
      const { company, signing, encryption, encryptionKey, seals } = await registration.enrol(body)
      return reply
        .code(201)
        .send({ company, signing: [...signing], encryption: [...encryption], encryptionKey, seals: [...seals] })
    },
  )

  typed.post(
    '/api/shares',
    { schema: { body: shareRequest, response: { 201: done } }, ...perMinute(LIMITS.share) },
    async ({ body }, reply) => {
      await shares.deposit(body)
      return reply.code(201).send({})
    },
  )

  typed.post(
    '/api/shares/release',
    { schema: { body: shareRelease, response: { 200: shareAnswer } }, ...perMinute(LIMITS.share) },
    async ({ body }) => ({ share: await shares.release(body.id, body.proof) }),
  )

  typed.post(
    '/api/shares/change',
    { schema: { body: shareChange, response: { 200: done } }, ...perMinute(LIMITS.share) },
    async ({ body }) => {
      await shares.change(body.id, body.proof, body.verifier)
      return {}
    },
  )
}

/** What everybody may have: certificates, lists, status, timestamps. */
export type PublicServices = Pick<Ca, 'certificates' | 'revocation' | 'ocsp' | 'tsa'>

const publicRoutes = (app: FastifyInstance, { certificates, revocation }: PublicServices): void => {
  for (const name of CRL_AUTHORITIES) {
    const der = Buffer.from(certificates[name].der)
    app.get(`/ca/${name}.crt`, (_request, reply) =>
      reply.type('application/pkix-cert').header('cache-control', KEPT).send(der),
    )
    app.get(`/ca/${name}.crl`, async (request, reply) => {
      const list = await revocation.list(name)
      const etag = `"${sha256Hex(await sha256(list))}"`
      reply.header('cache-control', 'public, max-age=60').header('etag', etag)
      if (request.headers['if-none-match'] === etag) return reply.code(304).send()
      return reply.type('application/pkix-crl').send(Buffer.from(list))
    })
  }
  /** For tokens that came without it. */
  const tsa = Buffer.from(certificates.tsa.der)
  app.get('/ca/tsa.crt', (_request, reply) =>
    reply.type('application/pkix-cert').header('cache-control', KEPT).send(tsa),
  )
  app.get('/ca/root.pem', (_request, reply) =>
    reply
      .type('application/x-pem-file')
      .header('cache-control', KEPT)
      .send(toPem('CERTIFICATE', certificates.root.der)),
  )
}

/** Of an authority without a registration. */
export const authorityRoutes =
  (services: PublicServices): FastifyPluginAsync =>
  async (app) => {
    publicRoutes(app, services)
    await app.register(statusRoutes(services))
  }

export const caRoutes =
  (ca: Ca): FastifyPluginAsync =>
  async (app) => {
    phoneRoutes(app, ca)
    await app.register(authorityRoutes(ca))
  }
