import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openCrookedService } from '#tests/support/crooked-service'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import { createBankCardCheck, type BankCardAccount } from './bank-card-market.ts'

const HOLDER = { name: '王敏', idNumber: '999999190001010015', card: '6222020000000000006', mobile: '13912345678' }

let sandbox: TestSandbox
let account: BankCardAccount

beforeAll(async () => {
  sandbox = await openTestSandbox()
  const appCode = readFileSync(join(dirname(sandbox.settings), 'bank-card-app-code'), 'utf8').trim()
  account = { url: `${sandbox.addresses['bankCard']}/bankcard4c`, appCode }
})
afterAll(() => sandbox.remove())

const check = (holder: Partial<typeof HOLDER> = {}, change: Partial<BankCardAccount> = {}) =>
  createBankCardCheck({ ...account, ...change }, testWorld()).check({ ...HOLDER, ...holder })

describe('the four elements of a card', () => {
  test('match, or do not', async () => {
    expect(await check()).toBe('match')
    expect(await check({ mobile: '13912340007' })).toBe('no-match')
    expect(await check({ card: '1' })).toBe('no-match')
  })

  test('cannot be asked about: too often, busy, wrong code', async () => {
    await expect(check({ mobile: '13912340009' })).rejects.toMatchObject({ code: 'rate-limited' })
    await expect(check({ mobile: '13912340008' })).rejects.toMatchObject({
      code: 'service-unavailable',
      details: { service: 'bankCard', reason: '501' },
    })
    await expect(check({}, { appCode: 'wrong' })).rejects.toMatchObject({
      code: 'service-refused',
      details: { service: 'bankCard', reason: 'Unauthorized' },
    })
  })
})

test.each([
  ['', 200, 'service-unavailable'],
  ['[]', 200, 'service-unavailable'],
  ['{"code":200}', 200, 'service-unavailable'],
  ['{"code":200,"data":{"result":9}}', 200, 'service-unavailable'],
  ['{"code":200,"data":{"result":"1","desc":"不一致"}}', 200, 'no-match'],
  ['{"code":"200","data":{"result":2}}', 200, 'no-match'],
  ['{"code":604,"data":null}', 200, 'service-refused'],
  ['', 429, 'service-unavailable'],
  ['', 403, 'service-refused'],
  ['', 500, 'service-unavailable'],
])('%j with status %i is %s', async (text, status, meaning) => {
  const crooked = await openCrookedService((response) => response.writeHead(status).end(text))
  const outcome = await check({}, { url: crooked.address }).catch(({ code }: { code: string }) => code)
  expect(outcome).toBe(meaning)
  expect(crooked.asked()).toBe(1)
  await crooked.close()
})
