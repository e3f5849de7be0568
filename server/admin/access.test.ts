/** Every route of the console, generated: who may not call it, does not. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownBytes } from '#core/bytes/bytes'
import { databaseOf, removeData } from '#tests/support/database'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { openTestServer, type TestServer } from '#tests/support/server'
import { openStore } from '../store/store.ts'
import { createFactor } from './factor.ts'
import { consoleCookie, guardRoutes } from './guard.ts'
import type { FactorSet, FactorSetUp, GivenPassword, Session } from './messages.ts'
import { ROLES, STAGES, type Access, type Role, type Stage } from './roles.ts'
import { createPasswords } from '../access/password.ts'
import { consoleRoutes } from './routes.ts'
import { fromBase32 } from './totp.ts'

const METHODS = ['GET', 'POST'] as const

interface Route {
  readonly method: (typeof METHODS)[number]
  readonly url: string
  readonly access: Access
}

const zeros = (length: number) => ownBytes(new Uint8Array(length))
const clock = { random: zeros, now: () => 0 }

/** What the console says about its own routes. */
const readRoutes = async (): Promise<readonly Route[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'routes-'))
  const store = await openStore(await databaseOf(folder))
  const found: Route[] = []
  const app = fastify()
  app.addHook('onRoute', ({ method, url, config }) => {
    const verb = METHODS.find((each) => each === method)
    if (verb !== undefined && config?.access !== undefined) found.push({ method: verb, url, access: config.access })
  })
  const passwords = createPasswords(zeros)
  const factor = createFactor({ store, storageKey: zeros(32), ...clock })
  const unused = () => Promise.reject(new Error('not used'))
  const none = () => ReadableStream.from<string>([])
  const orderRegister = { orders: unused, invoices: unused, exportOrders: none, exportInvoices: none }
  const reviewDesk = {
    ...{ queue: unused, open: unused, file: unused },
    ...{ approve: unused, returnWith: unused, reject: unused },
  }
  const people = {
    ...{ search: unused, find: unused, ofCompany: unused, names: unused, endSessions: unused, table: none },
  }
  const settings = { prices: unused, isReviewed: unused, months: unused }
  const sealMaker = { draw: unused, missing: unused, usualLine: () => '' }
  const figures = () => ({ connections: 0, rooms: 0, forwarded: 0, refused: 0, stored: 0 })
  await app.register(
    consoleRoutes({
      ...{ store, factor, passwords, figures, orderRegister, reviewDesk, people, sealMaker, settings, ...clock },
      ...{ version: '0', isDemo: true, startedAt: 0, origins: [], isSecure: false },
      ...{ revoke: async () => undefined, maskName: (name: string) => name, ownOrganisation: 'bidseal' },
    }),
  )
  await store.close()
  await removeData(folder)
  return found
}

const routes = await readRoutes()
const guarded = routes.flatMap(({ method, url, access }) => (access === 'public' ? [] : [{ method, url, ...access }]))
const named = guarded.map((route) => ({ name: `${route.method} ${route.url}`, ...route }))

type Headers = Record<string, string>
interface Officer {
  readonly name: string
  readonly headers: Headers
}

let now = Date.now()
let server: TestServer
let administrator: Officer
let address = 0
const byRole = new Map<Role, Officer>()
const atStage = new Map<Stage, Officer>()
let disabled: Officer

const call = async (method: 'GET' | 'POST', url: string, headers: Headers, payload?: object) => {
  address += 1
  return server.app.inject({
    ...{ method, url, headers, remoteAddress: `10.1.${address >> 8}.${address & 255}` },
    ...(payload === undefined ? {} : { payload }),
  })
}

