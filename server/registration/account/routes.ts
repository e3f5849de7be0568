/** What people do with their own account over HTTP. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  accountAnswer,
  deviceList,
  deviceParameter,
  nothing,
  passwordChange,
  type AccountAnswer,
} from '#core/identity/account'
import { AppError } from '#core/errors'
import type { Accounts } from './accounts.ts'
import { requireSession, type AccountGuardOptions } from '../guard.ts'
import type { AccountSession } from './sessions.ts'

/** A session as its owner sees it. */
export const describeSession = ({ id, csrf, account }: AccountSession): AccountAnswer => {
  const { mobile, hasPassword, hasWechat, identifiedAt } = account
  return { session: id, csrf, mobile, hasPassword, hasWechat, identifiedAt }
}

export const accountRoutes = (
  scope: FastifyInstance,
  { sessions, cookie }: AccountGuardOptions,
  accounts: Accounts,
): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  typed.get('/account', { schema: { response: { 200: accountAnswer } } }, async (request) =>
    describeSession(requireSession(request)),
  )

  typed.post('/account/password', { schema: { body: passwordChange, response: { 200: nothing } } }, async (request) => {
    await accounts.changePassword(requireSession(request), request.body.current, request.body.password)
    return {}
  })

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
