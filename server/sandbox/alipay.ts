/** Stands in for Alipay's identity check: the signed gateway, and a page that plays the face check. */
import { createSign, createVerify } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { html, type Markup } from './markup.ts'
import { askPage, sendPage } from './page.ts'
import { hexOf, type CreateStandIn } from './stand-in.ts'
import { clockTime } from './time.ts'

const APP_ID = '2021004100000001'
const LASTS = 23 * 3_600_000
const METHOD = 'alipay.user.certify.open'
const FILES = { own: 'alipay-app-private-key.pem', theirs: 'alipay-public-key.pem' } as const

const params = z.record(z.string(), z.string()).catch({})

const initialize = z.object({
  outer_order_no: z.string().regex(/^[A-Za-z0-9]{1,32}$/),
  biz_code: z.literal('FACE'),
  identity_param: z.object({
    identity_type: z.literal('CERT_INFO'),
    cert_type: z.literal('IDENTITY_CARD'),
    cert_name: z.string().min(1).max(64),
    cert_no: z.string().regex(/^\d{17}[\dX]$/),
  }),
  merchant_config: z.object({ return_url: z.url() }),
})

const about = z.object({ certify_id: z.string() })
const decision = z.object({ certify_id: z.string(), return_url: z.url(), decision: z.enum(['pass', 'fail']) })

type State = 'pending' | 'passed' | 'failed'

interface Check {
  readonly id: string
  readonly at: number
  readonly name: string
  readonly idNumber: string
  readonly returnUrl: string
  state: State
}

const STATES: Readonly<Record<State, string>> = { pending: '等待认证', passed: '已通过', failed: '未通过' }

const business = (code: string): object => ({ code: '40004', msg: 'Business Failed', sub_code: code, sub_msg: code })
const invalid = (code: string): object => ({ code: '40002', msg: 'Invalid Arguments', sub_code: code, sub_msg: code })

const jsonIn = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '')
  } catch {
    // No JSON: answered as the gateway does.
    return null
  }
}

const masked = (idNumber: string): string => `${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`

export const createAlipayStandIn: CreateStandIn = async ({ now, random, keyPair }) => {
  const [own, theirs] = await Promise.all([keyPair('alipay-app'), keyPair('alipay')])
  const checks = new Map<string, Check>()

  const isSigned = ({ sign = '', ...signed }: Readonly<Record<string, string>>): boolean => {
    const names = Object.keys(signed).filter((name) => signed[name] !== '')
    const text = names
      .sort()
      .map((name) => `${name}=${signed[name]}`)
      .join('&')
    return createVerify('RSA-SHA256').update(text).verify(own.publicKey, sign, 'base64')
  }

  const faultOf = (given: Readonly<Record<string, string>>): object | null => {
    if (given['app_id'] !== APP_ID) return invalid('isv.invalid-app-id')
    if (given['sign_type'] !== 'RSA2') return invalid('isv.invalid-signature-type')
    if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(given['timestamp'] ?? '')) return invalid('isv.invalid-timestamp')
    return isSigned(given) ? null : invalid('isv.invalid-signature')
  }

  const checkOf = (content: string | undefined): Check | undefined => {
    const { data } = about.safeParse(jsonIn(content))
    const check = data && checks.get(data.certify_id)
    return check && now() - check.at <= LASTS ? check : undefined
  }

  const begin = (content: string | undefined): object => {
    const { success, data } = initialize.safeParse(jsonIn(content))
    if (!success) return business('INVALID_PARAMETER')
    const id = hexOf(random(16))
    const { cert_name: name, cert_no: idNumber } = data.identity_param
    const returnUrl = data.merchant_config.return_url
    checks.set(id, { id, at: now(), name, idNumber, returnUrl, state: 'pending' })
    return { code: '10000', msg: 'Success', certify_id: id }
  }

  const look = (content: string | undefined): object => {
    const check = checkOf(content)
    if (check === undefined) return business('OPEN_CERTIFY_BILL_NOT_EXIST')
    const result = { code: '10000', msg: 'Success', passed: check.state === 'passed' ? 'T' : 'F' }
    return check.state === 'failed' ? { ...result, fail_reason: '人脸与证件不符' } : result
  }

  const answer = (given: Readonly<Record<string, string>>): string => {
    const fault = faultOf(given)
    if (fault !== null) return JSON.stringify({ error_response: fault })
    const { method = '', biz_content: content } = given
    const result =
      method === `${METHOD}.initialize`
        ? begin(content)
        : method === `${METHOD}.query`
          ? look(content)
          : invalid('isv.invalid-method')
    const node = JSON.stringify(result)
    const sign = createSign('RSA-SHA256').update(node).sign(theirs.privateKey, 'base64')
    return `{"${method.replaceAll('.', '_')}_response":${node},"sign":"${sign}"}`
  }

  const facePage = ({ id, name, idNumber, state }: Check, returnUrl: string): Markup =>
    html`<dl>
        <dt>姓名</dt>
        <dd>${name}</dd>
        <dt>身份证号</dt>
        <dd>${masked(idNumber)}</dd>
        <dt>状态</dt>
        <dd>${STATES[state]}</dd>
      </dl>
      <form method="post" action="/certify/decide">
        <input type="hidden" name="certify_id" value="${id}" />
        <input type="hidden" name="return_url" value="${returnUrl}" />
        <p class="acts">
          <button name="decision" value="fail">不通过</button>
          <button class="main" name="decision" value="pass">通过人脸识别</button>
        </p>
      </form>`

  const routes = (app: FastifyInstance): void => {
    app.post('/gateway.do', (request, reply) => {
      const given = { ...params.parse(request.query), ...params.parse(request.body) }
      return reply.type('text/html;charset=utf-8').send(answer(given))
    })

    app.get('/gateway.do', (request, reply) => {
      const given = params.parse(request.query)
      const check = checkOf(given['biz_content'])
      if (faultOf(given) !== null || given['method'] !== `${METHOD}.certify` || check === undefined)
        return sendPage(reply.code(400), askPage('支付宝身份认证', html`<p>链接不对，或已经过期。</p>`))
      return sendPage(reply, askPage('支付宝身份认证', facePage(check, given['return_url'] ?? check.returnUrl)))
    })

    app.post('/certify/decide', (request, reply) => {
      const { success, data } = decision.safeParse(request.body)
      const check = success ? checks.get(data.certify_id) : undefined
      if (!success || check === undefined) return reply.code(400).send(business('OPEN_CERTIFY_BILL_NOT_EXIST'))
      if (check.state !== 'passed') check.state = data.decision === 'pass' ? 'passed' : 'failed'
      return reply.redirect(data.return_url, 303)
    })
  }

  return {
    name: 'alipay',
    routes,
    settings: (address) => ({
      gateway: `${address}/gateway.do`,
      appId: APP_ID,
      privateKey: { file: FILES.own },
      alipayPublicKey: { file: FILES.theirs },
    }),
    secrets: { [FILES.own]: own.privateKey, [FILES.theirs]: theirs.publicKey },
    section: () =>
      html`<section>
        <h2>支付宝身份认证 <small>Alipay</small></h2>
        <p class="quiet">浏览器会被带到人脸识别页，在那里选通过或不通过。</p>
        <ol>
          ${[...checks.values()]
            .toReversed()
            .slice(0, 5)
            .map(
              ({ name, at, state }) =>
                html`<li>
                  <p class="facts"><b>${name}</b><span>${STATES[state]}</span><time>${clockTime(at)}</time></p>
                </li>`,
            )}
        </ol>
      </section>`,
  }
}
