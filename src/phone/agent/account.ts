/** The server, as a person with an account talks to it. */
import { AppError } from '#core/errors'
import {
  accountAnswer,
  codeAnswer,
  deviceList,
  elsewhere,
  nothing,
  wechatAnswer,
  type AccountAnswer,
  type CodeAnswer,
  type CodeLogin,
  type CodeRequest,
  type DeviceList,
  type PasswordChange,
  type PasswordLogin,
  type PasswordReset,
  type RegisterRequest,
  type WechatAnswer,
  type WechatBinding,
  type WechatReturn,
} from '#core/identity/account'
import {
  alipayAnswer,
  identityAnswer,
  type AlipayAnswer,
  type BankCardRequest,
  type IdentityAnswer,
  type PersonRequest,
} from '#core/identity/proof'
import { createClient, type Client } from './client.ts'
import type { FetchLike } from './http.ts'

/** Every method throws what the server says is wrong, or `server-unreachable`. */
export interface AccountApi {
  /** For other questions that need the session. */
  readonly client: Client
  /** Null when nobody is logged in. */
  account(): Promise<AccountAnswer | null>
  sendCode(request: CodeRequest): Promise<CodeAnswer>
  register(request: RegisterRequest): Promise<AccountAnswer>
  loginByCode(request: CodeLogin): Promise<AccountAnswer>
  loginByPassword(request: PasswordLogin): Promise<AccountAnswer>
  resetPassword(request: PasswordReset): Promise<AccountAnswer>
  changePassword(request: PasswordChange): Promise<void>
  /** Where the browser goes. */
  beginWechat(): Promise<string>
  finishWechat(request: WechatReturn): Promise<WechatAnswer>
  bindWechat(request: WechatBinding): Promise<AccountAnswer>
  devices(): Promise<DeviceList['devices']>
  endDevice(id: string): Promise<void>
  logout(): Promise<void>
  identity(): Promise<IdentityAnswer>
  /** Where the browser goes. */
  beginAlipay(person: PersonRequest): Promise<string>
  finishAlipay(): Promise<AlipayAnswer>
  proveByCard(holder: BankCardRequest): Promise<IdentityAnswer>
}

const isLoggedOut = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'not-authorised' && error.details['reason'] === 'login'

/** That it is done is all there is to say. */
const done = async (answered: Promise<unknown>): Promise<void> => {
  await answered
}

/** @param fetch with the browser's cookies */
export const createAccountApi = (fetch: FetchLike): AccountApi => {
  let csrf = ''
  const client = createClient(fetch, () => (csrf === '' ? {} : { 'x-csrf-token': csrf }))
  const { get, post } = client

  const entered = (account: AccountAnswer): AccountAnswer => {
    csrf = account.csrf
    return account
  }
  return {
    client,
    account: () =>
      get('/api/account', accountAnswer).then(entered, (error: unknown) => {
        if (isLoggedOut(error)) return null
        throw error
      }),
    sendCode: (request) => post('/api/account/codes', codeAnswer, { body: request }),
    register: (request) => post('/api/account/register', accountAnswer, { body: request }).then(entered),
    loginByCode: (request) => post('/api/account/login/code', accountAnswer, { body: request }).then(entered),
    loginByPassword: (request) => post('/api/account/login/password', accountAnswer, { body: request }).then(entered),
    resetPassword: (request) => post('/api/account/password/reset', accountAnswer, { body: request }).then(entered),
    changePassword: (request) => done(post('/api/account/password', nothing, { body: request })),
    beginWechat: async () => (await post('/api/account/wechat', elsewhere)).url,
    finishWechat: async (request) => {
      const answer = await post('/api/account/wechat/return', wechatAnswer, { body: request })
      return 'account' in answer ? { account: entered(answer.account) } : answer
    },
    bindWechat: (request) => post('/api/account/wechat/bind', accountAnswer, { body: request }).then(entered),
    devices: async () => (await get('/api/account/devices', deviceList)).devices,
    endDevice: (id) => done(post('/api/account/devices/{id}/end', nothing, { path: { id } })),
    logout: () => done(post('/api/account/logout', nothing)),
    identity: () => get('/api/identity', identityAnswer),
    beginAlipay: async (person) => (await post('/api/identity/alipay', elsewhere, { body: person })).url,
    finishAlipay: () => post('/api/identity/alipay/return', alipayAnswer),
    proveByCard: (holder) => post('/api/identity/bank-card', identityAnswer, { body: holder }),
  }
}
