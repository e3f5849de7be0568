/** Stands in for Nuonuo's open platform: signed requests, invoices a moment later, red-letter ones that undo them. */
import { createHmac } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { textPdf } from './invoice-pdf.ts'
import { html, type Markup } from './markup.ts'
import { hexOf, type CreateStandIn } from './stand-in.ts'
import { clockTime } from './time.ts'

const FILES = { secret: 'invoice-app-secret', token: 'invoice-access-token' } as const
const SELLER = { name: '标印示范认证有限公司', taxNumber: '91410100MA9ABCD16M', clerk: '李开票' } as const
const FRESH = 600
/** How long the tax bureau takes. */
const TAKES = 400
/** A buyer whose name ends so is refused. */
const REFUSED = '失败'

const money = z.string().regex(/^\d{1,8}\.\d{2}$/)

const billing = z.object({
  order: z.object({
    orderNo: z.string().min(1).max(64),
    invoiceDate: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    invoiceType: z.literal('1'),
    invoiceLine: z.enum(['pc', 'bs']),
    salerTaxNum: z.literal(SELLER.taxNumber),
    clerk: z.string().min(1),
    buyerName: z.string().min(1).max(100),
    buyerTaxNum: z.string().max(20),
    pushMode: z.enum(['-1', '0', '1', '2']),
    email: z.string().max(100),
    callBackUrl: z.url().optional(),
    invoiceDetail: z
      .array(
        z.object({
          goodsName: z.string().min(1).max(90),
          goodsCode: z.string().regex(/^\d{19}$/),
          withTaxFlag: z.enum(['0', '1']),
          num: z.string(),
          price: money,
          taxIncludedAmount: money,
          taxRate: z.string().regex(/^0(\.\d{1,3})?$/),
        }),
      )
      .min(1),
  }),
})
const query = z.object({ orderNos: z.array(z.string()).min(1).max(50) })
const red = z.object({
  billId: z.string().min(1).max(32),
  blueInvoiceLine: z.enum(['pc', 'bs']),
  applySource: z.literal('0'),
  blueElecInvoiceNumber: z.string().regex(/^\d{20}$/),
  sellerTaxNo: z.literal(SELLER.taxNumber),
  redReason: z.enum(['1', '2', '3', '4']),
})
const redQuery = z.object({ identity: z.enum(['0', '1']), billId: z.string() })

interface Invoice {
  readonly no: string
  readonly serial: string
  readonly title: string
  readonly taxNumber: string
  readonly total: string
  readonly goods: string
  readonly callback: string | undefined
  readonly at: number
  status: '20' | '2' | '22'
  number: string | null
  isUndone: boolean
}

const outcome = (code: string, result?: unknown): object => ({ code, describe: code, ...(result ? { result } : {}) })

const shownStates: Readonly<Record<Invoice['status'], string>> = { '20': '开票中', '2': '已开票', '22': '开票失败' }

