/** Paying over HTTP with the real stand-in: notices that come, are lost, are repeated, forged, or of another amount. */
import { createCipheriv, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { InvoiceAnswer, InvoiceItem, InvoiceList } from '#core/order/invoice'
import type { OrderItem, OrderList, PayAnswer } from '#core/order/order'
import type { Browser } from '#tests/support/browser-person'
import { openPaying, type Paying } from '#tests/support/paying'

const OWNER = '13800200001'
const DETAILS = { title: '河南示范建设有限公司', taxNumber: '9141 0100 ma9abcd16m', email: 'a@example.com' }

let paying: Paying
let owner: Browser
let stranger: Browser

beforeAll(async () => {
  paying = await openPaying()
  owner = await paying.member(OWNER)
  stranger = await paying.member('13800200002')
})
afterAll(() => paying.remove())

const pay = async (id: string, channel = 'h5'): Promise<PayAnswer> =>
  (await owner.post(`orders/${id}/pay`, { channel })).body as PayAnswer

const pageOf = async (id: string): Promise<string> => (await pay(id)).address ?? ''

const shown = async (id: string): Promise<OrderItem> => (await owner.get(`orders/${id}`)).body as OrderItem

const becomes = (id: string, state: OrderItem['state']): Promise<void> =>
  vi.waitFor(async () => expect((await shown(id)).state).toBe(state), { timeout: 20_000, interval: 50 })

/** How often that was done with this order, as the audit log has it. */
const recorded = async (action: string, order: string): Promise<number> =>
  (await paying.store.audit.latest(500)).filter((row) => row.action === action && row.facts['order'] === order).length

interface Crafted {
  readonly key?: string
  readonly apiKey?: string
  readonly at?: number
  readonly id?: string
  readonly change?: object
}

/** A notice as the payment service makes it, by whoever has the keys. */
const notice = async (order: OrderItem, crafted: Crafted = {}): Promise<Response> => {
  const folder = dirname(paying.sandbox.settings)
  const settings = JSON.parse(readFileSync(paying.sandbox.settings, 'utf8')) as {
    payment: { appId: string; merchantId: string; serviceKeys: Record<string, string> }
  }
  const { appId, merchantId, serviceKeys } = settings.payment
  const { id = `EV-${randomBytes(8).toString('hex')}`, at = Date.now() } = crafted
  const key = crafted.key ?? readFileSync(join(folder, 'keys/payment.pem'), 'utf8').split('\n\n')[0] ?? ''
  const apiKey = crafted.apiKey ?? readFileSync(join(folder, 'payment-api-key'), 'utf8').trim()
  const contents = {
    ...{ appid: appId, mchid: merchantId, out_trade_no: order.id, transaction_id: `4200${order.id}` },
    ...{ trade_state: 'SUCCESS', success_time: '2026-11-25T16:00:00+08:00' },
    ...{ amount: { total: order.fen, currency: 'CNY' }, ...crafted.change },
  }
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiKey, nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(contents)), cipher.final(), cipher.getAuthTag()])
  const body = JSON.stringify({
    ...{ id, create_time: '2026-11-25T16:00:00+08:00', resource_type: 'encrypt-resource' },
    ...{ event_type: 'TRANSACTION.SUCCESS', summary: '支付成功' },
    resource: { algorithm: 'AEAD_AES_256_GCM', ciphertext: sealed.toString('base64'), nonce, associated_data: '' },
  })
  const timestamp = String(Math.floor(at / 1000))
  const signature = createSign('RSA-SHA256').update(`${timestamp}\nabc\n${body}\n`).sign(key, 'base64')
  return fetch(`${paying.server.address}/callbacks/payment`, {
    ...{ method: 'POST', body },
    headers: {
      'content-type': 'application/json',
      ...{ 'wechatpay-timestamp': timestamp, 'wechatpay-nonce': 'abc', 'wechatpay-signature': signature },
      'wechatpay-serial': Object.keys(serviceKeys)[0] ?? '',
    },
  })
}

