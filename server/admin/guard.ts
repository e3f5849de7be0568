/**
 * Who may call the console's routes: an officer with a session, from a page of this server, with its
 * token, and with the role that the route names.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '#core/errors'
import { createCookie, type Cookie } from '../access/cookie.ts'
import { changesSomething, requireOwnOrigin, requireToken } from '../access/own-page.ts'
import { mayCall, ROLES, type Access, type Role, type Stage } from './roles.ts'
import type { ConsoleSession, Sessions } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route of the console says who may call it. */
    access?: Access
  }
}

/** Of officers. */
export const consoleCookie = (isSecure: boolean): Cookie => createCookie('bidseal', 'bidseal-console', isSecure)

export interface GuardOptions {
  readonly sessions: Sessions
  readonly origins: readonly string[]
  readonly cookie: Cookie
}

export interface LoggedIn {
  readonly token: string
  readonly session: ConsoleSession
}

/** For officers with one of these roles, logged in whole. */
export const only = (...roles: readonly Role[]) => ({ access: { roles, stages: ['open'] } }) as const

/** For every officer whose log-in has come this far. */
export const during = (...stages: readonly Stage[]) => ({ access: { roles: ROLES, stages } }) as const

/** The officer's session. Null when nobody is logged in; throws `not-authorised` for a forged request. */
export const loggedIn = async (request: FastifyRequest, options: GuardOptions): Promise<LoggedIn | null> => {
  if (changesSomething(request)) requireOwnOrigin(request, options.origins)
  const token = options.cookie.read(request)
  const session = token === undefined ? null : await options.sessions.find(token)
  if (token === undefined || session === null) return null
  requireToken(request, session.csrf)
  return { token, session }
}

/** What the guard has found, beside each request. */
const entered = new WeakMap<FastifyRequest, LoggedIn>()

/** Who calls. Throws `not-authorised` where nobody is logged in. */
export const officerOf = (request: FastifyRequest): LoggedIn => {
  const found = entered.get(request)
  if (found === undefined) throw new AppError('not-authorised', { reason: 'login' })
  return found
}

/** Watches over every route of a scope. One that does not say who may call it is refused when it is added. */
export const guardRoutes = (scope: FastifyInstance, options: GuardOptions): void => {
  scope.addHook('onRoute', ({ url, config }) => {
    if (config?.access === undefined) throw new TypeError(`${url} does not say who may call it`)
  })
  scope.addHook('preValidation', async (request) => {
    const { access } = request.routeOptions.config
    if (access === 'public') return requireOwnOrigin(request, options.origins)
    const found = await loggedIn(request, options)
    if (found !== null) entered.set(request, found)
    const { session } = officerOf(request)
    if (access === undefined || !access.stages.includes(session.stage))
      throw new AppError('not-authorised', { reason: 'stage' })
    if (!mayCall(access, session.roles)) throw new AppError('not-authorised', { reason: 'role' })
  })
}
