/** The console's routes, under /api/console. */
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { REVOCATION_REASONS as REASON_NUMBERS } from '#core/certificate/crl'
import type { CertificateRow } from '../store/certificates.ts'
import type { Store } from '../store/store.ts'
import { accountRoutes } from './account-routes.ts'
import type { Factor } from './factor.ts'
import { consoleCookie, guardRoutes, officerOf, only, type GuardOptions } from './guard.ts'
import {
  auditChain,
  auditList,
  auditQuery,
  certificateList,
  certificateQuery,
  companyList,
  companyQuery,
  done,
  overview,
  REVOCATION_REASONS,
  revokeRequest,
  serialParameter,
  type CertificateItem,
  type Overview,
  type RevokeRequest,
} from './messages.ts'
import { officerRoutes } from './officer-routes.ts'
import { orderRoutes, type OrderRegister } from './order-routes.ts'
import { createOfficers } from './officers.ts'
import { reviewRoutes, type ReviewDesk } from './review-routes.ts'
import { ROLES } from './roles.ts'
import type { Passwords } from '../access/password.ts'
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
  readonly factor: Factor
  readonly passwords: Passwords
  readonly figures: () => Overview['relay']
  /** Throws `invalid-input` when there is no such certificate in force. */
  readonly revoke: (serial: string, reason: RevokeRequest['reason'], officer: string) => Promise<void>
  readonly orderRegister: OrderRegister
  readonly reviewDesk: ReviewDesk
  readonly random: RandomBytes
  readonly now: () => number
}

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

/** What the authority has issued and logged. */
const registryRoutes = (scope: FastifyInstance, options: ConsoleOptions): void => {
  const { store, now } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/overview', { schema: { response: { 200: overview } }, config: only(...ROLES) }, async () => {
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

  typed.get(
    '/companies',
    {
      schema: { querystring: companyQuery, response: { 200: companyList } },
      config: only('reviewer', 'authority'),
    },
    async ({ query }) => {
      const { rows, total } = await store.companies.search(query)
      return { total, companies: [...rows] }
    },
  )

  typed.get(
    '/certificates',
    {
      schema: { querystring: certificateQuery, response: { 200: certificateList } },
      config: only('reviewer', 'authority'),
    },
    async ({ query }) => {
      const { rows, total } = await store.certificates.search(query)
      return { total, certificates: rows.map((row) => item(row, now())) }
    },
  )

  typed.post(
    '/certificates/:serial/revoke',
    { schema: { params: serialParameter, body: revokeRequest, response: { 200: done } }, config: only('authority') },
    async (request) => {
      const { session } = officerOf(request)
      await options.revoke(request.params.serial, request.body.reason, session.officer)
      return {}
    },
  )

  typed.get(
    '/audit',
    { schema: { querystring: auditQuery, response: { 200: auditList } }, config: only('auditor') },
    async ({ query }) => {
      const { rows, searchedTo } = await store.audit.search(query)
      return { searchedTo, actions: [...(await store.audit.actions())], rows: [...rows] }
    },
  )

  typed.get('/audit/chain', { schema: { response: { 200: auditChain } }, config: only('auditor') }, () =>
    store.audit.verify(),
  )
}

export const consoleRoutes =
  (options: ConsoleOptions): FastifyPluginAsync =>
  async (app) => {
    const { store, factor, passwords, random, now, origins, isSecure } = options
    const sessions = createSessions({ store, passwords, random, now })
    const guard: GuardOptions = { sessions, origins, cookie: consoleCookie(isSecure) }
    const officers = createOfficers({ store, passwords, random, now })
    await app.register(cookie)
    await app.register(
      async (scope) => {
        scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))
        guardRoutes(scope, guard)
        accountRoutes(scope, { guard, factor, officers })
        officerRoutes(scope, { store, officers })
        registryRoutes(scope, options)
        orderRoutes(scope, options)
        reviewRoutes(scope, options)
      },
      { prefix: '/api/console' },
    )
  }
