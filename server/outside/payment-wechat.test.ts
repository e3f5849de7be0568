/** The adapter over HTTP: with the stand-in, and with services that are somebody else or nothing. */
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCrookedService } from '#tests/support/crooked-service'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import type { World } from './call.ts'
import {
  chinaTime,
  createWechatPay,
  paymentSettings,
  readApiKey,
  readMerchantKey,
  type PaymentAccount,
} from './payment-wechat.ts'
import type { PaymentRequest, PaymentService } from './payment.ts'

const RETURN = 'http://localhost:4180/p/#order'

let sandbox: TestSandbox
let account: PaymentAccount
let payment: PaymentService
let numbers = 0

const present = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined) throw new TypeError('missing')
  return value
}

beforeAll(async () => {
  sandbox = await openTestSandbox('http://localhost:4180')
  const read = (name: string): string => readFileSync(join(dirname(sandbox.settings), name), 'utf8').trim()
  const settings = JSON.parse(readFileSync(sandbox.settings, 'utf8')) as { payment: unknown }
  account = {
    ...paymentSettings.parse(settings.payment),
    merchantKey: present(readMerchantKey(read('payment-merchant-key.pem'))),
    apiKey: present(readApiKey(read('payment-api-key'))),
  }
  payment = createWechatPay(account, testWorld())
})
afterAll(() => sandbox.remove())

const order = (change: Partial<PaymentRequest> = {}): PaymentRequest => ({
  ...{ order: `20261125N${String(++numbers).padStart(4, '0')}`, description: '手机证书', fen: 30_000 },
  ...{ expiresAt: Date.now() + 3600_000, channel: 'h5', payerAddress: '127.0.0.1', returnUrl: RETURN },
  noticeUrl: 'http://localhost:1/callbacks/payment',
  ...change,
})

const refund = (no: string, fen = 30_000) =>
  ({ refund: `${no}R`, order: no, fen, reason: '重复支付', noticeUrl: 'http://localhost:1/callbacks/payment' }) as const

describe('an order', () => {
  test('is unpaid until it is paid on its page, and then for whom and how much is told', async () => {
    const placed = order()
    const page = present(await payment.place(placed))
    expect(await payment.find(placed.order)).toMatchObject({ state: 'unpaid', transaction: null, paidAt: null })
    expect(await payment.place(placed)).toBe(page)
    expect(await (await fetch(page)).text()).toContain('¥300.00')
    expect((await sandbox.press(page, 'pay')).href).toBe(RETURN)
    const { app, merchant } = payment
    const paid = { order: placed.order, state: 'paid', fen: 30_000, currency: 'CNY', app, merchant }
    expect(await payment.find(placed.order)).toMatchObject(paid)
    expect(await payment.place(placed)).toBeNull()
    expect(await payment.close(placed.order)).toBe('paid')
  })

  test('for another device is the content of a QR code', async () => {
    expect(await payment.place(order({ channel: 'native' }))).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=\w+$/)
  })

  test('that is closed, or was never placed, is not paid', async () => {
    const placed = order()
    const page = present(await payment.place(placed))
    expect(await payment.close(placed.order)).toBe('closed')
    expect(await payment.close(placed.order)).toBe('closed')
    expect(await payment.close('20261125NEVER')).toBe('closed')
    expect(await payment.find('20261125NEVER')).toBeNull()
    expect((await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'pay' }) })).status).toBe(409)
    expect(await payment.find(placed.order)).toMatchObject({ state: 'closed' })
    await expect(payment.place(placed)).rejects.toMatchObject({
      code: 'service-refused',
      details: { reason: 'ORDER_CLOSED' },
    })
  })

  test('does not get another amount under the same number', async () => {
    const placed = order()
    await payment.place(placed)
    await expect(payment.place({ ...placed, fen: 1 })).rejects.toMatchObject({ details: { reason: 'INVALID_REQUEST' } })
  })

  test('that was paid is paid back, once however often it is asked for', async () => {
    const placed = order()
    await sandbox.press(present(await payment.place(placed)), 'pay-silently')
    expect(await payment.refund(refund(placed.order))).toBe('done')
    expect(await payment.refund(refund(placed.order))).toBe('done')
    expect(await payment.find(placed.order)).toMatchObject({ state: 'refunded' })
    await expect(payment.refund(refund('20261125NEVER'))).rejects.toThrow('service-refused')
  })
})

describe('a service', () => {
  const other = (change: Partial<PaymentAccount>, world: Partial<World> = {}): PaymentService =>
    createWechatPay({ ...account, ...change }, testWorld(world))

  test('that does not know our key refuses', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const refused = { code: 'service-refused', details: { service: 'payment', reason: 'SIGN_ERROR' } }
    await expect(other({ merchantKey: privateKey }).find('20261125N0001')).rejects.toMatchObject(refused)
  })

  test('that has another key, or answers at another time, is not believed', async () => {
    const placed = order()
    await payment.place(placed)
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const [id = ''] = Object.keys(account.serviceKeys)
    const unbelieved = { code: 'service-unavailable', details: { reason: 'signature' } }
    await expect(other({ serviceKeys: { [id]: publicKey } }).find(placed.order)).rejects.toMatchObject(unbelieved)
    await expect(other({ serviceKeys: { other: publicKey } }).find(placed.order)).rejects.toMatchObject(unbelieved)
  })

  test.each([
    ['unsigned', 200, '{"code_url":"weixin://x"}', 'signature'],
    ['down', 503, '{}', 'status-503'],
    ['asked too often', 429, '{"code":"FREQUENCY_LIMITED"}', 'status-429'],
    ['no JSON', 400, 'oops', 'malformed'],
    ['another shape', 400, '[]', 'malformed'],
  ])('that is %s is unavailable', async (_name, status, text, reason) => {
    const crooked = await openCrookedService((response) => response.writeHead(status).end(text))
    const failed = { code: 'service-unavailable', details: { service: 'payment', reason } }
    await expect(other({ api: crooked.address }).place(order({ channel: 'native' }))).rejects.toMatchObject(failed)
    await crooked.close()
  })
})

test('keys that are none are named as such', () => {
  expect(readMerchantKey('no key')).toBeNull()
  expect(readApiKey('short')).toBeNull()
  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ type: 'spki', format: 'pem' })
  const settings = {
    appId: 'wx1',
    merchantId: '1',
    merchantSerial: 'A',
    merchantKey: { env: 'A' },
    apiKey: { env: 'B' },
  }
  for (const serviceKeys of [{}, { a: 'no key' }, { a: weak }])
    expect(paymentSettings.safeParse({ ...settings, serviceKeys }).success).toBe(false)
})

test('times are Chinese ones', () => {
  expect(chinaTime(Date.UTC(2026, 10, 25, 20, 5, 9, 999))).toBe('2026-11-26T04:05:09+08:00')
})
