/** Whether a request comes from a page of this server, and carries the token of its session. */
import type { FastifyRequest } from 'fastify'
import { AppError } from '#core/errors'
import { sameToken } from './token.ts'

const CSRF_HEADER = 'x-csrf-token'

export const changesSomething = (request: FastifyRequest): boolean =>
  request.method !== 'GET' && request.method !== 'HEAD'

/** Throws `not-authorised` for a page of somebody else. */
export const requireOwnOrigin = (request: FastifyRequest, origins: readonly string[]): void => {
  const { origin, 'sec-fetch-site': site } = request.headers
  const isOwn = origin === undefined ? site === undefined || site === 'same-origin' : origins.includes(origin)
  if (!isOwn) throw new AppError('not-authorised', { reason: 'origin' })
}

/** Throws `not-authorised` for a change without the session's token. */
export const requireToken = (request: FastifyRequest, csrf: string): void => {
  const sent = request.headers[CSRF_HEADER]
  if (changesSomething(request) && (typeof sent !== 'string' || !sameToken(sent, csrf)))
    throw new AppError('not-authorised', { reason: 'token' })
}
