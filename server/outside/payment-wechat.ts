/**
 * WeChat Pay, API v3, as a merchant speaks it: JSON over HTTPS, each request signed with the merchant's
 * key, each answer and notice with the service's.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { toHex } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { callService, codeIn, jsonOf, refused, reporting, unavailable, type World } from './call.ts'
import { authorization, openResource, requireSigned } from './payment-signature.ts'
import {
  NOTICE_EVENTS,
  failureAnswer,
  h5Answer,
  nativeAnswer,
  notice,
  paymentOf,
  refundAnswer,
  refundNotice,
  refundStateOf,
  transaction,
} from './payment-wechat-messages.ts'
import type { NoticeHeaders, PaymentNotice, PaymentRequest, PaymentService, RefundRequest } from './payment.ts'
import { secretPlace } from './secret.ts'
import { serviceUrl } from './service-url.ts'

/** An RSA key of 2048 bits or more in PEM; null for anything else. */
const readKey = (create: (pem: string) => KeyObject, pem: string): KeyObject | null => {
  try {
    const key = create(pem)
    const isStrong = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048
    return key.asymmetricKeyType === 'rsa' && isStrong ? key : null
  } catch {
    // Whatever OpenSSL has to say: the field is named to whoever runs this server.
    return null
  }
}

/** The merchant's private key. Null where there is none. */
export const readMerchantKey = (pem: string): KeyObject | null => readKey(createPrivateKey, pem)

/** 32 characters. Null for others. */
export const readApiKey = (text: string): Buffer | null => (/^[\x21-\x7e]{32}$/.test(text) ? Buffer.from(text) : null)

const publicKey = z.string().transform((pem, context) => {
  const key = readKey(createPublicKey, pem)
  if (key !== null) return key
  context.addIssue({ code: 'custom', message: 'an RSA public key of 2048 bits or more is expected' })
  return z.NEVER
})

export const paymentSettings = z.strictObject({
  api: serviceUrl.default('https://api.mch.weixin.qq.com'),
  appId: z.string().regex(/^\w{1,32}$/),
  merchantId: z.string().regex(/^\w{1,32}$/),
  /** Of the merchant's certificate, whose key signs requests. */
  merchantSerial: z.string().regex(/^\w{1,64}$/),
  merchantKey: secretPlace,
  /** APIv3 key, for what notices carry. */
  apiKey: secretPlace,
  /** PEM of the service's public keys by serial number or `PUB_KEY_ID_…`; the one in use first. */
  serviceKeys: z
    .record(z.string().regex(/^\w{1,64}$/), publicKey)
    .refine((keys) => Object.keys(keys).length > 0, 'a key is expected'),
})

export type PaymentAccount = Omit<z.output<typeof paymentSettings>, 'merchantKey' | 'apiKey'> & {
  readonly merchantKey: KeyObject
  readonly apiKey: Uint8Array
}

const CHINA = 8 * 3600_000

/** RFC 3339 in Chinese time, to the second. */
export const chinaTime = (at: number): string => `${new Date(at + CHINA).toISOString().slice(0, 19)}+08:00`

/** What was read, or `service-unavailable` for an answer of another shape. */
const read = <T>(schema: z.ZodType<T>, text: string): T => {
  const { success, data } = schema.safeParse(jsonOf('payment', text))
  if (!success) throw unavailable('payment', 'malformed')
  return data
}

/** What a notice says, or `message-rejected`. */
const readNotice = <T>(schema: z.ZodType<T>, text: string): T => {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('message-rejected', { reason: 'contents' }, cause)
  }
}

interface Answer {
  readonly status: number
  readonly text: string
  /** What the service calls the failure; empty where there is none. */
  readonly failure: string
}

type Ask = (method: 'GET' | 'POST', target: string, contents?: object) => Promise<Answer>

