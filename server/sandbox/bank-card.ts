/** Stands in for a four-element check of Alibaba Cloud's market, with the gateway before it. */
import { z } from 'zod'
import { html } from './markup.ts'
import { ENDINGS, hexOf, type CreateStandIn } from './stand-in.ts'
import { clockTime } from './time.ts'

const SECRET_FILE = 'bank-card-app-code'

const form = z.object({
  name: z.string().min(1).max(64),
  idcard: z.string().regex(/^\d{17}[\dX]$/),
  bankcard: z.string().regex(/^\d{16,19}$/),
  mobile: z.string().regex(/^1[3-9]\d{9}$/),
})
type Holder = z.output<typeof form>

interface Asked {
  readonly at: number
  readonly name: string
  readonly card: string
  readonly said: string
}

const RESULTS = { match: [0, '一致'], noMatch: [1, '不一致'], tooOften: [3, '次数已满'] } as const

const judge = ({ mobile }: Holder): (typeof RESULTS)[keyof typeof RESULTS] => {
  if (mobile.endsWith(ENDINGS.no)) return RESULTS.noMatch
  return mobile.endsWith(ENDINGS.tooOften) ? RESULTS.tooOften : RESULTS.match
}

export const createBankCardStandIn: CreateStandIn = async ({ now, random }) => {
  const appCode = hexOf(random(16))
  let asked: readonly Asked[] = []

  const answer = (given: unknown): object => {
    const { success, data } = form.safeParse(given)
    if (!success) return { msg: '参数错误', success: false, code: 400, data: {} }
    if (data.mobile.endsWith(ENDINGS.busy)) return { msg: '服务繁忙', success: false, code: 501, data: {} }
    const [result, desc] = judge(data)
    asked = [{ at: now(), name: data.name, card: data.bankcard.slice(-4), said: desc }, ...asked].slice(0, 5)
    return { msg: '成功', success: true, code: 200, data: { order_no: hexOf(random(9)), result, desc } }
  }

  return {
    name: 'bankCard',
    routes: (app) => {
      app.post('/bankcard4c', (request, reply) => {
        if (request.headers.authorization === `APPCODE ${appCode}`) return reply.send(answer(request.body))
        return reply.code(403).header('x-ca-error-message', 'Unauthorized').send('')
      })
    },
    settings: (address) => ({ url: `${address}/bankcard4c`, appCode: { file: SECRET_FILE } }),
    secrets: { [SECRET_FILE]: appCode },
    section: () =>
      html`<section>
        <h2>银行卡四要素 <small>bank card</small></h2>
        <p class="quiet">
          预留手机号尾号 ${ENDINGS.no} 总是不一致，${ENDINGS.busy} 总是繁忙，${ENDINGS.tooOften}
          总是次数已满，其余一致。
        </p>
        <ol>
          ${asked.map(
            ({ name, card, said, at }) =>
              html`<li>
                <p class="facts"><b>${name}</b><span>尾号 ${card}，${said}</span><time>${clockTime(at)}</time></p>
              </li>`,
          )}
        </ol>
      </section>`,
  }
}
