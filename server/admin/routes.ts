/** The console's routes, under /api/console. */
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { REVOCATION_REASONS as REASON_NUMBERS } from '#core/certificate/crl'
import { AppError } from '#core/errors'
import type { CertificateRow } from '../store/certificates.ts'
import type { Store } from '../store/store.ts'
import { clearCookie, loggedIn, requireOwnOrigin, setCookie, type GuardOptions, type LoggedIn } from './guard.ts'
import {
  auditList,
  auditQuery,
  certificateList,
  certificateQuery,
  companyList,
  loginRequest,
  overview,
  REVOCATION_REASONS,
  revokeRequest,
  serialParameter,
  session as sessionAnswer,
  type CertificateItem,
  type Overview,
  type RevokeRequest,
} from './messages.ts'
import { createSessions } from './session.ts'

export interface ConsoleOptions {
  readonly store: Store
  readonly version: string
  readonly isDemo: boolean
  readonly startedAt: number
  /** Of this server's own pages. */
  readonly origins: readonly string[]
  /** Whether the server is reached by HTTPS. */
  readonly isSecure: boolean
  readonly figures: () => Overview['relay']
  /** Throws `invalid-input` when there is no such certificate in force. */
  readonly revoke: (serial: string, reason: RevokeRequest['reason'], officer: string) => Promise<void>
  readonly random: RandomBytes
  readonly now: () => number
}

const LOGINS = { config: { rateLimit: { max: 10, timeWindow: 60_000 } } }

const midnight = (now: number): number => new Date(now).setHours(0, 0, 0, 0)

const item = (row: CertificateRow, now: number): CertificateItem => {
  const { serial, company, creditCode, person, orderId, notBefore, notAfter, issuedAt, revokedAt } = row
  return {
    ...{ serial, company, creditCode, person, order: orderId, notBefore, notAfter, issuedAt, revokedAt },
    usage: row.usage === 'sign' ? 'sign' : 'encrypt',
    state: revokedAt !== null ? 'revoked' : notAfter < now ? 'expired' : 'in-force',
    reason: REVOCATION_REASONS.find((name) => REASON_NUMBERS[name] === row.revocationReason) ?? null,
  }
}

const sessionRoutes = (app: FastifyInstance, options: ConsoleOptions, guard: GuardOptions): void => {
  const typed = app.withTypeProvider<ZodTypeProvider>()
  const { isSecure } = options

  typed.post(
    '/login',
    { schema: { body: loginRequest, response: { 200: sessionAnswer } }, ...LOGINS },
    async (request, reply) => {
      requireOwnOrigin(request, guard.origins)
      const { token, session } = await guard.sessions.begin(request.body.name, request.body.password)
      setCookie(reply, token, isSecure)
      return session
    },
  )
}

/** Routes for officers. What the hook has found is kept beside the request. */
const officerRoutes =
  (options: ConsoleOptions, guard: GuardOptions): FastifyPluginAsync =>
  async (app) => {
    const { store, now } = options
    const typed = app.withTypeProvider<ZodTypeProvider>()
    const officers = new WeakMap<FastifyRequest, LoggedIn>()
    const officerOf = (request: FastifyRequest): LoggedIn => {
      const found = officers.get(request)
      if (found === undefined) throw new AppError('not-authorised', { reason: 'login' })
      return found
    }

    app.addHook('preValidation', async (request) => {
      const found = await loggedIn(request, guard)
      if (found !== null) officers.set(request, found)
      officerOf(request)
    })

    typed.get(
      '/session',
      { schema: { response: { 200: sessionAnswer } } },
      async (request) => officerOf(request).session,
    )

    typed.post('/logout', async (request, reply) => {
      const { token, session } = officerOf(request)
      await guard.sessions.end(token, session.officer)
      clearCookie(reply, options.isSecure)
      return {}
    })

    typed.get('/overview', { schema: { response: { 200: overview } } }, async () => {
      const at = now()
      const { inForce, revoked, enrolments } = await store.certificates.count(at, midnight(at))
      const { connections, rooms, forwarded, refused, stored } = options.figures()
      const { version, isDemo: demo, startedAt } = options
      return {
        ...{ version, demo, startedAt, now: at, companies: await store.companies.count() },
        ...{ certificates: { inForce, revoked }, enrolmentsToday: enrolments },
        relay: { connections, rooms, forwarded, refused, stored },
      }
    })

    typed.get('/companies', { schema: { response: { 200: companyList } } }, async () => ({
      companies: [...(await store.companies.list())],
    }))

    typed.get(
      '/certificates',
      { schema: { querystring: certificateQuery, response: { 200: certificateList } } },
      async ({ query }) => {
        const { rows, total } = await store.certificates.search(query)
        return { total, certificates: rows.map((row) => item(row, now())) }
      },
    )

    typed.post(
      '/certificates/:serial/revoke',
      { schema: { params: serialParameter, body: revokeRequest } },
      async (request) => {
        const { session } = officerOf(request)
        await options.revoke(request.params.serial, request.body.reason, session.officer)
        return {}
      },
    )

    typed.get('/audit', { schema: { querystring: auditQuery, response: { 200: auditList } } }, async ({ query }) => ({
      chain: await store.audit.verify(),
      rows: [...(await store.audit.latest(query.limit))],
    }))
  }

export const consoleRoutes =
  (options: ConsoleOptions): FastifyPluginAsync =>
  async (app) => {
    const { store, random, now, origins, isSecure } = options
    const guard: GuardOptions = { sessions: createSessions({ store, random, now }), origins, isSecure }
    await app.register(cookie)
    await app.register(
      async (scope) => {
        scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))
        sessionRoutes(scope, options, guard)
        await scope.register(officerRoutes(options, guard))
      },
      { prefix: '/api/console' },
    )
  }
