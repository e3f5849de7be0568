import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { toBase64url } from '#core/bytes/base64url'
import { sha256 } from '#core/bytes/digest'
import { removeData } from '#tests/support/database'
import { enrolmentFor, openTestServer, placeOf, signingKeys, type TestServer } from '#tests/support/server'
import { startServer } from './server.ts'

let server: TestServer
let pages: string

beforeAll(async () => {
  pages = mkdtempSync(join(tmpdir(), 'pages-'))
  mkdirSync(join(pages, 'phone/assets'), { recursive: true })
  writeFileSync(join(pages, 'phone/index.html'), '<!doctype html><title>phone</title>')
  writeFileSync(join(pages, 'phone/assets/app-1a2b3c4d.js'), 'export {}')
  writeFileSync(join(pages, 'phone/.secret'), 'no')
  server = await openTestServer({ pages })
})
afterAll(async () => {
  await server.remove()
  rmSync(pages, { recursive: true })
})

const policy = async (url: string): Promise<string> =>
  String((await server.app.inject(url)).headers['content-security-policy'])

test('says who it is over a real connection', async () => {
  const answer = await fetch(`${server.address}/api/status`)
  expect(await answer.json()).toMatchObject({ name: 'bidseal', version: '0.1.0', demo: true })
})

test('the start page shows the phone app as a code, in two languages', async () => {
  const chinese = await server.app.inject('/')
  expect(chinese.headers['content-type']).toContain('text/html')
  expect(chinese.payload).toContain('<svg')
  expect(chinese.payload).toContain('手机应用')
  const english = await server.app.inject({ url: '/', headers: { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.1' } })
  expect(english.payload).toContain('Phone app')
  expect(chinese.payload).not.toContain('<script')
  expect(chinese.payload).not.toContain('style="')
  expect((await server.app.inject('/start.css')).payload).toContain('--accent')
})

test('the policy page says what the authority does, and every address on it answers', async () => {
  const chinese = await server.app.inject('/ca/policy')
  expect(chinese.payload).toContain('证书策略')
  expect(chinese.payload).toContain('2.25.227719232595479725397776225654546014456')
  expect(chinese.payload).not.toContain('<script')
  const english = await server.app.inject({ url: '/ca/policy', headers: { 'accept-language': 'en' } })
  expect(english.payload).toContain('Certificate policy')
  const links = [...chinese.payload.matchAll(/<a href="([^"]+)"/g)].map(([, path = '']) => path)
  expect(links).toEqual(['/ca/root.crt', '/ca/issuing.crt', '/ca/tsa.crt', '/ca/root.crl', '/ca/issuing.crl', '/'])
  for (const path of links) expect([path, (await server.app.inject(path)).statusCode]).toEqual([path, 200])
  expect((await server.app.inject('/')).payload).toContain('href="/ca/policy"')
})

test('pages may load what they need and nothing else', async () => {
  const phone = await policy('/p/')
  expect(phone).toContain("default-src 'none'")
  expect(phone).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(phone).toContain("style-src 'self'")
  expect(phone).toContain(server.address.replace('http', 'ws'))
  expect(phone).not.toContain("'unsafe-")
  const officers = await policy('/console/')
  expect(officers).toContain("script-src 'self' 'wasm-unsafe-eval'")
  expect(officers).not.toContain("'unsafe-")
  expect(await policy('/')).not.toContain('script-src')
  expect(await policy('/api/status')).toBe(
    "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  )
})

test.each(['/', '/p/', '/console/', '/api/status', '/ca/root.crl', '/nothing'])(
  '%s is not framed, sniffed or leaked',
  async (url) => {
    const { headers } = await server.app.inject(url)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain(url === '/p/' ? 'camera=(self)' : 'camera=()')
    expect(headers).not.toHaveProperty('access-control-allow-origin')
  },
)

test('serves the phone page, keeps what has a digest in its name, hides the rest', async () => {
  const get = async (url: string) => server.app.inject(url)
  expect((await get('/p')).headers['location']).toBe('/p/')
  expect((await get('/p/')).payload).toContain('<title>phone</title>')
  expect((await get('/p/')).headers['cache-control']).toBe('no-cache')
  expect((await get('/p/certificates')).payload).toContain('<title>phone</title>')
  expect((await get('/p/assets/app-1a2b3c4d.js')).headers['cache-control']).toContain('immutable')
  for (const url of ['/p/.secret', '/p/assets/none.js', '/p/../server.json', '/p/%2e%2e/%2e%2e/etc/passwd'])
    expect((await get(url)).payload).not.toMatch(/^no$|root:|"demo"/)
  expect((await get('/p/assets/none.js')).statusCode).toBe(404)
})

test('a page that is not built says so', async () => {
  const answer = await server.app.inject('/console/')
  expect(answer.statusCode).toBe(503)
  expect(answer.payload).toContain('npm run build')
})

test('what is not there is an error in the same form', async () => {
  const answer = await server.app.inject('/api/nothing')
  expect(answer.statusCode).toBe(404)
  expect(answer.json()).toEqual({ error: { code: 'file-not-found', details: {} } })
})

test('the relay lets in its own pages and clients that are no browsers', async () => {
  const outcome = (headers: Record<string, string>) =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`${server.address.replace('http', 'ws')}/relay`, { headers })
      socket.once('open', () => {
        socket.close()
        resolve('open')
      })
      socket.once('error', (error) => resolve(error.message))
    })
  expect(await outcome({})).toBe('open')
  expect(await outcome({ origin: server.address })).toBe('open')
  expect(await outcome({ origin: 'https://evil.example' })).toContain('403')
})

test('a restart keeps companies, certificates, shares, lists and the authority itself', async () => {
  const first = await openTestServer()
  const keys = await signingKeys()
  const [id, share, proof] = [16, 32, 32].map((length) => crypto.getRandomValues(new Uint8Array(length))) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ]
  const post = (app: TestServer['app'], url: string, payload: object) => app.inject({ method: 'POST', url, payload })
  const enrolment = await enrolmentFor(keys)
  expect((await post(first.app, '/api/enrolments', enrolment)).statusCode).toBe(201)
  const verifier = toBase64url(await sha256(proof))
  await post(first.app, '/api/shares', { id: toBase64url(id), share: toBase64url(share), verifier })
  const root = (await first.app.inject('/ca/root.crt')).rawPayload
  await first.close()

  const second = await openTestServer({ data: first.data, demo: false })
  expect((await second.app.inject('/ca/root.crt')).rawPayload).toEqual(root)
  const released = await post(second.app, '/api/shares/release', { id: toBase64url(id), proof: toBase64url(proof) })
  expect(released.json()).toEqual({ share: toBase64url(share) })
  expect((await post(second.app, '/api/enrolments', enrolment)).json()).toMatchObject({
    error: { code: 'csr-rejected' },
  })
  expect((await post(second.app, '/api/enrolments', await enrolmentFor(await signingKeys()))).statusCode).toBe(201)
  await second.remove()
  rmSync(join(first.data, '..'), { recursive: true })
})

