/** Text messages through Alibaba Cloud's Short Message Service: `SendSms` of Dysmsapi 2017-05-25. */
import { z } from 'zod'
import { toHex } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { aliyunAuthorization, canonicalQuery, sha256Text } from './aliyun-signature.ts'
import { callService, codeIn, jsonOf, refused, reporting, unavailable, type World } from './call.ts'
import { secretPlace } from './secret.ts'
import { serviceUrl } from './service-url.ts'
import type { SmsGateway, SmsMessage } from './sms.ts'

const templateCode = z.string().regex(/^SMS_\d{1,20}$/)

export const smsSettings = z.strictObject({
  endpoint: serviceUrl.default('https://dysmsapi.aliyuncs.com'),
  accessKeyId: z.string().min(1),
  accessKeySecret: secretPlace,
  /** The sender's name before each message, as it was reviewed. */
  signName: z.string().min(1),
  /** The reviewed texts. */
  templates: z.strictObject({ 'login-code': templateCode, notice: templateCode }),
})

export type SmsAccount = Omit<z.output<typeof smsSettings>, 'accessKeySecret'> & { readonly accessKeySecret: string }

const answer = z.object({ Code: z.string() })

/** The request was taken before. */
const USED = 'SignatureNonceUsed'
/** The same number has had enough. */
const LIMITS: readonly string[] = ['isv.BUSINESS_LIMIT_CONTROL', 'isv.DAY_LIMIT_CONTROL']
/** The vendor's own trouble. */
const PASSING = /^(isp\.|Throttling|ServiceUnavailable|InternalError)/

const failure = (code: string): AppError => {
  if (LIMITS.includes(code)) return new AppError('rate-limited', { service: 'sms' })
  if (code === 'isv.MOBILE_NUMBER_ILLEGAL') return new AppError('invalid-input', { at: 'mobile' })
  return PASSING.test(code) ? unavailable('sms', codeIn(code)) : refused('sms', codeIn(code))
}

/** `2023-10-26T10:22:32Z`. */
const utcSeconds = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z')

const send = async (account: SmsAccount, world: World, message: SmsMessage): Promise<void> => {
  const url = new URL('/', account.endpoint)
  url.search = canonicalQuery([
    ['PhoneNumbers', message.mobile],
    ['SignName', account.signName],
    ['TemplateCode', account.templates[message.template]],
    ['TemplateParam', JSON.stringify(message.params)],
  ])
  const headers = {
    host: url.host,
    'x-acs-action': 'SendSms',
    'x-acs-content-sha256': sha256Text(''),
    'x-acs-date': utcSeconds(world.now()),
    'x-acs-signature-nonce': message.id ?? toHex(world.random(16)),
    'x-acs-version': '2017-05-25',
  }
  const key = { id: account.accessKeyId, secret: account.accessKeySecret }
  const authorization = aliyunAuthorization({ method: 'POST', url, headers, body: '' }, key)
  const { text } = await callService(world, {
    ...{ service: 'sms', method: 'POST', url },
    headers: { ...headers, authorization, accept: 'application/json' },
  })
  const { success, data } = answer.safeParse(jsonOf('sms', text))
  if (!success) throw unavailable('sms', 'malformed')
  if (data.Code === USED && message.id !== undefined) return
  if (data.Code !== 'OK') throw failure(data.Code)
}

export const createSmsGateway = (account: SmsAccount, world: World): SmsGateway => ({
  send: (message) => reporting(world, () => send(account, world, message)),
})
