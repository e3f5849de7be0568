/** Stands in for Alibaba Cloud's Short Message Service: checks each request as it does, and keeps the messages. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { aliyunFault } from './aliyun.ts'
import { html } from './markup.ts'
import { ENDINGS, hexOf, type CreateStandIn } from './stand-in.ts'
import { clockTime } from './time.ts'

const SIGN_NAME = '标印'
const SECRET_FILE = 'sms-access-key-secret'

interface Template {
  readonly name: string
  readonly params: readonly string[]
  readonly text: (params: Readonly<Record<string, string>>) => string
}

const TEMPLATES: Readonly<Record<string, Template>> = {
  SMS_480000001: {
    name: 'login-code',
    params: ['code'],
    text: ({ code }) => `验证码 ${code}，5 分钟内有效，不要告诉任何人。`,
  },
  SMS_480000002: { name: 'notice', params: ['title'], text: ({ title }) => `${title}。打开标印手机应用查看。` },
}

export interface SentSms {
  readonly at: number
  readonly mobile: string
  readonly template: string
  readonly params: Readonly<Record<string, string>>
  readonly text: string
}

/** As many as a developer looks at. */
const KEPT = 100

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values must be strings, as there. */
const paramsIn = (text: string): Readonly<Record<string, string>> | null => {
  try {
    const value: unknown = JSON.parse(text)
    if (!isRecord(value)) return null
    const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : null
  } catch {
    // No JSON: answered as the service does.
    return null
  }
}

/** What the service says of a message, and the message where it takes it. */
const judge = (query: URLSearchParams, at: number): string | SentSms => {
  const mobile = query.get('PhoneNumbers') ?? ''
  const template = TEMPLATES[query.get('TemplateCode') ?? '']
  const params = paramsIn(query.get('TemplateParam') ?? '')
  if (!/^1[3-9]\d{9}$/.test(mobile)) return 'isv.MOBILE_NUMBER_ILLEGAL'
  if (query.get('SignName') !== SIGN_NAME) return 'isv.SMS_SIGNATURE_ILLEGAL'
  if (template === undefined) return 'isv.SMS_TEMPLATE_ILLEGAL'
  if (params === null) return 'isv.INVALID_JSON_PARAM'
  if (template.params.some((name) => !params[name])) return 'isv.TEMPLATE_MISSING_PARAMETERS'
  if (mobile.endsWith(ENDINGS.tooOften)) return 'isv.BUSINESS_LIMIT_CONTROL'
  if (mobile.endsWith(ENDINGS.busy)) return 'isp.SYSTEM_ERROR'
  if (mobile.endsWith(ENDINGS.no)) return 'isv.AMOUNT_NOT_ENOUGH'
  return { at, mobile, template: template.name, params, text: template.text(params) }
}

const codeField = ({ params: { code } }: SentSms) =>
  code === undefined ? [] : html`<p class="code"><output>${code}</output><button data-copy="${code}">复制</button></p>`

const shownSms = (sms: SentSms) =>
  html`<li>
    <p class="facts"><b>${sms.mobile}</b><time>${clockTime(sms.at)}</time></p>
    <p>【${SIGN_NAME}】${sms.text}</p>
    ${codeField(sms)}
  </li>`

export const createSmsStandIn: CreateStandIn = async ({ now, random }) => {
  const key = { id: `LTAI${hexOf(random(8))}`, secret: hexOf(random(16)) }
  const nonces = new Set<string>()
  let sent: readonly SentSms[] = []

  const answer = (request: FastifyRequest): { status: number; body: object } => {
    const requestId = hexOf(random(16)).toUpperCase()
    const fault = aliyunFault(request, key, nonces, now())
    if (fault !== null)
      return { status: fault.status, body: { RequestId: requestId, Message: fault.code, Code: fault.code } }
    if (request.headers['x-acs-action'] !== 'SendSms' || request.headers['x-acs-version'] !== '2017-05-25')
      return { status: 404, body: { RequestId: requestId, Message: 'not found', Code: 'InvalidAction.NotFound' } }
    const judged = judge(new URL(request.url, 'http://sms').searchParams, now())
    if (typeof judged === 'string')
      return { status: 200, body: { RequestId: requestId, Message: judged, Code: judged } }
    sent = [judged, ...sent].slice(0, KEPT)
    return { status: 200, body: { RequestId: requestId, Message: 'OK', Code: 'OK', BizId: hexOf(random(8)) } }
  }

  return {
    name: 'sms',
    routes: (app: FastifyInstance) => {
      app.post('/', (request, reply) => {
        const { status, body } = answer(request)
        return reply.code(status).send(body)
      })
      /** For tests; the service itself has nothing like it. */
      app.get('/sandbox/sent', async () => ({ messages: sent }))
    },
    settings: (address) => ({
      endpoint: address,
      accessKeyId: key.id,
      accessKeySecret: { file: SECRET_FILE },
      signName: SIGN_NAME,
      templates: { 'login-code': 'SMS_480000001', notice: 'SMS_480000002' },
    }),
    secrets: { [SECRET_FILE]: key.secret },
    section: () =>
      html`<section class="wide">
        <h2>短信 <small>SMS</small></h2>
        ${sent.length === 0 ? html`<p class="quiet">还没有短信。在手机应用里获取验证码，这里就会出现。</p>` : []}
        <ol class="messages">
          ${sent.map(shownSms)}
        </ol>
        <p class="quiet">
          尾号 ${ENDINGS.no} 的手机号总是被拒绝，${ENDINGS.busy} 总是遇上系统繁忙，${ENDINGS.tooOften} 总是次数已满。
        </p>
      </section>`,
  }
}