test('whatever anybody sends to where services call is refused, changes nothing and breaks nothing', async () => {
  const audited = async (): Promise<number> => (await paying.store.audit.latest(500)).length
  const before = await audited()
  const header = fc
    .string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF-_ =/+'), maxLength: 40 })
    .map((text) => text.trim())
  const signed = fc.record(
    {
      timestamp: fc.oneof(header, fc.constant(String(Math.floor(Date.now() / 1000)))),
      nonce: header,
      signature: header,
      serial: header,
    },
    { requiredKeys: [] },
  )
  const body = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc
      .string({ unit: 'binary', maxLength: 80 })
      .map((text) => new URLSearchParams({ operater: 'callback', orderno: text }).toString()),
    fc.constant('x'.repeat(40_000)),
  )
  const type = fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain')
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('payment', 'invoice'),
      type,
      signed,
      body,
      async (to, contentType, given, payload) => {
        const headers = Object.entries(given).map(([name, value]) => [`wechatpay-${name}`, value] as const)
        const { statusCode } = await paying.server.app.inject({
          ...{ method: 'POST', url: `/callbacks/${to}`, payload },
          headers: { 'content-type': contentType, ...Object.fromEntries(headers) },
          remoteAddress: `10.7.${Math.floor(Math.random() * 256)}.${Math.floor(Math.random() * 256)}`,
        })
        expect([200, 400, 401, 413, 415]).toContain(statusCode)
        if (to === 'payment') expect(statusCode).not.toBe(200)
      },
    ),
    { numRuns: 300 },
  )
  expect(await audited()).toBe(before)
})

test('an invoice is asked for by a number that it could have', async () => {
  for (const orderno of ['A\0BCDEFG', '', "1' or '1'='1", 'A'.repeat(41)]) {
    const payload = new URLSearchParams({ operater: 'callback', orderno }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const { statusCode } = await paying.server.app.inject({
      method: 'POST',
      url: '/callbacks/invoice',
      headers,
      payload,
    })
    expect([orderno, statusCode]).toEqual([orderno, 400])
  }
})

describe('paying', () => {
  test('goes to the page, and the order is paid when the browser comes back', async () => {
    const { id } = await paying.order(OWNER)
    const page = await pageOf(id)
    expect(await pageOf(id)).toBe(page)
    const back = await paying.sandbox.press(page, 'pay')
    expect(back.href).toBe(`${paying.server.address}/p/?from=payment&order=${id}`)
    await becomes(id, 'paid')
    expect(await pay(id)).toEqual({ channel: 'h5', address: null })
    expect(await recorded('order-paid', id)).toBe(1)
  })

  test('is applied once, however often the service tells of it', async () => {
    const { id } = await paying.order(OWNER)
    await paying.sandbox.press(await pageOf(id), 'pay')
    await becomes(id, 'paid')
    const before = await shown(id)
    await Promise.all([paying.repeat(), paying.repeat(), paying.repeat()])
    expect(await shown(id)).toEqual(before)
    expect(await recorded('order-paid', id)).toBe(1)
    const { notices } = (await (await fetch(`${paying.sandbox.addresses['payment']}/sandbox/notices`)).json()) as {
      notices: { isAcknowledged: boolean }[]
    }
    expect(notices.every(({ isAcknowledged }) => isAcknowledged)).toBe(true)
  })

  test('is noticed by asking when the notice is lost', async () => {
    const { id } = await paying.order(OWNER)
    await paying.sandbox.press(await pageOf(id), 'pay-silently')
    expect((await shown(id)).state).toBe('awaiting')
    expect((await owner.post(`orders/${id}/check`)).body).toMatchObject({ id, state: 'paid' })
    expect(await recorded('order-paid', id)).toBe(1)
  })

  test('by QR code is for another device', async () => {
    const { id } = await paying.order(OWNER)
    expect((await pay(id, 'native')).address).toMatch(/^weixin:/)
  })

  test('is not possible for an order that was cancelled', async () => {
    const { id } = await paying.order(OWNER)
    const page = await pageOf(id)
    expect((await owner.post(`orders/${id}/cancel`)).body).toMatchObject({ state: 'closed' })
    expect((await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'pay' }) })).status).toBe(409)
    expect(await owner.post(`orders/${id}/pay`)).toMatchObject({ status: 409, error: 'order-state' })
  })
})