const connect = (account: PaymentAccount, keys: ReadonlyMap<string, KeyObject>, world: World): Ask => {
  const { merchantId: merchant, merchantSerial: serial, merchantKey: key } = account
  const signer = { merchant, serial, key }
  const [currentKey = ''] = keys.keys()
  return async (method, target, contents) => {
    const body = contents === undefined ? '' : JSON.stringify(contents)
    const signed = { method, target, body, at: world.now(), nonce: toHex(world.random(16)) }
    const headers = {
      accept: 'application/json',
      authorization: authorization(signer, signed),
      'user-agent': 'bidseal',
      'wechatpay-serial': currentKey,
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
    }
    const url = new URL(target, account.api)
    const reply = await callService(world, {
      ...{ service: 'payment', method, url, headers, isRepeatable: method === 'GET' },
      ...(body === '' ? {} : { body }),
    })
    if (reply.status === 429) throw unavailable('payment', 'status-429')
    if (reply.status >= 400) return { ...reply, failure: codeIn(read(failureAnswer, reply.text).code) }
    try {
      requireSigned(Object.fromEntries(reply.headers), Buffer.from(reply.text), keys, world.now())
    } catch (cause) {
      throw unavailable('payment', 'signature', cause)
    }
    return { ...reply, failure: '' }
  }
}

/** Only what the service has signed is believed. */
export const createWechatPay = (account: PaymentAccount, world: World): PaymentService => {
  const { appId: app, merchantId: merchant, apiKey } = account
  const keys = new Map(Object.entries(account.serviceKeys))
  const ask = connect(account, keys, world)

  const succeed = ({ failure, text }: Answer): string => {
    if (failure !== '') throw refused('payment', failure)
    return text
  }

  const orderTarget = (order: string): string => `/v3/pay/transactions/out-trade-no/${encodeURIComponent(order)}`

  const place = async (request: PaymentRequest): Promise<string | null> => {
    const isPage = request.channel === 'h5'
    const answer = await ask('POST', `/v3/pay/transactions/${request.channel}`, {
      ...{ appid: app, mchid: merchant, description: request.description, out_trade_no: request.order },
      ...{ time_expire: chinaTime(request.expiresAt), notify_url: request.noticeUrl },
      amount: { total: request.fen, currency: 'CNY' },
      ...(isPage ? { scene_info: { payer_client_ip: request.payerAddress, h5_info: { type: 'Wap' } } } : {}),
    })
    if (answer.failure === 'ORDERPAID') return null
    const text = succeed(answer)
    if (!isPage) return read(nativeAnswer, text).code_url
    const url = new URL(read(h5Answer, text).h5_url)
    url.searchParams.set('redirect_url', request.returnUrl)
    return url.href
  }

  const close = async (order: string): Promise<'closed' | 'paid'> => {
    const answer = await ask('POST', `${orderTarget(order)}/close`, { mchid: merchant })
    if (answer.failure === 'ORDERPAID') return 'paid'
    /** One that was never placed, or is closed already, can't be paid either. */
    if (answer.status !== 404 && answer.failure !== 'ORDER_CLOSED') succeed(answer)
    return 'closed'
  }

  const noticeOf = (headers: NoticeHeaders, body: Uint8Array): PaymentNotice => {
    requireSigned(headers, body, keys, world.now())
    const { id, event_type, resource } = readNotice(notice, Buffer.from(body).toString())
    const about = NOTICE_EVENTS[event_type] ?? 'other'
    if (about === 'other') return { id, about }
    const text = openResource(resource, apiKey)
    if (about === 'refund') return { id, about, order: readNotice(refundNotice, text).out_trade_no }
    const payment = paymentOf(readNotice(transaction, text))
    if (payment === null) throw new AppError('message-rejected', { reason: 'state' })
    return { id, about, payment }
  }

  return {
    ...{ app, merchant, read: noticeOf },
    place: (request) => reporting(world, () => place(request)),
    close: (order) => reporting(world, () => close(order)),

    find: (order) =>
      reporting(world, async () => {
        const answer = await ask('GET', `${orderTarget(order)}?mchid=${encodeURIComponent(merchant)}`)
        if (answer.status === 404) return null
        const payment = paymentOf(read(transaction, succeed(answer)))
        if (payment === null || payment.order !== order) throw unavailable('payment', 'malformed')
        return payment
      }),

    refund: ({ refund, order, fen, reason, noticeUrl }: RefundRequest) =>
      reporting(world, async () => {
        const answer = await ask('POST', '/v3/refund/domestic/refunds', {
          ...{ out_trade_no: order, out_refund_no: refund, reason, notify_url: noticeUrl },
          amount: { refund: fen, total: fen, currency: 'CNY' },
        })
        return refundStateOf(read(refundAnswer, succeed(answer)).status)
      }),
  }
}
