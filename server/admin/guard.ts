/**
 * Who may call the console's routes: an officer with a session, from a page of this server, with its
 * token, and with the role that the route names.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#core/errors'
import { mayCall, ROLES, type Access, type Role, type Stage } from './roles.ts'
import { sameToken, type ConsoleSession, type Sessions } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route of the console says who may call it. */
    access?: Access
  }
}

const CSRF_HEADER = 'x-csrf-token'

/** `__Host-` binds the cookie to this host, over HTTPS only. */
export const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-bidseal' : 'bidseal-console')

export interface GuardOptions {
  readonly sessions: Sessions
  readonly origins: readonly string[]
  readonly isSecure: boolean
}

export interface LoggedIn {
  readonly token: string
  readonly session: ConsoleSession
}

/** Throws `not-authorised` for a page of somebody else. */
export const requireOwnOrigin = (request: FastifyRequest, origins: readonly string[]): void => {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isOwn = origin === undefined ? site === undefined || site === 'same-origin' : origins.includes(origin)
  if (!isOwn) throw new AppError('not-authorised', { reason: 'origin' })
}

const changesSomething = (request: FastifyRequest): boolean => request.method !== 'GET' && request.method !== 'HEAD'

/** For officers with one of these roles, logged in whole. */
export const only = (...roles: readonly Role[]) => ({ access: { roles, stages: ['open'] } }) as const

/** For every officer whose log-in has come this far. */
export const during = (...stages: readonly Stage[]) => ({ access: { roles: ROLES, stages } }) as const

/** The officer's session. Null when nobody is logged in; throws `not-authorised` for a forged request. */
export const loggedIn = async (request: FastifyRequest, options: GuardOptions): Promise<LoggedIn | null> => {
  if (changesSomething(request)) requireOwnOrigin(request, options.origins)
  const token = request.cookies[cookieName(options.isSecure)]
  const session = token === undefined ? null : await options.sessions.find(token)
  if (token === undefined || session === null) return null
  const sent = request.headers[CSRF_HEADER]
  if (changesSomething(request) && (typeof sent !== 'string' || !sameToken(sent, session.csrf)))
    throw new AppError('not-authorised', { reason: 'token' })
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

export const setCookie = (reply: FastifyReply, token: string, isSecure: boolean): void => {
  void reply.setCookie(cookieName(isSecure), token, { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure })
}

export const clearCookie = (reply: FastifyReply, isSecure: boolean): void => {
  void reply.clearCookie(cookieName(isSecure), { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure })
}
