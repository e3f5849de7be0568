/**
 * Logging in with WeChat. Who comes the first time is bound to a mobile number, which is proved by a
 * code. Of the WeChat user nothing but an HMAC is kept.
 */
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import { fromUtf8, utf8, type Bytes } from '#core/bytes/bytes'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { WechatBinding, WechatReturn } from '#core/identity/account'
import { z } from 'zod'
import { deriveKey, indexOf, openFor, sealFor } from '../../access/sealed.ts'
import { sameToken } from '../../access/token.ts'
import type { WechatLogin } from '../../outside/wechat.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts, LoggedIn } from './accounts.ts'
import type { SmsCodes } from './sms-codes.ts'

/** How long a browser may take at WeChat, and for the number afterwards. */
export const WECHAT_LIFETIME = 15 * 60_000

export interface WechatAccounts {
  /** Where the browser is sent, and what it keeps until it comes back. Throws `service-missing`. */
  begin(): { readonly url: string; readonly state: string }
  /**
   * Logs in, or hands out what to bind a number with. Throws `not-authorised` when the browser is not
   * the one that was sent, or WeChat does not know the code.
   */
  finish(request: WechatReturn, state: string | undefined): Promise<LoggedIn | { readonly binding: string }>
  /** Throws `code-wrong`, `code-over`, or `not-authorised` when the binding is over. */
  bind(request: WechatBinding): Promise<LoggedIn>
}

export interface WechatOptions {
  readonly store: Store
  readonly wechat: WechatLogin
  readonly accounts: Accounts
  readonly codes: SmsCodes
  /** Of the phone page. */
  readonly returnUrl: string
  /** 32 bytes. */
  readonly storageKey: Bytes
  readonly random: RandomBytes
  readonly now: () => number
}

const BINDING = 'wechat binding'
const binding = z.strictObject({ wechat: z.string(), until: z.number() })

export const createWechatAccounts = (options: WechatOptions): WechatAccounts => {
  const { store, wechat, accounts, codes, returnUrl, storageKey, random, now } = options
  const userKey = deriveKey(storageKey, 'bidseal wechat user')
  const bindingKey = deriveKey(storageKey, 'bidseal wechat binding')

  const refuse = (cause?: unknown): never => {
    throw new AppError('not-authorised', { reason: 'wechat' }, cause)
  }

  /** The WeChat user of a binding that is still good. */
  const read = (text: string): string => {
    try {
      const bytes = fromBase64url(text)
      const { wechat: user, until } = binding.parse(
        JSON.parse(fromUtf8(openFor(bindingKey, BINDING, bytes ?? utf8('')))),
      )
      return until > now() ? user : refuse()
    } catch (error) {
      return refuse(error)
    }
  }

  return {
    begin: () => {
      const state = Buffer.from(random(32)).toString('hex')
      return { state, url: wechat.authorizeUrl(state, returnUrl) }
    },

    finish: async ({ code, state, device }, kept) => {
      if (kept === undefined || !sameToken(state, kept)) return refuse()
      const identity = await wechat.identify(code)
      if (identity === null) return refuse()
      const user = indexOf(userKey, identity.openid)
      const account = await store.accounts.findByWechat(user)
      if (account !== null) return store.transaction((records) => accounts.enter(records, account, device, 'wechat'))
      const plain = utf8(JSON.stringify({ wechat: user, until: now() + WECHAT_LIFETIME }))
      return { binding: toBase64url(sealFor(bindingKey, BINDING, plain, random)) }
    },

    bind: async ({ binding: text, ticket, code, device }) => {
      const user = read(text)
      const proven = await codes.check(ticket, 'wechat', code)
      return store.transaction(async (records) => {
        await proven.use(records)
        const account = await accounts.ensure(records, proven.mobile)
        await records.accounts.setWechat(account.id, user)
        const facts = { account: account.id }
        await records.audit.append({ actor: 'registration', action: 'account-wechat-bound', facts }, now())
        return accounts.enter(records, { ...account, wechat: user }, device, 'wechat')
      })
    },
  }
}
