import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { parseCrl, verifyCrl } from '#core/certificate/crl'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { removeData, tamper } from '#tests/support/database'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { startServer, type Server } from '../server.ts'
import { enrolmentFor, openTestServer, placeOf, signingKeys, type TestServer } from '#tests/support/server'
import type { AuditChain, AuditList, CertificateList, CompanyList, Overview, Session } from './messages.ts'

let now = Date.now()
let server: TestServer
let password: string
let lastAddress = 0

beforeAll(async () => {
  server = await openTestServer({ clock: { now: () => now, after: () => () => undefined } })
  password = passwordOf(server)
})
afterAll(() => server.remove())
beforeEach(() => {
  lastAddress += 1
})

type Headers = Record<string, string>

const ask = (method: 'GET' | 'POST', path: string, headers: Headers = {}, payload: object | undefined = undefined) =>
  server.app.inject({
    method,
    url: `/api/console/${path}`,
    headers,
    remoteAddress: `10.0.0.${lastAddress}`,
    ...(payload === undefined ? {} : { payload }),
  })

const login = async () => {
  now += 30_000
  const answer = await ask('POST', 'login', {}, { password })
  expect(answer.statusCode).toBe(200)
  const [cookie] = answer.cookies
  const { csrf, officer } = answer.json<Session>()
  const headers: Headers = { cookie: `${cookie?.name}=${cookie?.value}` }
  const writing: Headers = { ...headers, 'x-csrf-token': csrf, origin: server.address }
  const code = await freshCode(secretOf(server), () => now)
  expect((await ask('POST', 'factor', writing, { code })).statusCode).toBe(200)
  return { cookie, officer, headers, writing }
}

const enrol = async () => {
  const payload = await enrolmentFor(await signingKeys())
  const answer = await server.app.inject({ method: 'POST', url: '/api/enrolments', payload })
  return enrolmentAnswer.parse(answer.json())
}

test('the first password is long and readable by its owner only', () => {
  expect(password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
  for (const name of ['officer-password.txt', 'officer-totp.txt'])
    expect(statSync(join(server.data, name)).mode & 0o777).toBe(0o600)
  expect(statSync(join(server.data, 'ca/passphrase')).mode & 0o777).toBe(0o600)
})

test('the cookie is out of reach of scripts and other sites', async () => {
  const { cookie, officer } = await login()
  expect(officer).toBe('officer')
  expect(cookie).toMatchObject({ name: 'bidseal-console', httpOnly: true, sameSite: 'Strict', path: '/' })
})

test('behind HTTPS the cookie is bound to the host', async () => {
  const secure = await openTestServer({ publicAddress: 'https://bid.example.com/' })
  const secret = passwordOf(secure)
  const answer = await secure.app.inject({ method: 'POST', url: '/api/console/login', payload: { password: secret } })
  expect(answer.cookies[0]).toMatchObject({ name: '__Host-bidseal', secure: true, httpOnly: true, path: '/' })
  expect(answer.cookies[0]).not.toHaveProperty('domain')
  expect(answer.headers['strict-transport-security']).toContain('max-age')
  await secure.remove()
})

test.each(['session', 'overview', 'companies', 'certificates', 'audit'])('%s is for officers only', async (path) => {
  const refused = { error: { code: 'not-authorised' } }
  const nobody = await ask('GET', path)
  expect([nobody.statusCode, nobody.json()]).toMatchObject([401, refused])
  const forged = await ask('GET', path, { cookie: 'bidseal-console=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' })
  expect([forged.statusCode, forged.json()]).toMatchObject([401, refused])
  expect((await ask('GET', path, (await login()).headers)).statusCode).toBe(200)
})

test('outside of demos the first officer sets the second factor up, and is helped at the machine when it is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'officer-'))
  const data = join(folder, 'data')
  const begin = async (running: Server): Promise<Session['stage']> => {
    const payload = { password: passwordOf({ data }) }
    return (await running.app.inject({ method: 'POST', url: '/api/console/login', payload })).json<Session>().stage
  }
  const place = await placeOf(data)
  const first = await startServer(place)
  const given = passwordOf({ data })
  expect(existsSync(join(data, 'officer-totp.txt'))).toBe(false)
  expect(await begin(first)).toBe('set-up')
  await first.close()

  await expect(startServer({ ...place, resetOfficer: 'nobody' })).rejects.toMatchObject({ code: 'invalid-input' })
  const second = await startServer({ ...place, resetOfficer: 'officer' })
  expect(passwordOf({ data })).not.toBe(given)
  expect(await begin(second)).toBe('set-up')
  await second.close()
  await removeData(data)
  rmSync(folder, { recursive: true })
})

