/** Who may call the console's routes: an officer with a session, from a page of this server, with its token. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#core/errors'
import { sameToken, type ConsoleSession, type Sessions } from './session.ts'

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

export const setCookie = (reply: FastifyReply, token: string, isSecure: boolean): void => {
  void reply.setCookie(cookieName(isSecure), token, { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure })
}

export const clearCookie = (reply: FastifyReply, isSecure: boolean): void => {
  void reply.clearCookie(cookieName(isSecure), { path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure })
}
