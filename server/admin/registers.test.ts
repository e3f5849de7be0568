/** People, companies, certificates, seals and the log at the console: found, shown in detail, exported. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshCode, passwordOf, secretOf } from '#tests/support/officer'
import { databaseOf } from '#tests/support/database'
import { enrolmentFor, openTestServer, signingKeys, type TestServer } from '#tests/support/server'
import { openStore } from '../store/store.ts'
import type { CompanyDetails } from './company-messages.ts'
import type { AuditList, CertificateList, Session } from './messages.ts'
import type { PersonDetails, PersonList } from './people-messages.ts'
import type { StatisticsAnswer } from './statistics-messages.ts'
import type { SealDesigns, SealDetails, SealList } from './seal-messages.ts'

const AT = Date.UTC(2026, 10, 25)
const CODE = '91410100MA9ABCD16M'
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])

let server: TestServer
let headers: Record<string, string>
let now = Date.now()

const ask = (method: 'GET' | 'POST', path: string, payload?: object, as = headers) =>
  server.app.inject({ method, url: `/api/console/${path}`, headers: as, ...(payload === undefined ? {} : { payload }) })
const get = async <T>(path: string, as = headers): Promise<T> => (await ask('GET', path, undefined, as)).json<T>()

const logIn = async (name: string, password: string) => {
  const answer = await ask('POST', 'login', { name, password }, {})
  const [cookie] = answer.cookies
  return {
    ...{ cookie: `${cookie?.name}=${cookie?.value}`, origin: server.address },
    'x-csrf-token': answer.json<Session>().csrf,
  }
}

/** Two people of the demo's company: one with a certificate, one logged in on a phone. */
beforeAll(async () => {
  server = await openTestServer({ clock: { now: () => now, after: () => () => undefined } })
  headers = await logIn('officer', passwordOf(server))
  await ask('POST', 'factor', { code: await freshCode(secretOf(server), () => now) })
  const payload = await enrolmentFor(await signingKeys())
  expect((await server.app.inject({ method: 'POST', url: '/api/enrolments', payload })).statusCode).toBe(201)
  const store = await openStore(await databaseOf(server.data))
  for (const [at, id] of ['a1', 'a2'].entries()) {
    await store.accounts.add({ id, mobile: `1390000000${at}`, password: null, wechat: null }, AT + at)
    await store.applications.add({
      ...{ id: id.repeat(16), account: id, kind: at === 0 ? 'claim' : 'join', creditCode: CODE, company: '示范' },
      ...{ state: 'issued', version: 1, approvedBy: null, form: Uint8Array.of(0), createdAt: AT, changedAt: AT },
      submittedAt: AT,
    })
    const role = at === 0 ? 'administrator' : 'staff'
    await store.members.add({ application: id.repeat(16), creditCode: CODE, account: id, role, since: AT + at })
  }
  const order = { account: 'a1', kind: 'claim', creditCode: CODE, company: '示范', fen: 30_000, dueAt: null }
  for (const [id, state] of [
    ['A1', 'paid'],
    ['A2', 'refunded'],
  ] as const) {
    await store.orders.add({
      ...{ ...order, id, application: id, organisation: 'bidseal', state: 'created' },
      ...{ createdAt: AT, expiresAt: AT },
    })
    await store.orders.move(id, 'created', state, { paidAt: AT, dueAt: null })
  }
  const step = { state: '', role: 'officer', actor: '何审', note: null }
  for (const [id, after] of [
    ['a1', 60_000],
    ['a2', 7_200_000],
  ] as const) {
    const application = id.repeat(16)
    await store.applicationHistory.append({ ...step, application, n: 1, at: AT, event: 'submit', role: 'applicant' })
    await store.applicationHistory.append({ ...step, application, n: 2, at: AT + after, event: 'approve' })
  }
  await store.holdings.add({
    ...{ application: 'a1'.repeat(16), account: 'a1', creditCode: CODE, organisation: 'second', signing: 'e1' },
    ...{ encryption: 'e2', fingerprint: 'f', notBefore: AT, notAfter: AT + 1, issuedAt: AT, seals: '[]' },
    ...{ previous: null, revokedAt: AT, revocationReason: 'superseded', revokedBy: 'authority' },
  })
  await store.identityProofs.add({ id: 'p', account: 'a1', method: 'alipay', provenAt: AT })
  const session = { token: 't', id: 's', csrf: '', device: '王敏的手机', createdAt: now, seenAt: now }
  await store.accountSessions.add({ ...session, account: 'a2' })
  await store.close()
}, 60_000)

afterAll(() => server.remove())

