/**
 * Who may call the routes of this room: a person who is logged in, from a page of this server, with
 * the token of the session. A route that is for everybody says so with `PUBLIC`.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '#core/errors'
import { createCookie, type Cookie } from '../access/cookie.ts'
import { changesSomething, requireOwnOrigin, requireToken } from '../access/own-page.ts'
import type { Account, AccountSession, AccountSessions } from './account/sessions.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether a route of registration is for people who are not logged in as well. */
    isPublic?: boolean
  }
}

/** The `config` of a route for everybody. */
export const PUBLIC = { isPublic: true } as const

/** Of people's sessions. */
export const accountCookie = (isSecure: boolean): Cookie => createCookie('bidseal-account', 'bidseal-account', isSecure)

export interface AccountGuardOptions {
  readonly sessions: AccountSessions
  /** Of this server's own pages. */
  readonly origins: readonly string[]
  readonly cookie: Cookie
}

/** What the guard has found, beside each request. */
const entered = new WeakMap<FastifyRequest, AccountSession>()

/** The session of whoever calls. Throws `not-authorised` where nobody is logged in. */
export const requireSession = (request: FastifyRequest): AccountSession => {
  const session = entered.get(request)
  if (session === undefined) throw new AppError('not-authorised', { reason: 'login' })
  return session
}

/** Who calls. Throws `not-authorised` where nobody is logged in. */
export const requireAccount = (request: FastifyRequest): Account => requireSession(request).account

/** Who calls, where it must be known who that is. Throws `not-authorised`. */
export const requireIdentified = (request: FastifyRequest): Account => {
  const account = requireAccount(request)
  if (account.identifiedAt === null) throw new AppError('not-authorised', { reason: 'identity' })
  return account
}

/** Watches over every route of a scope, and says in its description whom it is for. */
export const guardAccounts = (scope: FastifyInstance, { sessions, origins, cookie }: AccountGuardOptions): void => {
  scope.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, tags: [route.config?.isPublic === true ? 'anybody' : 'members'] }
  })
  scope.addHook('preValidation', async (request) => {
    if (changesSomething(request)) requireOwnOrigin(request, origins)
    if (request.routeOptions.config.isPublic === true) return
    const token = cookie.read(request)
    const session = token === undefined ? null : await sessions.find(token)
    if (session === null) throw new AppError('not-authorised', { reason: 'login' })
    requireToken(request, session.csrf)
    entered.set(request, session)
  })
}
