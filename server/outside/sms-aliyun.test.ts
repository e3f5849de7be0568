import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openCrookedService } from '#tests/support/crooked-service'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import type { World } from './call.ts'
import { createSmsGateway, smsSettings, type SmsAccount } from './sms-aliyun.ts'
import type { SmsMessage } from './sms.ts'

let sandbox: TestSandbox
let account: SmsAccount

beforeAll(async () => {
  sandbox = await openTestSandbox()
  const { sms } = JSON.parse(readFileSync(sandbox.settings, 'utf8')) as { sms: unknown }
  const accessKeySecret = readFileSync(join(dirname(sandbox.settings), 'sms-access-key-secret'), 'utf8').trim()
  account = { ...smsSettings.parse(sms), accessKeySecret }
})
afterAll(() => sandbox.remove())

const message = (mobile: string, change: Partial<SmsMessage> = {}): SmsMessage => ({
  ...{ mobile, template: 'login-code', params: { code: '482913' } },
  ...change,
})

const send = (sent: SmsMessage, change: Partial<SmsAccount> = {}, world: Partial<World> = {}) =>
  createSmsGateway({ ...account, ...change }, testWorld(world)).send(sent)

const refused = (reason: string) => ({ code: 'service-refused', details: { service: 'sms', reason } })

describe('a message', () => {
  test('arrives with its text', async () => {
    await send(message('13912345678'))
    const notice = { template: 'notice', params: { title: '认领“中原 & 云商”已通过' } } as const
    await send(message('13912345678', notice))
    expect(await sandbox.sentTo('13912345678')).toMatchObject([
      { ...notice, text: '认领“中原 & 云商”已通过。打开标印手机应用查看。' },
      { template: 'login-code', params: { code: '482913' } },
    ])
  })

  test('is refused with a wrong key, a key of somebody else, and a clock that is wrong', async () => {
    const sent = message('13912340000')
    await expect(send(sent, { accessKeySecret: 'wrong' })).rejects.toMatchObject(refused('SignatureDoesNotMatch'))
    await expect(send(sent, { accessKeyId: 'LTAIother' })).rejects.toMatchObject(refused('InvalidAccessKeyId.NotFound'))
    const late = { now: () => Date.now() - 3_600_000 }
    await expect(send(sent, {}, late)).rejects.toMatchObject(refused('InvalidTimeStamp.Expired'))
    expect(await sandbox.sentTo('13912340000')).toEqual([])
  })

  test('is taken once: whoever repeats the request gets nothing', async () => {
    const same = { random: (length: number) => new Uint8Array(length).fill(7) }
    await send(message('13912340001'), {}, same)
    await expect(send(message('13912340001'), {}, same)).rejects.toMatchObject(refused('SignatureNonceUsed'))
  })

  test('is taken once, and that is all right, where it has an id', async () => {
    const sent = message('13912340006', { id: 'a'.repeat(32) })
    await send(sent)
    await send(sent)
    expect(await sandbox.sentTo('13912340006')).toHaveLength(1)
  })

  test('of which anything was changed on the way is refused', async () => {
    const meddle: typeof fetch = (url, init) =>
      fetch(`${url instanceof URL ? url.href : ''}`.replace('13912340002', '13912340003'), init)
    await expect(send(message('13912340002'), {}, { fetch: meddle })).rejects.toMatchObject(
      refused('SignatureDoesNotMatch'),
    )
  })

  test.each([
    ['10012340000', { code: 'invalid-input', details: { at: 'mobile' } }],
    ['13912340009', { code: 'rate-limited', details: { service: 'sms' } }],
    ['13912340008', { code: 'service-unavailable', details: { service: 'sms', reason: 'isp.SYSTEM_ERROR' } }],
    ['13912340007', refused('isv.AMOUNT_NOT_ENOUGH')],
  ])('to %s fails as what it is', async (mobile, failure) => {
    await expect(send(message(mobile))).rejects.toMatchObject(failure)
  })

  test('needs the parameters, the sender and the text that were reviewed', async () => {
    const sent = message('13912340004')
    await expect(send({ ...sent, params: {} })).rejects.toMatchObject(refused('isv.TEMPLATE_MISSING_PARAMETERS'))
    await expect(send(sent, { signName: '别人' })).rejects.toMatchObject(refused('isv.SMS_SIGNATURE_ILLEGAL'))
    const templates = { 'login-code': 'SMS_1', notice: 'SMS_2' }
    await expect(send(sent, { templates })).rejects.toMatchObject(refused('isv.SMS_TEMPLATE_ILLEGAL'))
  })
})

test.each(['', '[]', '{"Message":"OK"}', '{"Code":0}', '<html>OK</html>'])('an answer %j is none', async (text) => {
  const crooked = await openCrookedService((response) => response.end(text))
  await expect(send(message('13912340005'), { endpoint: crooked.address })).rejects.toMatchObject({
    code: 'service-unavailable',
    details: { reason: 'malformed' },
  })
  expect(crooked.asked()).toBe(1)
  await crooked.close()
})