test('people are found with where they belong, and shown with what is theirs', async () => {
  const { people, next } = await get<PersonList>('people')
  expect(people.map(({ id, mobile, devices }) => [id, mobile, devices])).toEqual([
    ['a2', '139****0001', 1],
    ['a1', '139****0000', 0],
  ])
  expect(people[1]?.memberships).toMatchObject([{ creditCode: CODE, role: 'administrator' }])
  expect(next).toBeNull()
  expect((await get<PersonList>('people?limit=1')).next).toBe(`${AT + 1}.a2`)
  expect((await get<PersonList>('people?text=13900000000')).people).toHaveLength(1)
  expect((await get<PersonList>('people?state=identified')).people).toEqual([])
  const details = await get<PersonDetails>('people/a2')
  expect(details).toMatchObject({ lockedUntil: null, devices: [{ name: '王敏的手机' }], certificates: [], orders: [] })
  expect(details.applications).toMatchObject([{ kind: 'join', state: 'issued' }])
  expect((await ask('GET', 'people/nobody')).statusCode).toBe(404)
  for (const wrong of ['people?limit=0', 'people?state=x', 'people?after=x', 'people/a%20b'])
    expect((await ask('GET', wrong)).statusCode).toBe(400)
})

test('somebody is logged out everywhere with a reason, and the log tells of it', async () => {
  expect((await ask('POST', 'people/a2/log-out', { reason: 'because' })).statusCode).toBe(400)
  expect((await ask('POST', 'people/a2/log-out', { reason: 'phone-lost' })).statusCode).toBe(200)
  expect((await get<PersonDetails>('people/a2')).devices).toEqual([])
  const [row] = (await get<AuditList>('audit?limit=1')).rows
  expect(row).toMatchObject({
    actor: 'officer',
    action: 'sessions-ended',
    facts: { account: 'a2', reason: 'phone-lost' },
  })
  expect((await ask('POST', 'people/nobody/log-out', { reason: 'misuse' })).statusCode).toBe(404)
})

test('a company is shown with its members, certificates, seals and applications', async () => {
  const details = await get<CompanyDetails>(`companies/${CODE}`)
  expect(details.company).toMatchObject({ creditCode: CODE, certificates: 2 })
  expect(details.members.map(({ account, role }) => [account, role])).toEqual([
    ['a2', 'staff'],
    ['a1', 'administrator'],
  ])
  expect(details.certificates).toHaveLength(2)
  expect(details.seals).toMatchObject([{ kind: 'company', state: 'in-force' }])
  expect(details.applications).toHaveLength(2)
  expect((await ask('GET', 'companies/NONE')).statusCode).toBe(404)
})

test('certificates of other organisations are found beside, and exported', async () => {
  const { organisations } = await get<CertificateList>('certificates')
  expect(organisations).toEqual(['bidseal', 'second'])
  const { certificates, total } = await get<CertificateList>('certificates?organisation=second')
  expect(total).toBe(2)
  expect(certificates.map(({ serial, usage, state }) => [serial, usage, state])).toEqual([
    ['e1', 'sign', 'revoked'],
    ['e2', 'encrypt', 'revoked'],
  ])
  expect(certificates[0]).toMatchObject({ organisation: 'second', reason: 'superseded', creditCode: CODE })
  const found = async (query: string) =>
    (await get<CertificateList>(`certificates?organisation=second&${query}`)).certificates.map(({ serial }) => serial)
  expect(await found('usage=encrypt')).toEqual(['e2'])
  expect(await found('state=in-force')).toEqual([])
  expect(await found('text=e1')).toEqual(['e1'])
  expect(await found('offset=1')).toEqual(['e2'])
  expect((await ask('GET', 'certificates.csv?organisation=second')).body.trim().split('\r\n')).toHaveLength(3)
  expect((await get<CompanyDetails>(`companies/${CODE}`)).others).toMatchObject([{ organisation: 'second' }])
})

test('certificates are found by use and state', async () => {
  const total = async (query: string) => (await get<CertificateList>(`certificates?${query}`)).total
  expect(await total('usage=sign')).toBe(1)
  expect(await total('state=in-force')).toBe(2)
  for (const state of ['ending', 'expired', 'revoked']) expect(await total(`state=${state}`)).toBe(0)
})

test('seals are found, and shown as their records say', async () => {
  const { seals } = await get<SealList>('seals?state=company')
  const id = seals[0]?.id ?? ''
  expect(await get<SealDetails>(`seals/${id}`)).toMatchObject({ seal: { creditCode: CODE }, width: 42, height: 42 })
  const picture = await ask('GET', `seals/${id}/picture`)
  expect(picture.headers['content-type']).toBe('image/png')
  expect(picture.rawPayload.subarray(0, 4)).toEqual(PNG)
  expect((await get<SealList>('seals?state=finance')).seals).toEqual([])
  expect((await ask('GET', 'seals/none')).statusCode).toBe(404)
  expect((await ask('GET', 'seals?after=1.2')).statusCode).toBe(400)
})

test('a seal is drawn as it would be, and refused where its characters cannot be', async () => {
  const seal = { kind: 'contract', name: '河南示范建设有限公司', line: '合同专用章', code: CODE }
  const picture = await ask('POST', 'seals/preview', seal)
  expect([picture.statusCode, picture.rawPayload.subarray(0, 4)]).toEqual([200, PNG])
  const odd = await ask('POST', 'seals/preview', { ...seal, name: '示范😀公司' })
  expect(odd.json()).toMatchObject({ error: { details: { reason: 'seal-characters', characters: '😀' } } })
  for (const wrong of [
    { name: '' },
    { name: '长'.repeat(41) },
    { line: '长'.repeat(13) },
    { code: 'x' },
    { kind: 'x' },
  ])
    expect((await ask('POST', 'seals/preview', { ...seal, ...wrong })).statusCode).toBe(400)
})

