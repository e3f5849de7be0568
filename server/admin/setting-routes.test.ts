/** Two officers change what the authority charges, asks and issues; one alone changes nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrolmentAnswer } from '#core/certificate/enrolment'
import { parseCertificate } from '#core/certificate/certificate'
import { fromBase32 } from './totp.ts'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { enrolmentFor, openTestServer, signingKeys, type TestServer } from '#tests/support/server'
import type { AuditList, FactorSet, FactorSetUp, GivenPassword, Session } from './messages.ts'
import type { SettingsAnswer } from './setting-messages.ts'

const PRICES = { claim: 10_000, join: 9000, renew: 8000, recover: 0 }
const DAY = 24 * 3600_000

type Headers = Record<string, string>
let server: TestServer
let now = Date.now()
let first: Headers
let second: Headers

const ask = (method: 'GET' | 'POST', path: string, headers: Headers, payload?: object) =>
  server.app.inject({ method, url: `/api/${path}`, headers, ...(payload === undefined ? {} : { payload }) })

const logIn = async (name: string, password: string): Promise<Headers> => {
  const answer = await ask('POST', 'console/login', {}, { name, password })
  const [cookie] = answer.cookies
  return {
    ...{ cookie: `${cookie?.name}=${cookie?.value}`, origin: server.address },
    'x-csrf-token': answer.json<Session>().csrf,
  }
}

beforeAll(async () => {
  server = await openTestServer({ clock: { now: () => now, after: () => () => undefined } })
  first = await logIn('officer', passwordOf(server))
  await ask('POST', 'console/factor', first, { code: await freshCode(secretOf(server), () => now) })
  const given = await ask('POST', 'console/officers', first, { name: '何审', roles: ['authority'] })
  const { password } = given.json<GivenPassword>()
  second = await logIn('何审', password)
  const { secret } = (await ask('POST', 'console/factor/set-up', second)).json<FactorSetUp>()
  const code = await freshCode(fromBase32(secret), () => now)
  expect((await ask('POST', 'console/factor/confirm', second, { code })).json<FactorSet>().session.stage).toBe(
    'password',
  )
  await ask('POST', 'console/password', second, { current: password, password: '一段自己才知道的长密码 2026' })
}, 60_000)

afterAll(() => server.remove())

const settings = async (): Promise<SettingsAnswer> =>
  (await ask('GET', 'console/settings', first)).json<SettingsAnswer>()
const propose = (headers: Headers, setting: string, value: unknown) => {
  now += 1
  return ask('POST', 'console/settings', headers, { setting, value })
}
const decide = async (headers: Headers, event: string) => {
  const waiting = (await settings()).changes.find(({ state }) => state === 'proposed')
  return ask('POST', `console/settings/${waiting?.id}/${event}`, headers)
}
const reasonOf = (answer: { json: () => unknown }): unknown =>
  (answer.json() as { error?: { details?: { reason?: string } } }).error?.details?.reason

test('a price counts when another officer has approved it, and not before', async () => {
  const priceOf = async () =>
    (await ask('GET', 'organisations', {})).json<{ organisations: { prices: object }[] }>().organisations[0]?.prices
  const before = await priceOf()
  expect((await propose(first, 'prices', PRICES)).statusCode).toBe(200)
  expect(reasonOf(await propose(second, 'prices', { ...PRICES, claim: 1 }))).toBe('change-waiting')
  expect(reasonOf(await decide(first, 'approve'))).toBe('change-own')
  expect(reasonOf(await decide(second, 'withdraw'))).toBe('change-of-another')
  expect(await priceOf()).toEqual(before)
  expect((await decide(second, 'approve')).statusCode).toBe(200)
  expect(await priceOf()).toEqual(PRICES)
  expect(reasonOf(await propose(first, 'prices', PRICES))).toBe('change-same')
})

test('certificates live as long as was agreed', async () => {
  await propose(second, 'validity', 3)
  await decide(first, 'approve')
  const payload = await enrolmentFor(await signingKeys())
  const answer = await server.app.inject({ method: 'POST', url: '/api/enrolments', payload })
  const { signing } = enrolmentAnswer.parse(answer.json())
  const { notBefore, notAfter } = parseCertificate(signing[0]!)
  const days = (notAfter.getTime() - notBefore.getTime()) / DAY
  expect(days).toBeGreaterThanOrEqual(88)
  expect(days).toBeLessThanOrEqual(92)
})

test('a change is withdrawn or rejected without effect, and all of it stands in the log', async () => {
  await propose(first, 'review', true)
  expect((await decide(first, 'withdraw')).statusCode).toBe(200)
  await propose(first, 'review', true)
  expect((await decide(second, 'reject')).statusCode).toBe(200)
  const { current, changes } = await settings()
  expect(current).toEqual({ prices: PRICES, validity: 3, review: false })
  expect(changes.slice(0, 2).map(({ state }) => state)).toEqual(['rejected', 'withdrawn'])
  expect(reasonOf(await ask('POST', `console/settings/${changes[0]?.id}/approve`, second))).toBe('change-decided')
  expect(reasonOf(await ask('POST', `console/settings/${'0'.repeat(24)}/approve`, second))).toBe('no-such-change')
  const { rows } = (await ask('GET', 'console/audit?limit=4', first)).json<AuditList>()
  expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
    ['何审', 'setting-rejected'],
    ['officer', 'setting-proposed'],
    ['officer', 'setting-withdrawn'],
    ['officer', 'setting-proposed'],
  ])
})

test.each([
  ['prices', { claim: -1, join: 0, renew: 0, recover: 0 }],
  ['prices', { claim: 1.5, join: 0, renew: 0, recover: 0 }],
  ['prices', 5],
  ['validity', 0],
  ['validity', 13],
  ['review', 'yes'],
  ['other', true],
])('%s cannot become %o', async (setting, value) => {
  expect((await propose(first, setting, value)).statusCode).toBe(400)
})
