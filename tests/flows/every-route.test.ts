/**
 * Every route that a server has, hidden ones as well, asked by everybody for whom it is not. Roles and stages
 * of officers are asked for in `server/admin/access.test.ts`; what belongs to others, what is over and what
 * was sent before in `other-people.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '#server/admin/messages'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import { passwordOf } from '#tests/support/officer'

const CASES = [
  'no login',
  'session of the other side',
  'no token',
  'wrong token',
  'foreign origin',
  'form of a page elsewhere',
] as const
type Case = (typeof CASES)[number]

interface Audience {
  /** Cases that are not asked for, and why. */
  readonly exempt: { readonly [name in Case]?: string }
  readonly routes: readonly string[]
}

const NO_SESSION = 'no session counts'
const OPEN = {
  'no login': 'for everybody',
  'session of the other side': NO_SESSION,
  'no token': NO_SESSION,
  'wrong token': NO_SESSION,
} as const
const READ = { ...OPEN, 'foreign origin': 'changes nothing', 'form of a page elsewhere': 'changes nothing' } as const

/** All there is. A new route belongs into one of these. */
const AUDIENCES: { readonly [name: string]: Audience } = {
  members: {
    exempt: {},
    routes: [
      ...['GET /api/account', 'POST /api/account/logout', 'POST /api/account/password'],
      ...['GET /api/account/devices', 'POST /api/account/devices/:id/end'],
      ...['GET /api/identity', 'POST /api/identity/alipay', 'POST /api/identity/alipay/return'],
      ...[
        'POST /api/identity/bank-card',
        'GET /api/companies',
        'GET /api/companies/choices',
        'GET /api/companies/mine',
      ],
      ...['GET /api/companies/:creditCode/administrator', 'GET /api/companies/:creditCode/members'],
      ...['POST /api/companies/:creditCode/members/:application/end', 'POST /api/companies/:creditCode/handovers'],
      ...['accept', 'decline', 'withdraw'].map((act) => `POST /api/companies/:creditCode/handovers/:id/${act}`),
      ...['GET /api/applications', 'POST /api/applications', 'GET /api/applications/:id'],
      ...['GET /api/applications/:id/form.pdf', 'GET /api/applications/:id/keys'],
      ...['company', 'certificate', 'stamped', 'submit', 'withdraw', 'certificates'].map(
        (act) => `POST /api/applications/:id/${act}`,
      ),
      ...['GET /api/certificates', 'POST /api/certificates/:id/tags', 'POST /api/certificates/:id/revoke'],
      ...['GET /api/joining', 'GET /api/joining/:id', 'GET /api/joining/:id/letter.pdf'],
      ...['authorise', 'agree', 'refuse'].map((act) => `POST /api/joining/:id/${act}`),
      ...[
        'GET /api/messages',
        'POST /api/messages/:id/read',
        'POST /api/messages/read',
        'GET /api/orders',
        'GET /api/orders/:id',
      ],
      ...['check', 'cancel', 'pay', 'invoice'].map((act) => `POST /api/orders/:id/${act}`),
      ...['GET /api/invoices', 'GET /api/invoices/:id', 'POST /api/invoices/:id/reissue'],
      ...['GET /api/invoices/:id/files/:format', 'POST /api/uploads', 'GET /api/uploads/:id'],
    ],
  },
  officers: {
    exempt: {},
    routes: [
      ...['GET /api/console/session', 'POST /api/console/logout', 'POST /api/console/password'],
      ...['POST /api/console/factor', 'POST /api/console/factor/set-up', 'POST /api/console/factor/confirm'],
      ...['GET /api/console/officers', 'POST /api/console/officers'],
      ...['roles', 'number', 'disable', 'enable', 'reset-factor', 'reset-password'].map(
        (act) => `POST /api/console/officers/:name/${act}`,
      ),
      ...['companies', 'people', 'certificates', 'seals', 'audit', 'statistics', 'orders', 'invoices'].flatMap(
        (list) => [`GET /api/console/${list}`, `GET /api/console/${list}.csv`],
      ),
      ...['GET /api/console/overview', 'GET /api/console/audit/chain', 'GET /api/console/companies/:code'],
      ...['GET /api/console/companies/:code/designs', 'POST /api/console/companies/:code/designs/:kind'],
      ...['GET /api/console/people/:account', 'POST /api/console/people/:account/log-out'],
      ...['POST /api/console/certificates/:serial/revoke', 'GET /api/console/seals/:seal'],
      ...['GET /api/console/seals/:seal/picture', 'POST /api/console/seals/preview'],
      ...['GET /api/console/settings', 'POST /api/console/settings', 'POST /api/console/settings/:change/:event'],
      ...['GET /api/console/orders/:id', 'GET /api/console/invoices/:id', 'GET /api/console/applications'],
      ...['GET /api/console/applications/:id', 'GET /api/console/applications/:id/files/:upload'],
      ...['approve', 'return', 'reject'].map((act) => `POST /api/console/applications/:id/${act}`),
    ],
  },
  'people and officers who log in': {
    exempt: OPEN,
    routes: [
      ...['codes', 'register', 'login/code', 'login/password', 'password/reset'].map((to) => `POST /api/account/${to}`),
      ...['POST /api/account/wechat', 'POST /api/account/wechat/return', 'POST /api/account/wechat/bind'],
      'POST /api/console/login',
    ],
  },
  'phones, which prove with each request what they know': {
    exempt: { ...OPEN, 'foreign origin': 'no cookie counts, and no other page may send JSON' },
    routes: ['POST /api/enrolments', ...['', '/release', '/change'].map((act) => `POST /api/shares${act}`)],
  },
  'services outside, whose notices are signed or only a reason to ask': {
    exempt: {
      ...OPEN,
      'foreign origin': 'no cookie counts',
      'form of a page elsewhere': 'the payment service signs its bytes; the invoice issuer sends forms',
    },
    routes: ['POST /callbacks/payment', 'POST /callbacks/invoice'],
  },
  'whoever checks a certificate': {
    exempt: { ...OPEN, 'foreign origin': 'answers the same to everybody' },
    routes: ['POST /ca/ocsp', 'POST /ca/tsa'],
  },
  everybody: {
    exempt: READ,
    routes: [
      ...['GET /', 'GET /start.css', 'GET /p', 'GET /p/*', 'GET /console', 'GET /console/*'],
      ...['GET /api/openapi.json', 'GET /api/status', 'GET /api/organisations', 'GET /api/demo'],
      ...['issuing.crt', 'issuing.crl', 'root.crt', 'root.crl', 'root.pem', 'tsa.crt', 'ocsp/*', 'policy'].map(
        (file) => `GET /ca/${file}`,
      ),
    ],
  },
}