test('a company’s design is kept, is what its next seal looks like, and goes back to the usual', async () => {
  const seen = async () =>
    (await get<SealDesigns>(`companies/${CODE}/designs`)).designs.find(({ kind }) => kind === 'company')
  expect(await seen()).toMatchObject({ choice: { line: '', hasCode: true }, savedBy: null })
  const path = `companies/${CODE}/designs/company`
  expect((await ask('POST', path, { line: '投标专用', hasCode: false })).statusCode).toBe(200)
  expect(await seen()).toMatchObject({ choice: { line: '投标专用', hasCode: false }, savedBy: 'officer' })
  const picturesOf = async () => {
    const { seals } = await get<SealList>('seals')
    return Promise.all(
      seals.map(async ({ id }) => (await ask('GET', `seals/${id}/picture`)).rawPayload.toString('hex')),
    )
  }
  const payload = await enrolmentFor(await signingKeys())
  expect((await server.app.inject({ method: 'POST', url: '/api/enrolments', payload })).statusCode).toBe(201)
  const draft = {
    kind: 'company',
    name: (await get<CompanyDetails>(`companies/${CODE}`)).company.name,
    line: '投标专用',
    code: '',
  }
  expect(await picturesOf()).toContain((await ask('POST', 'seals/preview', draft)).rawPayload.toString('hex'))
  expect((await ask('POST', path, { line: '', hasCode: true })).statusCode).toBe(200)
  expect(await seen()).toMatchObject({ savedBy: null })
  const { rows } = await get<AuditList>('audit?action=seal-designed')
  expect(rows).toMatchObject([{ facts: { hasCode: true } }, { facts: { hasCode: false, line: '投标专用' } }])
  expect((await ask('POST', 'companies/NONE/designs/company', { line: '', hasCode: true })).statusCode).toBe(404)
})

test.each(['people', 'companies', 'certificates', 'seals', 'audit', 'orders', 'invoices', 'statistics'])(
  'an export of %s is a table, and the log tells of it',
  async (name) => {
    const answer = await ask('GET', `${name}.csv`)
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="${name}.csv"`)
    const { rows: list } = await get<AuditList>('audit?limit=1')
    expect(list[0]).toMatchObject({ actor: 'officer', action: `${name}-exported` })
    const lines = answer.body.slice(1).trim().split('\r\n')
    for (const heading of lines[0]?.split(',') ?? []) expect(heading).toMatch(/\p{Script=Han}/u)
    const english = (await ask('GET', `${name}.csv?language=en`)).body.slice(1).split('\r\n')
    expect(english[0]).toMatch(/^[A-Z][\w ().,]+$/)
    expect((await ask('GET', `${name}.csv?language=fr`)).statusCode).toBe(400)
    expect(new Set(lines.map((line) => line.replaceAll(/"[^"]*(""[^"]*)*"/g, '').split(',').length)).size).toBe(1)
    if (!['orders', 'invoices'].includes(name)) expect(lines.length).toBeGreaterThan(1)
  },
)

test('figures are counted month by month', async () => {
  const month = new Date(now + 8 * 3600_000).toISOString().slice(0, 7)
  const { from, months } = await get<StatisticsAnswer>(`statistics?to=${month}`)
  expect([from, months.length]).toEqual([months[0]?.month, 12])
  const { issued, renewed, revoked } = months.at(-1)?.certificates ?? {}
  expect([issued, renewed, revoked]).toEqual([2, 0, 0])
  const [november] = (await get<StatisticsAnswer>('statistics?from=2026-11&to=2026-11')).months
  expect(november).toMatchObject({
    applications: [
      { kind: 'claim', state: 'issued', count: 1 },
      { kind: 'join', state: 'issued', count: 1 },
    ],
    decisions: { count: 2, median: 60_000, p90: 7_200_000 },
    revenue: [{ organisation: 'bidseal', fen: 30_000 }],
    identity: [{ method: 'alipay', count: 1 }],
  })
  for (const wrong of ['from=2026-13', 'from=x', 'from=2026-02&to=2026-01', 'from=2001-01&to=2026-01'])
    expect((await ask('GET', `statistics?${wrong}`)).statusCode).toBe(400)
})

test('what people are looked for by is not logged', async () => {
  await ask('GET', 'people.csv?text=13900000000')
  const [row] = (await get<AuditList>('audit?limit=1')).rows
  expect(row?.facts).toEqual({ searched: true })
})

test('certificates that end soon are found 90 days before', async () => {
  now += 300 * 24 * 3600_000
  const later = await logIn('officer', passwordOf(server))
  await ask('POST', 'factor', { code: await freshCode(secretOf(server), () => now) }, later)
  expect((await get<CertificateList>('certificates?state=ending', later)).total).toBeGreaterThan(1)
})