const post = async <T>(path: string, headers: Headers, payload: object): Promise<T> => {
  const answer = await call('POST', `/api/console/${path}`, headers, payload)
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`)
  return answer.json<T>()
}

const begin = async (name: string, password: string): Promise<Officer> => {
  const answer = await call('POST', '/api/console/login', {}, { name, password })
  const cookie = `${answer.cookies[0]?.name}=${answer.cookies[0]?.value}`
  return { name, headers: { cookie, 'x-csrf-token': answer.json<Session>().csrf, origin: server.address } }
}

/** Makes an officer and leads the log-in up to a stage. */
const officerAt = async (name: string, roles: readonly Role[], stage: Stage): Promise<Officer> => {
  const { password } = await post<GivenPassword>('officers', administrator.headers, { name, roles })
  const officer = await begin(name, password)
  if (stage === 'set-up') return officer
  const { secret } = await post<FactorSetUp>('factor/set-up', officer.headers, {})
  const code = await freshCode(fromBase32(secret), () => now)
  const { session } = await post<FactorSet>('factor/confirm', officer.headers, { code })
  expect(session.stage).toBe('password')
  if (stage === 'code') return begin(name, password)
  if (stage === 'open')
    await post('password', officer.headers, { current: password, password: `${name} has a long password` })
  return officer
}

beforeAll(async () => {
  server = await openTestServer({ clock: { now: () => now, after: () => () => undefined } })
  administrator = await begin('officer', passwordOf(server))
  await post('factor', administrator.headers, { code: await freshCode(secretOf(server), () => now) })
  for (const role of ROLES) byRole.set(role, await officerAt(`only-${role}`, [role], 'open'))
  for (const stage of STAGES) atStage.set(stage, await officerAt(`at-${stage}`, ROLES, stage))
  disabled = await officerAt('disabled', ROLES, 'open')
  await post(`officers/${disabled.name}/disable`, administrator.headers, {})
}, 120_000)
afterAll(() => server.remove())

const addressed = (url: string): string =>
  url
    .replace(':name', 'nobody')
    .replace(':serial', '00')
    .replace(':id', '20261125AAAA')
    .replace(/:(account|seal|code)/, 'none')
    .replace(':kind', 'company')
    .replace(':change/:event', `${'0'.repeat(24)}/approve`)

/** The refusal's status and reason, or null when the guard let it through. */
const refusal = async ({ method, url }: Pick<Route, 'method' | 'url'>, headers: Headers): Promise<string | null> => {
  const answer = await call(method, addressed(url), headers, method === 'POST' ? {} : undefined)
  if (answer.statusCode === 200 && !String(answer.headers['content-type']).includes('json')) return null
  const { error } = answer.json<{ error?: { code: string; details: { reason?: string } } }>()
  return error?.code === 'not-authorised' ? `${answer.statusCode} ${error.details.reason}` : null
}

test('there are routes, each with what the guard needs to know', () => {
  expect(routes.length).toBeGreaterThan(15)
  expect(routes.filter(({ access }) => access === 'public').map(({ url }) => url)).toEqual(['/api/console/login'])
  for (const { roles, stages } of guarded) expect(roles.length * stages.length).toBeGreaterThan(0)
})

test('a route that does not say who may call it cannot be added', () => {
  const app = fastify()
  const unused = () => Promise.reject(new Error('not used'))
  const sessions = { begin: unused, find: unused, prove: unused, end: unused, endOthers: unused }
  guardRoutes(app, { sessions, origins: [], cookie: consoleCookie(false) })
  expect(() => app.get('/open', async () => ({}))).toThrow('/open does not say who may call it')
})

describe.each(named)('$name', (route) => {
  test('is closed to whoever is not logged in', async () => {
    expect(await refusal(route, {})).toBe('401 login')
    expect(await refusal(route, { cookie: `bidseal-console=${'A'.repeat(43)}` })).toBe('401 login')
  })

  test('is open to the roles that it names, and to no other', async () => {
    if (!route.stages.includes('open')) return
    for (const [role, { headers }] of byRole) {
      if (route.url.endsWith('/logout')) continue
      expect([role, await refusal(route, headers)]).toEqual([role, route.roles.includes(role) ? null : '403 role'])
    }
  })

  test('is closed to sessions that have not come far enough, or further', async () => {
    for (const [stage, { headers }] of atStage)
      if (!route.stages.includes(stage)) expect([stage, await refusal(route, headers)]).toEqual([stage, '403 stage'])
  })

  test('is closed to officers who were disabled', async () => {
    expect(await refusal(route, disabled.headers)).toBe('401 login')
  })

  test('changes nothing without the token, or for a page of somebody else', async () => {
    if (route.method === 'GET') return
    const { 'x-csrf-token': _, ...withoutToken } = administrator.headers
    expect(await refusal(route, withoutToken)).toBe('403 token')
    expect(await refusal(route, { ...administrator.headers, 'x-csrf-token': 'A'.repeat(43) })).toBe('403 token')
    for (const origin of ['https://evil.example', 'null'])
      expect(await refusal(route, { ...administrator.headers, origin })).toBe('403 origin')
  })
})

test('what was refused has changed nothing, and whoever waits too long for the code starts again', async () => {
  const { rows } = (await call('GET', '/api/console/audit?limit=500', byRole.get('auditor')?.headers ?? {})).json<{
    rows: { action: string }[]
  }>()
  expect(rows.map(({ action }) => action)).not.toContain('certificate-revoked')
  expect(rows.filter(({ action }) => action === 'officer-disabled')).toHaveLength(1)
  const late = atStage.get('code')?.headers ?? {}
  expect(await refusal({ method: 'GET', url: '/api/console/session' }, late)).toBeNull()
  now += 10 * 60_000
  expect(await refusal({ method: 'GET', url: '/api/console/session' }, late)).toBe('401 login')
})
