/** Log-in in its steps, and what every officer may do with his own account. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Factor } from './factor.ts'
import { during, officerOf, type GuardOptions } from './guard.ts'
import {
  codeRequest,
  done,
  factorSet,
  factorSetUp,
  loginRequest,
  passwordChange,
  session as sessionAnswer,
} from './messages.ts'
import type { OfficersService } from './officers.ts'
import { STAGES } from './roles.ts'
import type { ConsoleSession } from './session.ts'

export interface AccountOptions {
  readonly guard: GuardOptions
  readonly factor: Factor
  readonly officers: OfficersService
}

/** A minute, from one address. */
const FEW = { rateLimit: { max: 10, timeWindow: 60_000 } }

/** A session as it is sent; the roles in a list of their own. */
const answer = (session: ConsoleSession) => ({ ...session, roles: [...session.roles] })

export const accountRoutes = (scope: FastifyInstance, { guard, factor, officers }: AccountOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const { sessions, cookie } = guard

  /** The session behind a cookie after it has changed. */
  const again = async (token: string, before: ConsoleSession) => answer((await sessions.find(token)) ?? before)

  typed.post(
    '/login',
    { schema: { body: loginRequest, response: { 200: sessionAnswer } }, config: { access: 'public', ...FEW } },
    async (request, reply) => {
      const { token, session } = await sessions.begin(request.body.name, request.body.password)
      cookie.set(reply, token)
      return answer(session)
    },
  )

  typed.get('/session', { schema: { response: { 200: sessionAnswer } }, config: during(...STAGES) }, async (request) =>
    answer(officerOf(request).session),
  )

  typed.post('/logout', { schema: { response: { 200: done } }, config: during(...STAGES) }, async (request, reply) => {
    const { token, session } = officerOf(request)
    await sessions.end(token, session.officer)
    cookie.clear(reply)
    return {}
  })

  typed.post(
    '/factor/set-up',
    { schema: { response: { 200: factorSetUp } }, config: during('set-up') },
    async (request) => factor.setUp(officerOf(request).session.officer),
  )

  typed.post(
    '/factor/confirm',
    { schema: { body: codeRequest, response: { 200: factorSet } }, config: { ...during('set-up'), ...FEW } },
    async (request) => {
      const { token, session } = officerOf(request)
      const recoveryCodes = [...(await factor.confirm(session.officer, request.body.code))]
      await sessions.prove(token, session.officer)
      return { session: await again(token, session), recoveryCodes }
    },
  )

  typed.post(
    '/factor',
    { schema: { body: codeRequest, response: { 200: sessionAnswer } }, config: { ...during('code'), ...FEW } },
    async (request) => {
      const { token, session } = officerOf(request)
      await factor.prove(session.officer, request.body.code)
      await sessions.prove(token, session.officer)
      return again(token, session)
    },
  )

  typed.post(
    '/password',
    {
      schema: { body: passwordChange, response: { 200: sessionAnswer } },
      config: { ...during('password', 'open'), ...FEW },
    },
    async (request) => {
      const { token, session } = officerOf(request)
      await officers.changePassword(session.officer, request.body.current, request.body.password)
      await sessions.endOthers(token, session.officer)
      return again(token, session)
    },
  )
}
