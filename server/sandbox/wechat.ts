/** Stands in for WeChat's login: a page on which a person consents, and the exchange of the code. */
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { html } from './markup.ts'
import { askPage, sendPage } from './page.ts'
import { hexOf, type CreateStandIn } from './stand-in.ts'
import { clockTime } from './time.ts'

const APP_ID = 'wx4f0c1b7a2e9d8365'
const SECRET_FILE = 'wechat-app-secret'
const CODE_LASTS = 5 * 60_000

const consent = z.object({
  appid: z.string(),
  redirect_uri: z.string(),
  response_type: z.literal('code'),
  scope: z.enum(['snsapi_login', 'snsapi_base', 'snsapi_userinfo']),
  state: z.string().max(128).default(''),
})

const decision = z.object({
  redirect_uri: z.string(),
  state: z.string().max(128),
  account: z.string().min(1).max(32),
  decision: z.enum(['allow', 'deny']),
})

const exchange = z.record(z.string(), z.string())

interface Grant {
  readonly account: string
  readonly at: number
  isUsed: boolean
}

const openidOf = (account: string): string =>
  `o${createHash('sha256').update(`${APP_ID} ${account}`).digest('base64url').slice(0, 27)}`

const wrong = (errcode: number, errmsg: string): object => ({ errcode, errmsg })

export const createWechatStandIn: CreateStandIn = async ({ now, random, server }) => {
  const secret = hexOf(random(16))
  const grants = new Map<string, Grant>()
  /** WeChat knows an application by its domain, whatever the port. */
  const isOurs = (address: string): boolean => URL.parse(address)?.hostname === new URL(server).hostname

  const answer = (query: Readonly<Record<string, string>>): object => {
    if (query['appid'] !== APP_ID) return wrong(40013, 'invalid appid')
    if (query['secret'] !== secret) return wrong(40125, 'invalid appsecret')
    if (query['grant_type'] !== 'authorization_code') return wrong(40002, 'invalid grant_type')
    const grant = grants.get(query['code'] ?? '')
    if (grant === undefined || now() - grant.at > CODE_LASTS) return wrong(40029, 'invalid code')
    if (grant.isUsed) return wrong(40163, 'code been used')
    grant.isUsed = true
    return {
      ...{ access_token: hexOf(random(32)), expires_in: 7200, refresh_token: hexOf(random(32)) },
      ...{ openid: openidOf(grant.account), scope: 'snsapi_login' },
    }
  }

  const routes = (app: FastifyInstance): void => {
    app.get('/connect/qrconnect', (request, reply) => {
      const { success, data } = consent.safeParse(request.query)
      if (!success || data.appid !== APP_ID || !isOurs(data.redirect_uri))
        return sendPage(reply.code(400), askPage('微信登录', html`<p>链接的参数不对，无法访问。</p>`))
      return sendPage(
        reply,
        askPage(
          '微信登录',
          html`<p>“标印”申请知道你是谁。</p>
            <form method="post" action="/connect/decide">
              <input type="hidden" name="redirect_uri" value="${data.redirect_uri}" />
              <input type="hidden" name="state" value="${data.state}" />
              <label>微信号 <input name="account" value="wx-demo" maxlength="32" required /></label>
              <p class="quiet">不同的微信号是不同的人。</p>
              <p class="acts">
                <button name="decision" value="deny">拒绝</button>
                <button class="main" name="decision" value="allow">允许</button>
              </p>
            </form>`,
        ),
      )
    })

    app.post('/connect/decide', (request, reply) => {
      const { success, data } = decision.safeParse(request.body)
      if (!success || !isOurs(data.redirect_uri)) return reply.code(400).send(wrong(10003, 'redirect_uri'))
      const back = new URL(data.redirect_uri)
      if (data.decision === 'allow') {
        const code = hexOf(random(16))
        grants.set(code, { account: data.account, at: now(), isUsed: false })
        back.searchParams.set('code', code)
      }
      back.searchParams.set('state', data.state)
      return reply.redirect(back.href, 303)
    })

    app.get('/sns/oauth2/access_token', (request, reply) => {
      const { success, data } = exchange.safeParse(request.query)
      return reply.type('text/plain').send(JSON.stringify(success ? answer(data) : wrong(41008, 'missing code')))
    })
  }

  return {
    name: 'wechat',
    routes,
    settings: (address) => ({
      appId: APP_ID,
      appSecret: { file: SECRET_FILE },
      authorize: `${address}/connect/qrconnect`,
      api: address,
    }),
    secrets: { [SECRET_FILE]: secret },
    section: () =>
      html`<section>
        <h2>微信 <small>WeChat</small></h2>
        <p class="quiet">浏览器会被带到同意页，在那里选微信号，允许或拒绝。</p>
        <ol>
          ${[...grants.values()]
            .toReversed()
            .slice(0, 5)
            .map(
              ({ account, at, isUsed }) =>
                html`<li>
                  <p class="facts">
                    <b>${account}</b><span>${isUsed ? '已登录' : '已允许'}</span><time>${clockTime(at)}</time>
                  </p>
                </li>`,
            )}
        </ol>
      </section>`,
  }
}