describe('a notice', () => {
  test.each<[string, Crafted]>([
    [
      'with another key',
      {
        key: generateKeyPairSync('rsa', { modulusLength: 2048 })
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      },
    ],
    ['ten minutes ago', { at: Date.now() - 600_000 }],
  ])('signed %s is nobody’s', async (_name, crafted) => {
    const { id } = await paying.order(OWNER)
    await pageOf(id)
    const before = await shown(id)
    const answer = await notice(before, crafted)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toEqual({ code: 'FAIL', message: 'signature-invalid' })
    expect(await shown(id)).toEqual(before)
    expect(await recorded('payment-refused', id)).toBe(0)
  })

  test('that is not signed, or is nothing at all, is refused', async () => {
    for (const body of ['', '{}', 'oops', '[]']) {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${paying.server.address}/callbacks/payment`, { method: 'POST', body, headers })
      expect([400, 401]).toContain(answer.status)
    }
  })

  test('sealed with another key can’t be read', async () => {
    const { id } = await paying.order(OWNER)
    await pageOf(id)
    expect((await notice(await shown(id), { apiKey: 'x'.repeat(32) })).status).toBe(400)
    expect((await shown(id)).state).toBe('awaiting')
  })

  test.each<[string, object]>([
    ['amount', { amount: { total: 1, currency: 'CNY' } }],
    ['currency', { amount: { total: 30_000, currency: 'USD' } }],
    ['merchant', { mchid: '1900000110' }],
    ['app', { appid: 'wx0000000000000000' }],
  ])('of another %s is refused, recorded once, and changes nothing', async (_name, change) => {
    const { id } = await paying.order(OWNER)
    await pageOf(id)
    const before = await shown(id)
    for (let i = 0; i < 3; i++) expect((await notice(before, { id: `EV-${id}`, change })).status).toBe(400)
    expect(await shown(id)).toEqual(before)
    expect(await recorded('payment-refused', id)).toBe(1)
  })

  test('of an order that was cancelled is taken, and the money goes back', async () => {
    const { id } = await paying.order(OWNER)
    await owner.post(`orders/${id}/cancel`)
    expect((await notice(await shown(id))).status).toBe(204)
    expect((await shown(id)).state).toBe('refunding')
    expect(await recorded('order-paid-late', id)).toBe(1)
  })
})

describe('an invoice', () => {
  test('is asked for before paying, issued afterwards, and downloaded by its owner only', async () => {
    const { id } = await paying.order(OWNER)
    expect((await owner.post(`orders/${id}/invoice`, DETAILS)).body).toMatchObject({ state: 'waiting' })
    await paying.sandbox.press(await pageOf(id), 'pay')
    await becomes(id, 'paid')
    const { invoice } = await shown(id)
    const path = `invoices/${invoice?.id}`
    await vi.waitFor(async () => expect(((await owner.get(path)).body as InvoiceAnswer).invoice.state).toBe('issued'), {
      timeout: 40_000,
      interval: 200,
    })
    const { files, history } = (await owner.get(path)).body as InvoiceAnswer
    expect(files).toEqual(['pdf'])
    expect(history).toMatchObject([
      { taxNumber: '91410100MA9ABCD16M', number: expect.stringMatching(/^\d{20}$/) as string },
    ])
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const file = await fetch(`${paying.server.address}/api/${path}/files/pdf`, { headers: { cookie } })
    expect(file.headers.get('content-type')).toBe('application/pdf')
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="${invoice?.id}.pdf"`)
    const kept = join(dirname(paying.sandbox.settings), 'kept.pdf')
    writeFileSync(kept, Buffer.from(await file.arrayBuffer()))
    expect(execFileSync('pdfinfo', [kept]).toString()).toMatch(/Pages:\s+1/)
    for (const asked of [path, `${path}/files/pdf`])
      expect(await stranger.get(asked)).toMatchObject({ status: 404, error: 'invoice-not-found' })
  })

  test('with details that are none is not taken', async () => {
    const { id } = await paying.order(OWNER)
    const wrong: readonly [object, string][] = [
      [{ title: '' }, 'invalid-input'],
      [{ title: '两行\n抬头' }, 'invalid-input'],
      [{ title: '长'.repeat(101) }, 'invalid-input'],
      [{ taxNumber: '91410100MA9ABCD16' }, 'invalid-input'],
      [{ taxNumber: '91410100MA9ABCD16I' }, 'invalid-input'],
      [{ taxNumber: '91410100MA9ABCD16N' }, 'credit-code-invalid'],
      [{ email: 'no address' }, 'invalid-input'],
      [{ email: 'a@example.com\r\nBcc: b@example.com' }, 'invalid-input'],
      [{ more: 1 }, 'invalid-input'],
    ]
    for (const [change, error] of wrong)
      expect(await owner.post(`orders/${id}/invoice`, { ...DETAILS, ...change })).toMatchObject({ status: 400, error })
    expect(
      (await owner.post(`orders/${id}/invoice`, { ...DETAILS, taxNumber: '91410100MA9ABCD16N', isSure: true })).status,
    ).toBe(200)
  })
})

