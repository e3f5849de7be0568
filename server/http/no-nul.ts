/** Texts without NUL: it stands in nobody's name, and PostgreSQL keeps no text that holds one. */
import type { FastifyInstance } from 'fastify'
import { AppError } from '#core/errors'

const isList = (value: unknown): value is object =>
  Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'

/** Whether a text in it, at whatever depth, holds NUL. What is neither text nor made of texts is not looked at. */
export const holdsNul = (value: unknown): boolean => {
  const left = [value]
  while (left.length > 0) {
    const each = left.pop()
    if (typeof each === 'string' && each.includes('\0')) return true
    if (isList(each)) for (const [name, part] of Object.entries(each)) left.push(name, part)
  }
  return false
}

/** Answers `invalid-input` to a request with such a text, before its route sees it. */
export const refuseNul = (app: FastifyInstance): void => {
  app.addHook('preValidation', async ({ params, query, body }) => {
    for (const given of [params, query, body])
      if (holdsNul(given)) throw new AppError('invalid-input', { reason: 'nul' })
  })
}
