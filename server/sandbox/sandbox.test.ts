import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestSandbox, type TestSandbox } from '#tests/support/sandbox'
import { html } from './markup.ts'
import { startSandbox } from './sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => void (sandbox = await openTestSandbox()))
afterAll(() => sandbox.remove())

const developerPage = async (): Promise<string> => (await fetch(sandbox.page)).text()

test('the developer page shows messages, newest first, with codes to copy', async () => {
  const { sms } = sandbox.services
  await sms.send({ mobile: '13912345678', template: 'login-code', params: { code: '111111' } })
  await sms.send({ mobile: '13912345679', template: 'login-code', params: { code: '222222' } })
  const page = await developerPage()
  expect(page.indexOf('222222')).toBeGreaterThan(0)
  expect(page.indexOf('111111')).toBeGreaterThan(page.indexOf('222222'))
  expect(page).toContain('data-copy="222222"')
})

test('and who has passed an identity check, been asked about, or logged in', async () => {
  const { alipay, bankCard, wechat } = sandbox.services
  const person = { name: '<b>王敏</b>', idNumber: '999999190001010015' }
  const { url } = await alipay.initialize({ ...person, returnUrl: 'http://localhost/' })
  await sandbox.press(url, 'pass')
  await bankCard.check({ ...person, name: '李验', card: '6222020000000000006', mobile: '13912345678' })
  await sandbox.press(wechat.authorizeUrl('s', 'http://localhost/'), 'allow', { account: 'wx-shown' })
  const page = await developerPage()
  for (const text of ['&lt;b&gt;王敏&lt;/b&gt;', '已通过', '李验', '尾号 0006', 'wx-shown'])
    expect(page).toContain(text)
  expect(page).not.toContain('<b>王敏')
})

test('pages load nothing from elsewhere', async () => {
  const { headers } = await fetch(sandbox.page)
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  const page = await developerPage()
  expect(page).not.toMatch(/(src|href)="https?:\/\/(?!localhost)/)
  expect(await (await fetch(`${sandbox.page}/sandbox.css`)).text()).toContain('--accent')
  expect(await (await fetch(`${sandbox.page}/developer.js`)).text()).toContain('clipboard')
})

test('only this machine by its own name is answered', async () => {
  const { hostname, port } = new URL(sandbox.addresses['sms'] ?? '')
  const asked = request({ hostname, port, path: '/sandbox/sent', headers: { host: 'codes.example' } }).end()
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(421)
})

test('keys stay from start to start, secrets are for this user only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'))
  const keyOf = async (): Promise<string> => {
    const started = await startSandbox({ folder })
    await started.close()
    return readFileSync(join(folder, 'alipay-public-key.pem'), 'utf8')
  }
  expect(await keyOf()).toBe(await keyOf())
  for (const name of ['services.json', 'alipay-app-private-key.pem', 'sms-access-key-secret', 'keys/alipay.pem'])
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  rmSync(folder, { recursive: true })
})

test('text in markup stays text', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { markup } = html`<p title="${text}">${text}</p>`
      expect(markup.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toMatch(/[<>"&].*[<>"&].*<\/p>.*[<>]/)
      expect(markup.split('<')).toHaveLength(3)
      expect(markup.split('"')).toHaveLength(3)
    }),
  )
})