test('wrong passwords and unknown officers get the same answer, and soon have to wait', async () => {
  const wrong = await ask('POST', 'login', {}, { password: 'wrong' })
  const unknown = await ask('POST', 'login', {}, { name: 'nobody', password: 'wrong' })
  expect(wrong.statusCode).toBe(401)
  expect([unknown.statusCode, unknown.json()]).toEqual([wrong.statusCode, wrong.json()])
  const statuses: number[] = []
  for (let i = 0; i < 10; i++) statuses.push((await ask('POST', 'login', {}, { password: 'wrong' })).statusCode)
  expect(statuses.slice(-3)).toEqual([401, 429, 429])
})

test('nothing is changed without the token, or from a page of somebody else', async () => {
  const { headers, writing } = await login()
  const { signing } = await enrol()
  const { serial } = parseCertificate(signing[0]!)
  const revoke = async (with_: Headers) =>
    (await ask('POST', `certificates/${serial}/revoke`, with_, { reason: 'superseded' })).statusCode
  expect(await revoke(headers)).toBe(403)
  expect(await revoke({ ...headers, origin: server.address })).toBe(403)
  expect(await revoke({ ...writing, 'x-csrf-token': 'A'.repeat(43) })).toBe(403)
  expect(await revoke({ ...writing, origin: 'https://evil.example' })).toBe(403)
  expect(await revoke({ ...writing, origin: 'null' })).toBe(403)
  const { origin: _, ...withoutOrigin } = writing
  expect(await revoke({ ...withoutOrigin, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect((await ask('POST', 'login', { origin: 'https://evil.example' }, { password })).statusCode).toBe(403)
  expect((await ask('POST', 'logout', headers)).statusCode).toBe(403)
  expect(await revoke(writing)).toBe(200)
})

test('a session ends by logging out, by time and by idleness', async () => {
  const first = await login()
  const works = async ({ headers }: { readonly headers: Headers }) =>
    (await ask('GET', 'session', headers)).statusCode === 200
  expect((await ask('POST', 'logout', first.writing)).statusCode).toBe(200)
  expect(await works(first)).toBe(false)

  const idle = await login()
  now += 29 * 60_000
  expect(await works(idle)).toBe(true)
  now += 31 * 60_000
  expect(await works(idle)).toBe(false)

  const long = await login()
  for (let i = 0; i < 16; i++) {
    expect(await works(long)).toBe(true)
    now += 29 * 60_000
  }
  now += 29 * 60_000
  expect(await works(long)).toBe(false)
})

test('a revoked certificate is in the next list at once, and stays revoked', async () => {
  const { headers, writing } = await login()
  const { signing } = await enrol()
  const { serial } = parseCertificate(signing[0]!)
  const list = async () => parseCrl(new Uint8Array((await server.app.inject('/ca/issuing.crl')).rawPayload))
  const before = await list()
  expect(before.revoked.has(serial)).toBe(false)

  const revoke = () => ask('POST', `certificates/${serial}/revoke`, writing, { reason: 'keyCompromise' })
  expect((await revoke()).statusCode).toBe(200)
  const after = await list()
  expect(after.revoked.get(serial)?.reason).toBe(1)
  expect(after.number! > before.number!).toBe(true)
  expect(await verifyCrl(after, parseCertificate(signing[1]!))).toBe(true)
  expect(after.nextUpdate.getTime() - after.thisUpdate.getTime()).toBe(24 * 3600_000)

  expect((await revoke()).json()).toMatchObject({ error: { code: 'invalid-input' } })
  expect((await ask('POST', 'certificates/00/revoke', writing, { reason: 'superseded' })).statusCode).toBe(400)
  expect((await ask('POST', `certificates/${serial}/revoke`, writing, { reason: 'caCompromise' })).statusCode).toBe(400)
  expect(
    (await ask('POST', `certificates/${serial.toUpperCase()}/revoke`, writing, { reason: 'superseded' })).statusCode,
  ).toBe(400)

  const { certificates } = (await ask('GET', `certificates?text=${serial}`, headers)).json<CertificateList>()
  expect(certificates).toMatchObject([{ serial, state: 'revoked', reason: 'keyCompromise', revokedAt: now }])
})

test('shows figures, companies and certificates page by page', async () => {
  const { headers } = await login()
  await enrol()
  const read = async <T>(path: string) => (await ask('GET', path, headers)).json<T>()
  const overview = await read<Overview>('overview')
  expect(overview).toMatchObject({ demo: true, companies: 3, relay: { connections: 0, rooms: 0 } })
  expect(overview.certificates.inForce).toBeGreaterThanOrEqual(2)
  expect(overview.enrolmentsToday).toBeGreaterThanOrEqual(1)
  const { companies } = await read<CompanyList>('companies')
  expect(companies.map(({ name }) => name)).toContain('深圳测试科技有限公司')
  const some = await read<CompanyList>(`companies?text=${encodeURIComponent('科技')}&limit=1`)
  expect(some.companies).toEqual([companies.find(({ name }) => name.includes('科技'))])
  expect(await read<CompanyList>('companies?offset=2')).toMatchObject({ total: 3, companies: [companies[2]] })
  const all = await read<CertificateList>('certificates?limit=200')
  const page = await read<CertificateList>('certificates?offset=1&limit=1')
  expect(page).toEqual({ ...all, certificates: [all.certificates[1]] })
  expect(await read<CertificateList>(`certificates?text=${encodeURIComponent('北京')}`)).toMatchObject({ total: 0 })
  expect((await ask('GET', 'certificates?limit=9999', headers)).statusCode).toBe(400)
})

test('the audit log names no person, and an edited row shows', async () => {
  const { headers } = await login()
  await enrol()
  const chain = async () => (await ask('GET', 'audit/chain', headers)).json<AuditChain>()
  const good = (await ask('GET', 'audit?limit=500', headers)).json<AuditList>()
  expect(await chain()).toMatchObject({ brokenAt: null, head: good.rows[0]?.hash })
  expect(good.rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      'order-approved',
      'certificate-issued',
      'key-escrowed',
      'seal-issued',
      'login',
      'login-failed',
    ]),
  )
  expect(JSON.stringify(good.rows)).not.toContain('王敏')

  const found = async (query: string) =>
    (await ask('GET', `audit?${query}`, headers)).json<AuditList>().rows.map(({ action }) => action)
  expect(new Set(await found('action=certificate-issued&limit=500'))).toEqual(new Set(['certificate-issued']))
  expect(await found('text=%25')).toEqual([])
  expect(await found('text=officer&action=officer-added')).toEqual(['officer-added'])
  expect(await found('before=2')).toEqual(['officer-added'])
  expect(good.actions).toEqual([...new Set(good.rows.map(({ action }) => action))].sort())
  expect((await ask('GET', 'audit?action=%27', headers)).statusCode).toBe(400)

  await tamper(server.data, `update audit set actor = 'nobody' where n = 3`)
  expect((await chain()).brokenAt).toBe(3)
})