interface Ask {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly payload?: string
}

interface Refusal {
  readonly status: number
  readonly reason: unknown
}

let accounts: Accounts
let calls = 0
/** Headers of a request that would be let in. */
const entered = new Map<string, Readonly<Record<string, string>>>()

/** From an address of its own, as limits count. */
const send = ({ method, url, headers, payload }: Ask) => {
  calls += 1
  return accounts.server.app.inject({
    ...{ method: method as 'GET' | 'HEAD' | 'POST', url, headers, ...(payload === undefined ? {} : { payload }) },
    remoteAddress: `10.9.${calls >> 8}.${calls & 255}`,
  })
}

const refusalOf = async (ask: Ask): Promise<Refusal> => {
  const { statusCode: status, payload } = await send(ask)
  if (payload === '') return { status, reason: null }
  const { error } = JSON.parse(payload) as { error?: { details: { reason?: unknown } } }
  return { status, reason: error?.details.reason ?? null }
}

/** What the router says it has, `METHOD /path`; HEAD goes with GET. */
const registered = (): readonly string[] => {
  const above: string[] = []
  return accounts.server.app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([ │]*)[├└]── (\S+) \(([A-Z, ]+)\)$/.exec(line) ?? []
      const depth = indent.length / 4
      above.splice(depth, above.length, part === '*' ? '/*' : part)
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => `${method} ${above.join('')}`)
    })
}

beforeAll(async () => {
  accounts = await openAccounts()
  const { address: origin } = accounts.server
  const member = await accounts.member('13500000000')
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  entered.set('members', { cookie, origin, 'x-csrf-token': member.csrf() })
  const login = await accounts.server.app.inject({
    ...{ method: 'POST', url: '/api/console/login', headers: { origin } },
    payload: { name: 'officer', password: passwordOf(accounts.server) },
  })
  const [session] = login.cookies
  const { csrf } = login.json<Session>()
  entered.set('officers', { cookie: `${session?.name}=${session?.value}`, origin, 'x-csrf-token': csrf })
})
afterAll(() => accounts.remove())

test('each route is in the list, once', () => {
  const listed = Object.values(AUDIENCES).flatMap(({ routes }) => routes)
  expect(new Set(listed).size).toBe(listed.length)
  expect(registered().toSorted()).toEqual(listed.toSorted())
})

test('whatever is not asked for says why', () => {
  for (const { exempt } of Object.values(AUDIENCES))
    for (const reason of Object.values(exempt)) expect(reason).not.toBe('')
})

