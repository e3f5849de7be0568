/** The console's routes, under /api/console. */
import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Store } from '../store/store.ts'
import { accountRoutes } from './account-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { certificateRoutes, type CertificateRoutesOptions } from './certificate-routes.ts'
import { companyRoutes, type CompanyRoutesOptions } from './company-routes.ts'
import type { Factor } from './factor.ts'
import { consoleCookie, guardRoutes, only, type GuardOptions } from './guard.ts'
import { overview, type Overview } from './messages.ts'
import { officerRoutes } from './officer-routes.ts'
import { orderRoutes, type OrderRegister } from './order-routes.ts'
import { createOfficers } from './officers.ts'
import { peopleRoutes } from './people-routes.ts'
import { reviewRoutes, type ReviewDesk } from './review-routes.ts'
import { ROLES } from './roles.ts'
import { settingRoutes, type SettingRoutesOptions } from './setting-routes.ts'
import { sealRoutes, type SealRoutesOptions } from './seal-routes.ts'
import { statisticsRoutes } from './statistics-routes.ts'
import type { Passwords } from '../access/password.ts'
import { createSessions } from './session.ts'

export interface ConsoleOptions
  extends CompanyRoutesOptions, CertificateRoutesOptions, SealRoutesOptions, SettingRoutesOptions {
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
  readonly orderRegister: OrderRegister
  readonly reviewDesk: ReviewDesk
  readonly random: RandomBytes
  readonly now: () => number
}

const midnight = (now: number): number => new Date(now).setHours(0, 0, 0, 0)

/** How everything stands. */
const overviewRoute = (scope: FastifyInstance, options: ConsoleOptions): void => {
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
        guardRoutes(scope, guard)
        accountRoutes(scope, { guard, factor, officers })
        officerRoutes(scope, { store, officers })
        overviewRoute(scope, options)
        companyRoutes(scope, options)
        peopleRoutes(scope, options)
        certificateRoutes(scope, options)
        sealRoutes(scope, options)
        auditRoutes(scope, options)
        settingRoutes(scope, options)
        statisticsRoutes(scope, options)
        orderRoutes(scope, options)
        reviewRoutes(scope, options)
      },
      { prefix: '/api/console' },
    )
  }