test('nobody sees or moves what belongs to somebody else, and nobody at all without a log-in', async () => {
  const { id } = await paying.order(OWNER)
  const { id: invoice } = (await owner.post(`orders/${id}/invoice`, DETAILS)).body as InvoiceItem
  for (const path of [`orders/${id}`, `invoices/${invoice}`, `invoices/${invoice}/files/pdf`])
    expect((await stranger.get(path)).status).toBe(404)
  for (const path of [`orders/${id}/pay`, `orders/${id}/check`, `orders/${id}/cancel`])
    expect((await stranger.post(path)).status).toBe(404)
  expect((await stranger.post(`orders/${id}/invoice`, DETAILS)).status).toBe(404)
  expect((await stranger.post(`invoices/${invoice}/reissue`, DETAILS)).status).toBe(404)
  expect((await stranger.get('orders')).body).toEqual({ orders: [], next: null })
  expect((await stranger.get('invoices')).body).toEqual({ invoices: [], next: null })
  const csrf = { 'x-csrf-token': 'x'.repeat(43) }
  expect((await owner.post(`orders/${id}/cancel`, {}, csrf)).status).toBe(403)
  expect((await owner.post(`orders/${id}/cancel`, {}, { origin: 'https://elsewhere.example' })).status).toBe(403)
  for (const path of ['orders', `orders/${id}`, 'invoices', `invoices/${invoice}`, `invoices/${invoice}/files/pdf`])
    expect((await fetch(`${paying.server.address}/api/${path}`)).status).toBe(401)
})

test('lists come page by page', async () => {
  const ids: string[] = []
  let next: string | null = null
  do {
    const { orders, next: after }: OrderList = (await owner.get(next === null ? 'orders' : `orders?after=${next}`))
      .body as OrderList
    ids.push(...orders.map(({ id }) => id))
    next = after
  } while (next !== null)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(10)
  const { invoices } = (await owner.get('invoices')).body as InvoiceList
  expect(invoices.length).toBeGreaterThan(1)
  expect((await owner.get('orders?after=oops')).status).toBe(400)
})