/** The cookie of one side under the name of the other. */
const swapped = (to: string): string => {
  const valueOf = (side: string): string =>
    /bidseal-(?:account|console)=([^;]+)/.exec(entered.get(side)?.['cookie'] ?? '')?.[1] ?? ''
  return to === 'members' ? `bidseal-account=${valueOf('officers')}` : `bidseal-console=${valueOf('members')}`
}

/** What a case sends instead, and how it is refused; null where the method has no such case. */
const askedAs = (
  name: Case,
  audience: string,
  isChange: boolean,
): readonly [Record<string, string>, Refusal] | null => {
  const { cookie = '', origin = accounts.server.address, 'x-csrf-token': token = '' } = entered.get(audience) ?? {}
  const noLogin = { status: 401, reason: 'login' }
  switch (name) {
    case 'no login':
      return [{ origin }, noLogin]
    case 'session of the other side':
      return [{ origin, cookie: swapped(audience), 'x-csrf-token': token }, noLogin]
    case 'no token':
      return isChange
        ? [
            { origin, cookie },
            { status: 403, reason: 'token' },
          ]
        : null
    case 'wrong token':
      return isChange
        ? [
            { origin, cookie, 'x-csrf-token': 'A'.repeat(43) },
            { status: 403, reason: 'token' },
          ]
        : null
    case 'foreign origin':
      return isChange
        ? [
            { origin: 'https://evil.example', cookie, 'x-csrf-token': token },
            { status: 403, reason: 'origin' },
          ]
        : null
    case 'form of a page elsewhere':
      return isChange
        ? [{ 'content-type': 'text/plain' }, { status: 415, reason: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }]
        : null
  }
}

const isAsked = ([, { exempt }]: readonly [string, Audience]): boolean =>
  CASES.some((name) => exempt[name] === undefined)

describe.each(Object.entries(AUDIENCES).filter(isAsked))('%s', (audience, { exempt, routes }) => {
  test.each(CASES.filter((name) => exempt[name] === undefined))('%s', async (name) => {
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ')
      const url = path.replaceAll(/:\w+/g, '0011223344556677')
      const isChange = method !== 'GET'
      const asked = askedAs(name, audience, isChange)
      if (asked === null) continue
      const [headers, refusal] = asked
      const json = isChange ? { 'content-type': 'application/json' } : {}
      const body = isChange ? { payload: '{}' } : {}
      expect.soft(await refusalOf({ method, url, headers: { ...json, ...headers }, ...body }), route).toEqual(refusal)
      if (!isChange) expect.soft((await send({ method: 'HEAD', url, headers })).statusCode, route).toBe(refusal.status)
    }
  })
})

test('a request that a browser says comes from elsewhere is refused without an origin as well', async () => {
  for (const site of ['cross-site', 'same-site', 'none']) {
    const { origin: _, ...headers } = entered.get('members') ?? {}
    const ask = { method: 'POST', url: '/api/account/logout', headers: { ...headers, 'sec-fetch-site': site } }
    expect(await refusalOf(ask)).toEqual({ status: 403, reason: 'origin' })
  }
})

test('no other page is allowed to ask or to read anything', async () => {
  for (const [name, { routes }] of Object.entries(AUDIENCES))
    for (const route of routes) {
      const url = (route.split(' ')[1] ?? '').replaceAll(/:\w+/g, '0011223344556677')
      calls += 1
      const { headers } = await accounts.server.app.inject({
        ...{ method: 'OPTIONS', url, remoteAddress: `10.9.${calls >> 8}.${calls & 255}` },
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      })
      expect
        .soft(
          Object.keys(headers).filter((key) => key.startsWith('access-control')),
          `${name} ${url}`,
        )
        .toEqual([])
    }
})

test('no answer is kept on the way but what everybody may have', async () => {
  for (const { routes } of Object.values(AUDIENCES).filter(({ exempt }) => exempt !== READ))
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ')
      const headers = { 'content-type': 'application/json' }
      const ask = { method, url: path.replaceAll(/:\w+/g, '0011223344556677'), headers }
      const answer = await send(method === 'GET' ? { ...ask, headers: {} } : { ...ask, payload: '{}' })
      expect.soft(answer.headers['cache-control'], route).toBe('no-store')
    }
  expect((await send({ method: 'GET', url: '/nothing', headers: {} })).headers['cache-control']).toBe('no-store')
})

test('all of that has ended no session, and whoever only reads needs no token', async () => {
  for (const [side, url] of [
    ['members', '/api/account'],
    ['officers', '/api/console/session'],
  ] as const) {
    const { 'x-csrf-token': _, ...headers } = entered.get(side) ?? {}
    expect((await send({ method: 'GET', url, headers })).statusCode).toBe(200)
  }
})
