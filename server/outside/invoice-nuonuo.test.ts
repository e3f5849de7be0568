/** The adapter over HTTP: with the stand-in, and with platforms that are somebody else or nothing. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCrookedService } from '#tests/support/crooked-service'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'
import { createNuonuo, invoiceSettings, type InvoiceAccount } from './invoice-nuonuo.ts'
import type { InvoiceIssuer, InvoiceOrder } from './invoice.ts'

let sandbox: TestSandbox
let account: InvoiceAccount
let issuer: InvoiceIssuer

beforeAll(async () => {
  sandbox = await openTestSandbox()
  const read = (name: string): string => readFileSync(join(dirname(sandbox.settings), name), 'utf8').trim()
  const settings = JSON.parse(readFileSync(sandbox.settings, 'utf8')) as { invoice: unknown }
  account = {
    ...invoiceSettings.parse(settings.invoice),
    ...{ appSecret: read('invoice-app-secret'), accessToken: read('invoice-access-token') },
  }
  issuer = createNuonuo(account, testWorld())
})
afterAll(() => sandbox.remove())

const order = (no: string, title = '河南示范建设有限公司'): InvoiceOrder => ({
  ...{ no, title, taxNumber: '91410100MA9ABCD16M', email: 'a@example.com', at: Date.UTC(2026, 10, 25) },
  line: { name: '数字证书服务费', taxCode: '3040203000000000000', fen: 30_005, taxRate: 6 },
  callbackUrl: 'http://localhost:1/callbacks/invoice',
})

const settled = (no: string) =>
  vi.waitFor(
    async () => {
      const found = await issuer.find(no)
      expect(found?.state).not.toBe('running')
      return found
    },
    { timeout: 10_000, interval: 50 },
  )

describe('an invoice', () => {
  test('is issued a while after it was asked for, and its PDF says for whom and how much', async () => {
    expect(await issuer.find('I1')).toBeNull()
    await issuer.request(order('I1'))
    await issuer.request(order('I1'))
    const issued = await settled('I1')
    if (issued?.state !== 'issued' || issued.pdf === null) throw new Error('not issued')
    expect(issued.number).toMatch(/^\d{20}$/)
    const pdf = await issuer.download(issued.pdf)
    const file = join(dirname(sandbox.settings), 'invoice.pdf')
    writeFileSync(file, pdf)
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { stdio: 'pipe' }).toString()
    expect(text).toContain('300.05')
    expect(execFileSync('qpdf', ['--check', file]).toString()).toContain('No syntax or stream encoding errors')
  })

  test('is undone once, by a red-letter one of its own number', async () => {
    await issuer.request(order('I2'))
    const issued = await settled('I2')
    if (issued?.state !== 'issued') throw new Error('not issued')
    const reversal = { no: 'I2R', number: issued.number, title: order('I2').title, taxNumber: order('I2').taxNumber }
    expect(await issuer.findReversal('I2R')).toBeNull()
    await issuer.reverse(reversal)
    await issuer.reverse(reversal)
    expect(await issuer.findReversal('I2R')).toMatchObject({ state: 'done' })
    await expect(issuer.reverse({ ...reversal, no: 'I2S' })).rejects.toThrow('service-refused')
  })

  test('that the tax bureau refuses says why', async () => {
    await issuer.request(order('I3', '开票失败'))
    expect(await settled('I3')).toEqual({ state: 'failed', reason: '购方名称与税号不匹配' })
  })
})

describe('a platform', () => {
  const other = (change: Partial<InvoiceAccount>): InvoiceIssuer => createNuonuo({ ...account, ...change }, testWorld())

  test('refuses whoever signs with another secret or has another token', async () => {
    const refused = (reason: string) => ({ code: 'service-refused', details: { service: 'invoice', reason } })
    await expect(other({ appSecret: 'other' }).find('I1')).rejects.toMatchObject(refused('070303'))
    await expect(other({ accessToken: 'other' }).find('I1')).rejects.toMatchObject(refused('070304'))
  })

  test.each([
    ['{"code":"E0000","result":[{"status":"2"}]}', 'malformed'],
    ['{"code":"E0000","result":"x"}', 'malformed'],
    ['[]', 'malformed'],
    ['oops', 'malformed'],
  ])('that answers %s is unavailable', async (text, reason) => {
    const crooked = await openCrookedService((response) => response.writeHead(200).end(text))
    const failed = { code: 'service-unavailable', details: { service: 'invoice', reason } }
    await expect(other({ api: crooked.address }).find('I1')).rejects.toMatchObject(failed)
    await crooked.close()
  })

  test('names no file elsewhere: nothing is fetched from this network or another', async () => {
    const crooked = await openCrookedService((response) => response.writeHead(200).end('%PDF-1.7'))
    for (const address of [
      `${crooked.address}/a.pdf`,
      'http://169.254.169.254/latest/meta-data',
      'https://inv.nuonuo.com:8443/a.pdf',
      'https://inv.nuonuo.com.example/a.pdf',
      'file:///etc/passwd',
      'no address',
    ])
      await expect(issuer.download(address)).rejects.toMatchObject({ details: { reason: 'file-address' } })
    expect(crooked.asked()).toBe(0)
    await crooked.close()
  })

  test('sends no file that is too large, or from elsewhere by a redirect', async () => {
    const large = await openCrookedService((response) => response.writeHead(200).end(Buffer.alloc(8 * 1024 * 1024 + 1)))
    const from = other({ api: large.address })
    await expect(from.download(`${large.address}/a.pdf`)).rejects.toMatchObject({ details: { reason: 'too-large' } })
    await large.close()
    const away = await openCrookedService((response) =>
      response.writeHead(302, { location: 'http://localhost:1/' }).end(),
    )
    const redirected = other({ api: away.address }).download(`${away.address}/a.pdf`)
    await expect(redirected).rejects.toMatchObject({ details: { reason: 'unreachable' } })
    await away.close()
  })
})