test('a wrong passphrase opens nothing, and the right one still does', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'passphrase-'))
  const passphraseFile = join(folder, 'passphrase')
  writeFileSync(passphraseFile, 'correct horse\n')
  const data = join(folder, 'data')
  const place = await placeOf(data)
  await (await startServer({ ...place, passphraseFile })).close()
  expect(() => readFileSync(join(data, 'ca/passphrase'))).toThrow('ENOENT')
  expect(JSON.parse(readFileSync(join(data, 'ca/issuing.key'), 'utf8'))).toMatchObject({ n: 2 ** 17, r: 8, p: 1 })

  writeFileSync(passphraseFile, 'wrong horse\n')
  await expect(startServer({ ...place, passphraseFile })).rejects.toMatchObject({ code: 'passphrase-wrong' })
  await expect(startServer(place)).rejects.toMatchObject({ code: 'passphrase-wrong' })
  writeFileSync(passphraseFile, 'correct horse')
  await (await startServer({ ...place, passphraseFile })).close()
  await removeData(data)
  rmSync(folder, { recursive: true })
})

test.each(['', 'bid.example.com', 'ftp://bid.example.com'])('%j is no public address', async (publicAddress) => {
  const data = join(tmpdir(), 'never-made')
  await expect(startServer({ data, publicAddress })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a taken port and a folder of something else are refused', async () => {
  const port = Number(new URL(server.address).port)
  const folder = mkdtempSync(join(tmpdir(), 'taken-'))
  await expect(startServer({ data: folder, port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  writeFileSync(join(folder, 'server.json'), '{"format":2}')
  await expect(startServer({ data: folder })).rejects.toMatchObject({ code: 'file-unreadable' })
  rmSync(folder, { recursive: true })
})

test('the log holds no PIN proof, share, password or request', async () => {
  const lines: string[] = []
  const logged = await openTestServer({ log: { write: (line) => void lines.push(line) }, logLevel: 'trace' })
  const secret = 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I'
  const post = (url: string, payload: object) =>
    logged.app.inject({ method: 'POST', url, payload, headers: { cookie: secret } })
  await post('/api/shares/release', { id: 'AAAAAAAAAAAAAAAAAAAAAA', proof: secret })
  await post('/api/console/login', { password: secret })
  await post(`/api/enrolments?${secret}`, { ...(await enrolmentFor(await signingKeys())), person: secret })
  await logged.remove()
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('')).not.toContain(secret)
})
