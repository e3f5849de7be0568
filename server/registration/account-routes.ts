/** Accounts over HTTP. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { accountAnswer, deviceList, deviceParameter, nothing } from '#core/identity/account'
import { AppError } from '#core/errors'
import { requireSession, type AccountGuardOptions } from './guard.ts'
import type { AccountSession } from './sessions.ts'

const answer = ({ id, csrf, account }: AccountSession) => {
  const { mobile, hasPassword, hasWechat, identifiedAt } = account
  return { session: id, csrf, mobile, hasPassword, hasWechat, identifiedAt }
}

export const accountRoutes = (scope: FastifyInstance, { sessions, cookie }: AccountGuardOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/account', { schema: { response: { 200: accountAnswer } } }, async (request) =>
    answer(requireSession(request)),
  )

  typed.get('/account/devices', { schema: { response: { 200: deviceList } } }, async (request) => {
    const { id, account } = requireSession(request)
    const devices = await sessions.devices(account.id)
    return { devices: devices.map((device) => ({ ...device, isThisOne: device.id === id })) }
  })

  typed.post(
    '/account/devices/:id/end',
    { schema: { params: deviceParameter, response: { 200: nothing } } },
    async (request) => {
      const ended = await sessions.end(requireSession(request).account.id, request.params.id)
      if (!ended) throw new AppError('invalid-input', { reason: 'no-such-device' })
      return {}
    },
  )

  typed.post('/account/logout', { schema: { response: { 200: nothing } } }, async (request, reply) => {
    const { id, account } = requireSession(request)
    await sessions.end(account.id, id)
    cookie.clear(reply)
    return {}
  })
}
