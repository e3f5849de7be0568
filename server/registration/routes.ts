/** The routes of registration, under /api. */
import cookie from '@fastify/cookie'
import type { FastifyPluginAsync } from 'fastify'
import type { Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { createCookie } from '../access/cookie.ts'
import type { Passwords } from '../access/password.ts'
import type { Services } from '../outside/services.ts'
import type { Store } from '../store/store.ts'
import { accountRoutes } from './account/routes.ts'
import { createAccounts } from './account/accounts.ts'
import type { ApplicationDesk } from './application/desk.ts'
import { createDeviceMarks } from './account/device-mark.ts'
import { accountCookie, guardAccounts } from './guard.ts'
import type { Identity } from './account/identity.ts'
import { identityRoutes } from './account/identity-routes.ts'
import { loginRoutes } from './account/login-routes.ts'
import type { OrderDesk } from './order/desk.ts'
import { createAccountSessions } from './account/sessions.ts'
import { createSmsCodes } from './account/sms-codes.ts'
import { createWechatAccounts } from './account/wechat.ts'

export interface RegistrationRoutesOptions {
  readonly store: Store
  readonly passwords: Passwords
  readonly services: Pick<Services, 'sms' | 'wechat'>
  readonly identity: Identity
  readonly applicationDesk: ApplicationDesk
  readonly orderDesk: OrderDesk
  /** 32 bytes. */
  readonly storageKey: Bytes
  /** Of this server. */
  readonly address: string
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
    const { store, passwords, services, identity, applicationDesk, orderDesk } = options
    const { storageKey, address, origins, isSecure, random, now } = options
    const kept = { store, storageKey, random, now }
    const sessions = createAccountSessions({ store, random, now })
    const marks = createDeviceMarks(storageKey, random)
    const codes = createSmsCodes({ ...kept, marks, sms: services.sms })
    const accounts = createAccounts({ ...kept, passwords, codes, sessions, marks })
    const wechat = createWechatAccounts({
      ...{ ...kept, accounts, codes },
      ...{ wechat: services.wechat, returnUrl: `${address}/p/?from=wechat` },
    })
    const guard = { sessions, origins, cookie: accountCookie(isSecure) }
    const markCookie = createCookie('bidseal-device', 'bidseal-device', isSecure)
    const stateCookie = createCookie('bidseal-wechat', 'bidseal-wechat', isSecure)
    await app.register(cookie)
    await app.register(
      async (scope) => {
        guardAccounts(scope, guard)
        loginRoutes(scope, { guard, accounts, codes, wechat, markCookie, stateCookie })
        accountRoutes(scope, guard, accounts)
        identityRoutes(scope, identity)
        applicationDesk.routes(scope)
        orderDesk.routes(scope)
      },
      { prefix: '/api' },
    )
    await app.register(orderDesk.callbacks)
  }
