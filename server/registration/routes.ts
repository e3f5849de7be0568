/** The routes of registration, under /api. */
import cookie from '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import type { Store } from '../store/store.ts'
import { accountRoutes } from './account-routes.ts'
import { accountCookie, guardAccounts } from './guard.ts'
import { createAccountSessions } from './sessions.ts'

export interface RegistrationRoutesOptions {
  readonly store: Store
  /** Of this server's own pages. */
  readonly origins: readonly string[]
  /** Whether the server is reached by HTTPS. */
  readonly isSecure: boolean
  readonly random: RandomBytes
  readonly now: () => number
}

export const registrationRoutes =
  (options: RegistrationRoutesOptions): FastifyPluginAsync =>
  async (app) => {
    const { store, origins, isSecure, random, now } = options
    const sessions = createAccountSessions({ store, random, now })
    const guard = { sessions, origins, cookie: accountCookie(isSecure) }
    await app.register(cookie)
    await app.register(
      async (scope) => {
        scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'))
        guardAccounts(scope, guard)
        accountRoutes(scope, guard)
      },
      { prefix: '/api' },
    )
  }
