import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '#core/errors'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import { openServices } from './services.ts'

let folder: string
let sandbox: TestSandbox
let good: Record<string, Record<string, unknown>>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'services-'))
  sandbox = await openTestSandbox()
  good = JSON.parse(readFileSync(sandbox.settings, 'utf8')) as typeof good
})
afterAll(async () => {
  await sandbox.remove()
  rmSync(folder, { recursive: true })
})

const BANK_CARD = { url: 'https://card.example/4c', appCode: { env: 'APP_CODE' } }

const open = (settings: unknown, env: Record<string, string> = {}) => {
  const file = join(folder, 'services.json')
  writeFileSync(file, typeof settings === 'string' ? settings : JSON.stringify(settings))
  return openServices(file, env, testWorld())
}

const failure = (settings: unknown, env: Record<string, string> = {}): unknown => {
  try {
    open(settings, env)
  } catch (error) {
    return error instanceof AppError && error.code === 'services-invalid' ? error.details : error
  }
  return 'none'
}

describe('services', () => {
  test('without settings say that they are missing', async () => {
    const { services, missing } = openServices(null, {}, testWorld())
    expect(missing).toEqual(expect.arrayContaining(['sms', 'wechat', 'alipay', 'bankCard']))
    const missed = (service: string) => ({ code: 'service-missing', details: { service } })
    const message = { mobile: '13912345678', template: 'login-code', params: { code: '1' } } as const
    await expect(services.sms.send(message)).rejects.toMatchObject(missed('sms'))
    expect(() => services.wechat.authorizeUrl('s', 'http://localhost')).toThrow('service-missing')
    await expect(services.wechat.identify('c')).rejects.toMatchObject(missed('wechat'))
    await expect(services.alipay.query('c')).rejects.toMatchObject(missed('alipay'))
    const holder = { name: '王敏', idNumber: '999999190001010015', card: '6222020000000000006', mobile: '13912345678' }
    await expect(services.bankCard.check(holder)).rejects.toMatchObject(missed('bankCard'))
  })

  test('are those that the settings name', () => {
    const { missing } = open({ format: 1, bankCard: BANK_CARD }, { APP_CODE: 'x' })
    expect(missing).toEqual(expect.arrayContaining(['sms', 'wechat', 'alipay']))
    expect(missing).not.toContain('bankCard')
  })

  test('take secrets from the environment and from files beside the settings', async () => {
    writeFileSync(join(folder, 'code'), readFileSync(join(dirname(sandbox.settings), 'bank-card-app-code')))
    const { services } = open({ format: 1, bankCard: { ...good['bankCard'], appCode: { file: 'code' } } })
    const holder = { name: '王敏', idNumber: '999999190001010015', card: '6222020000000000006', mobile: '13912345678' }
    expect(await services.bankCard.check(holder)).toBe('match')
  })
})

describe('settings that are not right are refused by the name of the field', () => {
  test.each([
    ['no JSON', '{', { file: 'services.json', reason: 'no JSON' }],
    ['no format', {}, { field: 'format' }],
    ['a later format', { format: 2 }, { field: 'format' }],
    ['a service that does not exist', { format: 1, fax: {} }, { field: 'fax' }],
    ['a field too many', { format: 1, bankCard: { ...BANK_CARD, key: 1 } }, { field: 'bankCard.key' }],
    ['a field missing', { format: 1, bankCard: { appCode: { env: 'A' } } }, { field: 'bankCard.url' }],
    [
      'a secret in the settings',
      { format: 1, bankCard: { ...BANK_CARD, appCode: 'x' } },
      { field: 'bankCard.appCode' },
    ],
    ['no TLS', { format: 1, bankCard: { ...BANK_CARD, url: 'http://card.example/4c' } }, { field: 'bankCard.url' }],
    [
      'an empty environment',
      { format: 1, bankCard: BANK_CARD },
      { field: 'bankCard.appCode', reason: 'nothing in environment APP_CODE' },
    ],
    [
      'a file that is not there',
      { format: 1, bankCard: { ...BANK_CARD, appCode: { file: 'nowhere' } } },
      { field: 'bankCard.appCode', reason: 'nothing in nowhere' },
    ],
  ])('%s', (_name, settings, details) => {
    expect(failure(settings)).toMatchObject({ file: 'services.json', ...details })
  })

  test('keys that are none', () => {
    const alipay = { ...good['alipay'], privateKey: { env: 'KEY' } }
    expect(failure({ format: 1, alipay }, { KEY: 'MIIB' })).toEqual({
      file: 'services.json',
      field: 'alipay.privateKey',
      reason: 'an RSA private key of 2048 bits or more is expected in environment KEY',
    })
  })

  test('a file that cannot be read', () => {
    const file = join(folder, 'nowhere.json')
    expect(() => openServices(file, {}, testWorld())).toThrow(
      expect.objectContaining({
        code: 'services-invalid',
        details: { file: 'nowhere.json', reason: 'cannot be read' },
      }),
    )
  })

  test('whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (settings) => {
        expect(failure(JSON.stringify(settings))).toMatchObject({ file: 'services.json' })
      }),
    )
  })
})
