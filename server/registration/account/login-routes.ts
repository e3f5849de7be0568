/** Registering and logging in over HTTP, for everybody. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import {
  accountAnswer,
  codeAnswer,
  codeLogin,
  codeRequest,
  elsewhere,
  passwordLogin,
  passwordReset,
  registerRequest,
  wechatAnswer,
  wechatBinding,
  wechatReturn,
  type AccountAnswer,
} from '#core/identity/account'
import type { Cookie } from '../../access/cookie.ts'
import type { Accounts, LoggedIn } from './accounts.ts'
import { describeSession } from './routes.ts'
import { PUBLIC, type AccountGuardOptions } from '../guard.ts'
import type { Caller, SmsCodes } from './sms-codes.ts'
import { WECHAT_LIFETIME, type WechatAccounts } from './wechat.ts'

export interface LoginOptions {
  readonly guard: AccountGuardOptions
  readonly accounts: Accounts
  readonly codes: SmsCodes
  readonly wechat: WechatAccounts
  /** By which a browser is known again. */
  readonly markCookie: Cookie
  /** Holds what must come back from WeChat. */
  readonly stateCookie: Cookie
}

const SECONDS = { session: 90 * 86_400, mark: 400 * 86_400, state: WECHAT_LIFETIME / 1000 }
/** A minute, from one address. */
const FEW = { ...PUBLIC, rateLimit: { max: 20, timeWindow: 60_000 } }

export const loginRoutes = (scope: FastifyInstance, options: LoginOptions): void => {
  const typed = scope.withTypeProvider<ZodTypeProvider>()
  const { guard, accounts, codes, wechat, markCookie, stateCookie } = options
  const { sessions, cookie } = guard

  const callerOf = (request: FastifyRequest): Caller => ({ address: request.ip, mark: markCookie.read(request) })

  /** Sets the cookies, and ends the session that the browser had before. */
  const welcome = async (request: FastifyRequest, reply: FastifyReply, entered: LoggedIn): Promise<AccountAnswer> => {
    const before = cookie.read(request)
    const old = before === undefined ? null : await sessions.find(before)
    if (old !== null) await sessions.end(old.account.id, old.id)
    cookie.set(reply, entered.token, SECONDS.session)
    markCookie.set(reply, entered.mark, SECONDS.mark)
    return describeSession(entered.session)
  }

  typed.post(
    '/account/codes',
    { schema: { body: codeRequest, response: { 200: codeAnswer } }, config: FEW },
    async (request) => codes.send(request.body.mobile, request.body.purpose, callerOf(request)),
  )

  const entered = { 200: accountAnswer }

  typed.post(
    '/account/register',
    { schema: { body: registerRequest, response: entered }, config: FEW },
    async (request, reply) => welcome(request, reply, await accounts.register(request.body)),
  )

  typed.post(
    '/account/login/code',
    { schema: { body: codeLogin, response: entered }, config: FEW },
    async (request, reply) => welcome(request, reply, await accounts.loginByCode(request.body)),
  )

  typed.post(
    '/account/login/password',
    { schema: { body: passwordLogin, response: entered }, config: FEW },
    async (request, reply) => welcome(request, reply, await accounts.loginByPassword(request.body, callerOf(request))),
  )

  typed.post(
    '/account/password/reset',
    { schema: { body: passwordReset, response: entered }, config: FEW },
    async (request, reply) => welcome(request, reply, await accounts.resetPassword(request.body)),
  )

  typed.post('/account/wechat', { schema: { response: { 200: elsewhere } }, config: FEW }, async (_request, reply) => {
    const { url, state } = wechat.begin()
    stateCookie.set(reply, state, SECONDS.state)
    return { url }
  })

  typed.post(
    '/account/wechat/return',
    { schema: { body: wechatReturn, response: { 200: wechatAnswer } }, config: FEW },
    async (request, reply) => {
      const result = await wechat.finish(request.body, stateCookie.read(request))
      stateCookie.clear(reply)
      return 'binding' in result ? result : { account: await welcome(request, reply, result) }
    },
  )

  typed.post(
    '/account/wechat/bind',
    { schema: { body: wechatBinding, response: entered }, config: FEW },
    async (request, reply) => welcome(request, reply, await wechat.bind(request.body)),
  )
}
