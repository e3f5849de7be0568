/** Stands in for WeChat Pay, API v3: orders, a page with a button to pay, and notices until they are acknowledged. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { html, type Markup } from './markup.ts'
import { askPage, sendPage } from './page.ts'
import { createNotices } from './payment-notices.ts'
import { createSandboxOrders, refundOf, transactionOf, type Outcome, type SandboxOrder } from './payment-orders.ts'
import { APP_ID, isFromMerchant, MERCHANT, MERCHANT_SERIAL, SERVICE_KEY_ID, signedHeaders } from './payment-protocol.ts'
import { hexOf, type CreateStandIn } from './stand-in.ts'
import { clockTime } from './time.ts'

const FILES = { key: 'payment-merchant-key.pem', apiKey: 'payment-api-key' } as const

const decision = z.object({
  redirect_url: z.string().default(''),
  decision: z.enum(['pay', 'pay-silently', 'leave']),
})

const parameters = z.object({ key: z.string().default(''), no: z.string().default('') })
const pageQuery = z.object({ redirect_url: z.string().default('') })

const STATES: Readonly<Record<SandboxOrder['state'], string>> = {
  NOTPAY: '待支付',
  SUCCESS: '已支付',
  REFUND: '已退款',
  CLOSED: '已关闭',
}

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // No JSON: answered as the service does.
    return null
  }
}

export const createPaymentStandIn: CreateStandIn = async (ground) => {
  const { now, random, keyPair, server } = ground
  const [merchant, service] = await Promise.all([keyPair('payment-merchant'), keyPair('payment')])
  const apiKey = hexOf(random(16))
  const orders = createSandboxOrders(ground)
  const notices = createNotices(ground, service, apiKey)
  /** Like the domains that a merchant has registered, whatever the port. */
  const isOurs = (address: string): boolean => URL.parse(address)?.hostname === new URL(server).hostname

  const send = (reply: FastifyReply, { status, body }: Outcome): FastifyReply => {
    const text = body === null ? '' : JSON.stringify(body)
    reply.code(status).headers(signedHeaders(text, service, ground))
    return body === null ? reply.send() : reply.type('application/json').send(text)
  }

  const answer =
    (work: (request: FastifyRequest, contents: unknown) => Outcome) =>
    (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const text = typeof request.body === 'string' ? request.body : ''
      if (!isFromMerchant(request, text, merchant.publicKey, now()))
        return send(reply, { status: 401, body: { code: 'SIGN_ERROR', message: 'SIGN_ERROR' } })
      return send(reply, work(request, jsonIn(text)))
    }

  const numberIn = ({ params }: FastifyRequest): string => parameters.parse(params).no

  const refund = (contents: unknown): Outcome => {
    const done = orders.refund(contents)
    const order = orders
      .all()
      .find(({ no }) => no === z.object({ out_trade_no: z.string() }).safeParse(contents).data?.out_trade_no)
    if (done.status === 200 && order?.refund?.noticeUrl)
      void notices.tell(order.refund.noticeUrl, 'REFUND.SUCCESS', 'refund', refundOf(order))
    return done
  }

  /** Signed JSON, whose very text counts. */
  const api = async (scope: FastifyInstance): Promise<void> => {
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    const pageOf = (request: FastifyRequest) => (key: string) => `${request.protocol}://${request.host}/pay/${key}`
    for (const channel of ['native', 'h5'] as const)
      scope.post(
        `/v3/pay/transactions/${channel}`,
        answer((request, contents) => orders.place(channel, contents, pageOf(request))),
      )
    const byNumber = '/v3/pay/transactions/out-trade-no/:no'
    scope.get(
      byNumber,
      answer((request) => orders.query(numberIn(request))),
    )
    scope.post(
      `${byNumber}/close`,
      answer((request) => orders.close(numberIn(request))),
    )
    scope.post(
      '/v3/refund/domestic/refunds',
      answer((_request, contents) => refund(contents)),
    )
  }

  const pay = (order: SandboxOrder, isTold: boolean): boolean => {
    if (!orders.pay(order)) return false
    if (isTold) void notices.tell(order.noticeUrl, 'TRANSACTION.SUCCESS', 'transaction', transactionOf(order))
    return true
  }

  const payForm = (order: SandboxOrder, returnUrl: string): Markup =>
    order.state !== 'NOTPAY'
      ? html`<p>${STATES[order.state]}。${returnUrl === '' ? [] : html`<a href="${returnUrl}">返回商家</a>`}</p>`
      : html`<form method="post" action="/pay/${order.key}">
          <input type="hidden" name="redirect_url" value="${returnUrl}" />
          <p class="acts">
            <button name="decision" value="leave">不支付</button>
            <button class="main" name="decision" value="pay">支付</button>
          </p>
          <p class="acts">
            <button name="decision" value="pay-silently">支付，通知丢失</button>
          </p>
        </form>`

  const pages = (app: FastifyInstance): void => {
    app.get('/pay/:key', (request, reply) => {
      const order = orders.byKey(parameters.parse(request.params).key)
      const returnUrl = pageQuery.parse(request.query).redirect_url
      if (order === undefined || (returnUrl !== '' && !isOurs(returnUrl)))
        return sendPage(reply.code(400), askPage('微信支付', html`<p>支付链接不对，或已经过期。</p>`))
      const facts = html`<dl>
        <dt>商品</dt>
        <dd>${order.description}</dd>
        <dt>金额</dt>
        <dd>${yuan(order.total)}</dd>
        <dt>订单号</dt>
        <dd>${order.no}</dd>
      </dl>`
      return sendPage(reply, askPage('微信支付', html`${facts}${payForm(order, returnUrl)}`))
    })

    app.post('/pay/:key', (request, reply) => {
      const order = orders.byKey(parameters.parse(request.params).key)
      const { success, data } = decision.safeParse(request.body)
      if (order === undefined || !success || (data.redirect_url !== '' && !isOurs(data.redirect_url)))
        return sendPage(reply.code(400), askPage('微信支付', html`<p>支付链接不对，或已经过期。</p>`))
      const isPaid = data.decision === 'leave' || pay(order, data.decision === 'pay')
      if (!isPaid)
        return sendPage(reply.code(409), askPage('微信支付', html`<p>订单${STATES[order.state]}，不能支付。</p>`))
      return data.redirect_url === ''
        ? sendPage(reply, askPage('微信支付', html`<p>订单${STATES[order.state]}。可以关闭此页。</p>`))
        : reply.redirect(data.redirect_url, 303)
    })
  }

  const shownOrder = (address: string, order: SandboxOrder): Markup =>
    html`<li>
      <p class="facts">
        <b>${yuan(order.total)}</b><span>${STATES[order.state]}</span><time>${clockTime(order.at)}</time>
      </p>
      <p>${order.description}</p>
      ${order.state === 'NOTPAY' ? html`<p><a href="${address}/pay/${order.key}">去支付</a></p>` : []}
    </li>`

  return {
    name: 'payment',
    routes: (app) => {
      void app.register(api)
      pages(app)
      /** For tests; the service itself has nothing like these. */
      app.get('/sandbox/orders', async () => ({ orders: orders.all() }))
      app.get('/sandbox/notices', async () => ({ notices: notices.all() }))
      app.post('/sandbox/notices/repeat', async () => {
        await notices.repeat()
        return { notices: notices.all() }
      })
      app.addHook('onClose', async () => notices.close())
    },
    settings: (address) => ({
      api: address,
      appId: APP_ID,
      merchantId: MERCHANT,
      merchantSerial: MERCHANT_SERIAL,
      merchantKey: { file: FILES.key },
      apiKey: { file: FILES.apiKey },
      serviceKeys: { [SERVICE_KEY_ID]: service.publicKey },
    }),
    secrets: { [FILES.key]: merchant.privateKey, [FILES.apiKey]: apiKey },
    section: (address) =>
      html`<section>
        <h2>微信支付 <small>WeChat Pay</small></h2>
        ${orders.all().length === 0 ? html`<p class="quiet">还没有订单。在手机应用里支付，这里就会出现。</p>` : []}
        <ol>
          ${orders
            .all()
            .slice(0, 5)
            .map((order) => shownOrder(address, order))}
        </ol>
        <p class="quiet">“通知丢失”时不发支付通知，由服务器自己查询。</p>
      </section>`,
  }
}