export const createInvoiceStandIn: CreateStandIn = async ({ now, random }) => {
  const [appKey, secret, token] = [`SD${hexOf(random(4))}`, hexOf(random(16)), hexOf(random(16))]
  const invoices = new Map<string, Invoice>()
  const reds = new Map<string, { readonly blue: string; readonly number: string }>()
  const timers = new Set<NodeJS.Timeout>()
  let address = ''

  const number = (): string =>
    `26410000000${String(Buffer.from(random(4)).readUInt32BE() % 1_000_000_000).padStart(9, '0')}`
  const pdfAddress = ({ serial }: Invoice): string => `${address}/fp/${serial}.pdf`

  const isSigned = (request: FastifyRequest, contents: string): boolean => {
    const { searchParams: given } = new URL(request.url, 'http://invoice')
    const [id, nonce, at] = [given.get('senid') ?? '', given.get('nonce') ?? '', given.get('timestamp') ?? '']
    if (given.get('appkey') !== appKey || !/^[0-9a-f]{32}$/.test(id) || !/^[1-9]\d{7}$/.test(nonce)) return false
    if (Math.abs(now() / 1000 - Number(at)) > FRESH) return false
    const text = `a=services&l=v1&p=open&k=${appKey}&i=${id}&n=${nonce}&t=${at}&f=${contents}`
    return request.headers['x-nuonuo-sign'] === createHmac('sha1', secret).update(text).digest('base64')
  }

  /** A form, as the platform posts it. It is not signed. */
  const callBack = async (invoice: Invoice): Promise<void> => {
    if (invoice.callback === undefined) return
    const isIssued = invoice.status === '2'
    const content = {
      ...{ c_orderno: invoice.no, c_fpqqlsh: invoice.serial, c_status: isIssued ? '1' : '2' },
      ...(isIssued
        ? { c_fphm: invoice.number, c_url: pdfAddress(invoice), c_kprq: now() }
        : { c_errorMessage: '开票失败' }),
    }
    const form = { operater: 'callback', orderno: invoice.no, content: JSON.stringify(content) }
    const request = { method: 'POST', body: new URLSearchParams(form), signal: AbortSignal.timeout(5000) }
    const answer = await fetch(invoice.callback, request).catch(() => null)
    await answer?.body?.cancel()
  }

  const finish = (invoice: Invoice): void => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      invoice.status = invoice.title.endsWith(REFUSED) ? '22' : '2'
      if (invoice.status === '2') invoice.number = number()
      void callBack(invoice)
    }, TAKES)
    timers.add(timer.unref())
  }

  const bill = (contents: unknown): object => {
    const { success, data } = billing.safeParse(contents)
    if (!success) return outcome('E9101')
    const { orderNo: no, buyerName: title, buyerTaxNum: taxNumber, callBackUrl: callback } = data.order
    if (invoices.has(no)) return outcome('E9106')
    const [detail] = data.order.invoiceDetail
    const invoice: Invoice = {
      ...{ no, title, taxNumber, callback, serial: `26${now()}${hexOf(random(3))}`, at: now(), isUndone: false },
      ...{ total: detail?.taxIncludedAmount ?? '', goods: detail?.goodsName ?? '', status: '20', number: null },
    }
    invoices.set(no, invoice)
    finish(invoice)
    return outcome('E0000', { invoiceSerialNum: invoice.serial })
  }

  const look = (contents: unknown): object => {
    const { success, data } = query.safeParse(contents)
    if (!success) return outcome('E9101')
    const found = data.orderNos.flatMap((no) => invoices.get(no) ?? [])
    if (found.length === 0) return outcome('E9500')
    return outcome(
      'E0000',
      found.map((invoice) => ({
        ...{
          serialNo: invoice.serial,
          orderNo: invoice.no,
          status: invoice.status,
          statusMsg: shownStates[invoice.status],
        },
        ...(invoice.status === '22' ? { failCause: '购方名称与税号不匹配' } : {}),
        ...(invoice.number === null
          ? {}
          : {
              ...{ allElectronicInvoiceNumber: invoice.number, invoiceTime: invoice.at, pdfUrl: pdfAddress(invoice) },
              ...{ ofdUrl: '', payerName: invoice.title, payerTaxNo: invoice.taxNumber },
            }),
      })),
    )
  }

  const undo = (contents: unknown): object => {
    const { success, data } = red.safeParse(contents)
    if (!success) return outcome('E9101')
    const blue = [...invoices.values()].find((invoice) => invoice.number === data.blueElecInvoiceNumber)
    if (blue === undefined) return outcome('E9500')
    if (blue.isUndone || reds.has(data.billId)) return outcome('E9708')
    blue.isUndone = true
    reds.set(data.billId, { blue: blue.no, number: number() })
    return outcome('E0000', data.billId)
  }

  const lookRed = (contents: unknown): object => {
    const { success, data } = redQuery.safeParse(contents)
    if (!success) return outcome('E9101')
    const form = reds.get(data.billId)
    const row = form && { billId: data.billId, billStatus: '01', redInvoiceNumber: form.number }
    return outcome('E0000', { total: row ? 1 : 0, list: row ? [row] : [] })
  }

  const METHODS: Readonly<Record<string, (contents: unknown) => object>> = {
    'nuonuo.OpeMplatform.requestBillingNew': bill,
    'nuonuo.OpeMplatform.queryInvoiceResult': look,
    'nuonuo.OpeMplatform.saveInvoiceRedConfirm': undo,
    'nuonuo.OpeMplatform.queryInvoiceRedConfirm': lookRed,
  }

  const answer = (request: FastifyRequest): object => {
    const contents = typeof request.body === 'string' ? request.body : ''
    if (request.headers['accesstoken'] !== token) return outcome('070304')
    if (!isSigned(request, contents)) return outcome('070303')
    const work = METHODS[String(request.headers['method'])]
    try {
      return work === undefined ? outcome('070205') : work(JSON.parse(contents))
    } catch {
      // No JSON: answered as the platform does.
      return outcome('E9101')
    }
  }

  const pdf = (invoice: Invoice): Buffer =>
    textPdf([
      { label: '电子发票（普通发票）', size: 20 },
      { label: '发票号码', value: invoice.number ?? '' },
      { label: '购买方', value: invoice.title },
      { label: '统一社会信用代码', value: invoice.taxNumber },
      { label: '销售方', value: SELLER.name },
      { label: '项目', value: invoice.goods },
      { label: '价税合计', value: `CNY ${invoice.total}` },
      { label: '这是替身开的发票，不能报销。', size: 10 },
    ])

  const shown = (invoice: Invoice): Markup =>
    html`<li>
      <p class="facts">
        <b>¥${invoice.total}</b><span>${invoice.isUndone ? '已冲红' : shownStates[invoice.status]}</span
        ><time>${clockTime(invoice.at)}</time>
      </p>
      <p>${invoice.title}</p>
    </li>`

  return {
    name: 'invoice',
    routes: (app: FastifyInstance) => {
      void app.register(async (scope) => {
        scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
          done(null, body),
        )
        scope.post('/open/v1/services', (request) => answer(request))
      })
      app.get('/fp/:file', (request, reply) => {
        const { file } = z.object({ file: z.string() }).parse(request.params)
        const invoice = [...invoices.values()].find(({ serial, status }) => `${serial}.pdf` === file && status === '2')
        return invoice === undefined ? reply.code(404).send() : reply.type('application/pdf').send(pdf(invoice))
      })
      app.addHook('onClose', async () => timers.forEach((timer) => clearTimeout(timer)))
    },
    settings: (own) => {
      address = own
      return {
        ...{ api: own, appKey, appSecret: { file: FILES.secret }, accessToken: { file: FILES.token } },
        seller: SELLER,
      }
    },
    secrets: { [FILES.secret]: secret, [FILES.token]: token },
    section: () =>
      html`<section>
        <h2>发票 <small>Invoices</small></h2>
        ${invoices.size === 0 ? html`<p class="quiet">还没有发票。</p>` : []}
        <ol>
          ${[...invoices.values()].toReversed().slice(0, 5).map(shown)}
        </ol>
        <p class="quiet">抬头以“${REFUSED}”结尾的发票开不出来。</p>
      </section>`,
  }
}
