/** Login with WeChat's OAuth 2.0 for web sites: `qrconnect`, then `sns/oauth2/access_token`. */
import { z } from 'zod'
import { callService, jsonOf, refused, reporting, unavailable, type World } from './call.ts'
import { secretPlace } from './secret.ts'
import { serviceUrl } from './service-url.ts'
import type { WechatIdentity, WechatLogin } from './wechat.ts'

export const wechatSettings = z.strictObject({
  appId: z.string().min(1),
  appSecret: secretPlace,
  /** The page that a browser is sent to. `…/connect/oauth2/authorize` serves browsers inside WeChat. */
  authorize: serviceUrl.default('https://open.weixin.qq.com/connect/qrconnect'),
  scope: z.enum(['snsapi_login', 'snsapi_base']).default('snsapi_login'),
  api: serviceUrl.default('https://api.weixin.qq.com'),
})

export type WechatAccount = Omit<z.output<typeof wechatSettings>, 'appSecret'> & { readonly appSecret: string }

/** Failures come with status 200 and `errcode`. */
const answer = z.union([
  z.object({ errcode: z.int().refine((code) => code !== 0) }),
  z.object({ errcode: z.literal(0).optional(), openid: z.string().regex(/^[\w-]{6,64}$/) }),
])

/** A code that is unknown, used or expired. */
const NOT_GOOD: readonly number[] = [40029, 40163, 42003]
/** Busy, or asked too often. */
const PASSING: readonly number[] = [-1, 45009, 45011]

/** RFC 6749 allows more; WeChat's are letters, digits and a few signs. */
const isCode = (code: string): boolean => /^[\w.~-]{1,256}$/.test(code)

const identify = async (account: WechatAccount, world: World, code: string): Promise<WechatIdentity | null> => {
  const url = new URL('/sns/oauth2/access_token', account.api)
  const query = { appid: account.appId, secret: account.appSecret, code, grant_type: 'authorization_code' }
  url.search = new URLSearchParams(query).toString()
  const { text } = await callService(world, { service: 'wechat', method: 'GET', url })
  const { success, data } = answer.safeParse(jsonOf('wechat', text))
  if (!success) throw unavailable('wechat', 'malformed')
  if ('openid' in data) return { openid: data.openid }
  const { errcode } = data
  if (NOT_GOOD.includes(errcode)) return null
  throw PASSING.includes(errcode) ? unavailable('wechat', `${errcode}`) : refused('wechat', `${errcode}`)
}

export const createWechatLogin = (account: WechatAccount, world: World): WechatLogin => ({
  authorizeUrl: (state, returnUrl) => {
    const url = new URL(account.authorize)
    const query = { appid: account.appId, redirect_uri: returnUrl, response_type: 'code', scope: account.scope, state }
    url.search = new URLSearchParams(query).toString()
    url.hash = 'wechat_redirect'
    return url.href
  },
  identify: async (code) => (isCode(code) ? reporting(world, () => identify(account, world, code)) : null),
})
