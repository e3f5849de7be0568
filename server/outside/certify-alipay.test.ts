import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openCrookedService } from '#tests/support/crooked-service'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import { alipaySettings, readAlipayPrivateKey, readAlipayPublicKey, type AlipayAccount } from './alipay.ts'
import type { World } from './call.ts'
import { createAlipayCertify } from './certify-alipay.ts'

const RETURN = 'http://localhost:4180/p/#identity'
const PERSON = { name: '王敏', idNumber: '999999190001010015', returnUrl: RETURN }
const HOURS = 3_600_000

let sandbox: TestSandbox
let account: AlipayAccount
let stranger: AlipayAccount
let now = Date.now()

const present = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined) throw new TypeError('missing')
  return value
}

beforeAll(async () => {
  sandbox = await openTestSandbox('http://localhost:4180', testWorld({ now: () => now }))
  const folder = dirname(sandbox.settings)
  const { alipay } = JSON.parse(readFileSync(sandbox.settings, 'utf8')) as { alipay: unknown }
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  account = {
    ...alipaySettings.parse(alipay),
    privateKey: present(readAlipayPrivateKey(read('alipay-app-private-key.pem'))),
    alipayPublicKey: present(readAlipayPublicKey(read('alipay-public-key.pem'))),
  }
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  stranger = { ...account, privateKey, alipayPublicKey: publicKey }
})
afterAll(() => sandbox.remove())

const certify = (change: Partial<AlipayAccount> = {}, world: Partial<World> = {}) =>
  createAlipayCertify({ ...account, ...change }, testWorld(world))

describe('an identity check', () => {
  test('is pending, and passed once the person has passed', async () => {
    const { certifyId, url } = await certify().initialize(PERSON)
    expect(await certify().query(certifyId)).toBe('pending')
    expect(await (await fetch(url)).text()).toContain('999***********0015')
    expect((await sandbox.press(url, 'pass')).href).toBe(RETURN)
    expect(await certify().query(certifyId)).toBe('passed')
  })

  test('fails, and can be passed afterwards', async () => {
    const { certifyId, url } = await certify().initialize(PERSON)
    await sandbox.press(url, 'fail')
    expect(await certify().query(certifyId)).toBe('failed')
    await sandbox.press(url, 'pass')
    expect(await certify().query(certifyId)).toBe('passed')
  })

  test('has failed when it is unknown or over', async () => {
    expect(await certify().query('0123456789abcdef')).toBe('failed')
    const { certifyId, url } = await certify().initialize(PERSON)
    now += 24 * HOURS
    expect(await certify().query(certifyId)).toBe('failed')
    expect((await fetch(url)).status).toBe(400)
  })

  test('does not begin with a number that is none', async () => {
    await expect(certify().initialize({ ...PERSON, idNumber: '1' })).rejects.toMatchObject({
      code: 'service-refused',
      details: { reason: 'INVALID_PARAMETER' },
    })
  })
})

describe('signatures', () => {
  test('of somebody else are refused, in requests and in pages', async () => {
    const certifyWrong = certify({ privateKey: stranger.privateKey })
    await expect(certifyWrong.initialize(PERSON)).rejects.toMatchObject({
      code: 'service-refused',
      details: { service: 'alipay', reason: 'isv.invalid-signature' },
    })
    const { url } = await certify().initialize(PERSON)
    const forged = new URL(url)
    forged.searchParams.set('return_url', 'https://elsewhere.example/')
    expect((await fetch(forged)).status).toBe(400)
    await expect(certify({ appId: '1' }).query('0123456789abcdef')).rejects.toMatchObject({
      code: 'service-refused',
      details: { reason: 'isv.invalid-app-id' },
    })
  })

  test('of answers are checked: another key, a changed answer, an answer to another question', async () => {
    const { certifyId } = await certify().initialize(PERSON)
    const forged = { code: 'service-unavailable', details: { service: 'alipay', reason: 'signature' } }
    const ask = certify({ alipayPublicKey: stranger.alipayPublicKey })
    await expect(ask.query(certifyId)).rejects.toMatchObject(forged)
    const meddling =
      (change: (text: string) => string): typeof fetch =>
      async (url, init) =>
        new Response(change(await (await fetch(url, init)).text()))
    const pass = meddling((text) => text.replace('"passed":"F"', '"passed":"T"'))
    await expect(certify({}, { fetch: pass }).query(certifyId)).rejects.toMatchObject(forged)
    const unsigned = meddling((text) => text.replace(/,"sign":"[^"]*"/, ''))
    await expect(certify({}, { fetch: unsigned }).query(certifyId)).rejects.toMatchObject(forged)
    const other = meddling((text) => text.replace('open_query_response', 'open_initialize_response'))
    await expect(certify({}, { fetch: other }).query(certifyId)).rejects.toMatchObject({ code: 'service-unavailable' })
  })
})

test.each(['', 'null', '<html>', '{"sign":"x"}', '{"alipay_user_certify_open_query_response":{"code":"10000"'])(
  'an answer %j is none, asked for twice at most',
  async (text) => {
    const crooked = await openCrookedService((response) => response.end(text))
    await expect(certify({ gateway: crooked.address }).query('0123456789abcdef')).rejects.toMatchObject({
      code: 'service-unavailable',
    })
    expect(crooked.asked()).toBe(1)
    await crooked.close()
  },
)

test('a question is asked again when there was no answer, a beginning is not', async () => {
  const crooked = await openCrookedService((response) => response.destroy())
  const dead = certify({ gateway: crooked.address })
  await expect(dead.query('0123456789abcdef')).rejects.toMatchObject({ code: 'service-unavailable' })
  expect(crooked.asked()).toBe(2)
  await expect(dead.initialize(PERSON)).rejects.toMatchObject({ code: 'service-unavailable' })
  expect(crooked.asked()).toBe(3)
  await crooked.close()
})
