/** What belongs to somebody, asked for by everybody else on every route, and asked for again by whom it belongs to. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { handoverBytes, ownCompanies, removalBytes } from '#core/application/company'
import { revocationBytes } from '#core/application/holding'
import type { MessageList } from '#core/application/messages'
import type { DeviceList } from '#core/identity/account'
import type { OrderList } from '#core/order/order'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import {
  act,
  applicationOf,
  CERTIFICATE,
  COMPANY_CODE,
  companyOf,
  fillClaim,
  identified,
  LI,
  photograph,
  upload,
  WANG,
  type Person,
} from '#tests/support/applying'
import type { Answer, Browser } from '#tests/support/browser-person'
import { csrOf, issuedApplication, type IssuedApplication } from '#tests/support/issuing'
import { EVERYDAY, joined, sealerOf, signed, wishToJoin, type Joined } from '#tests/support/joining'
import { signingKeys } from '#tests/support/server'

const OTHER_CODE = '91110108MA0TE5T240'
const DRAFT_CODE = '91440300MA0TESTC56'

interface Route {
  readonly method: 'GET' | 'POST'
  /** Behind `/api/`. */
  readonly path: string
}

interface Sent {
  readonly path: string
  readonly body: object
}

let accounts: Accounts
/** Administrator of a company, with certificates. */
let wang: Person
let own: IssuedApplication
/** Staff of it. */
let li: Joined
/** Wants to join it. */
let zhao: Person
let waiting: string
let draft: string
/** Wants to become its administrator. */
let taking: string
/** Administrator of another company, and somebody without one. */
let stranger: Person
let loose: Person
let routes: readonly Route[]
/** What stands in a path, of those to whom it belongs. */
let things: { readonly [name: string]: readonly string[] }
const sent = new Map<Browser, Sent[]>()

const recorded = (page: Browser): Browser => {
  const all: Sent[] = []
  const recorder: Browser = {
    ...page,
    post: (path, body = {}, headers = {}) => {
      all.push({ path, body })
      return page.post(path, body, headers)
    },
  }
  sent.set(recorder, all)
  return recorder
}

/** The same session at another address, whose requests count apart. */
const elsewhere = async ({ cookies }: Browser): Promise<Browser> => {
  const page = accounts.browser()
  for (const [name, value] of cookies) page.cookies.set(name, value)
  await page.get('account')
  return page
}

const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ tags: z.array(z.string()).default([]) }))),
})

/** Routes for people that name something in their path. */
const namingRoutes = async (): Promise<Route[]> => {
  const { paths } = description.parse((await accounts.server.app.inject('/api/openapi.json')).json())
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { tags }]) => tags.includes('members') && path.includes('{'))
      .map(([method]) => ({
        method: method === 'get' ? ('GET' as const) : ('POST' as const),
        path: path.slice('/api/'.length),
      })),
  )
}

const handoverOf = async (): Promise<string> => {
  const statement = await signed((at) => handoverBytes(COMPANY_CODE, li.id, at), own.keys, accounts.now())
  await wang.page.post(`companies/${COMPANY_CODE}/handovers`, { application: li.id, ...statement })
  const [company] = ownCompanies.parse((await wang.page.get('companies/mine')).body).companies
  return company!.handover!.id
}

beforeAll(async () => {
  const plain = await openAccounts()
  accounts = { ...plain, member: async (mobile) => recorded(await plain.member(mobile)) }
  wang = await identified(accounts, '13700000001')
  own = await issuedApplication(accounts, wang)
  li = await joined(accounts, '13700000002', wang, sealerOf(own))
  zhao = await identified(accounts, '13700000003', { name: '赵一鸣', idNumber: '999999190003010019' })
  waiting = await wishToJoin(zhao, wang)
  draft = (await fillClaim(accounts, zhao, { creditCode: DRAFT_CODE, name: '深圳草稿科技有限公司' })).id
  taking = (await fillClaim(accounts, zhao, {}, 'takeover')).id
  await act(zhao, taking, 'submit')
  stranger = await identified(accounts, '13700000004', { name: '孙远', idNumber: '999999190003010035' })
  await issuedApplication(accounts, stranger, { creditCode: OTHER_CODE, name: '北京样例工程有限公司' })
  loose = await identified(accounts, '13700000005', { name: LI.name, idNumber: '999999190003010051' })
  accounts.pass(1000)
  const handover = await handoverOf()
  const { messages } = (await wang.page.get('messages')).body as MessageList
  const { orders } = (await wang.page.get('orders')).body as OrderList
  const { devices } = (await wang.page.get('account/devices')).body as DeviceList
  const { form } = applicationOf(await wang.page.get(`applications/${own.id}`))
  routes = await namingRoutes()
  things = {
    'account/devices': devices.map(({ id }) => id),
    applications: [own.id, draft, taking],
    certificates: [own.id],
    joining: [waiting, li.id],
    messages: messages.slice(0, 1).map(({ id }) => id),
    orders: orders.map(({ id }) => id),
    uploads: [form.company!.licence, form.stamped!],
    handovers: [handover],
    members: [li.id],
    companies: [COMPANY_CODE],
    invoices: [],
  }
})
afterAll(() => accounts.remove())

/** Where something is named that anybody known by name may ask about, or that a test of its own looks after. */
const ELSEWHERE = ['companies/{creditCode}/administrator', 'invoices/{id}', 'invoices/{id}/reissue']
const isElsewhere = ({ path }: Route): boolean => ELSEWHERE.includes(path) || path.startsWith('invoices/{id}/files')

/** Each path of a route with what belongs to others. */
const pathsOf = ({ path }: Route): readonly string[] => {
  const named = path.replace('companies/{creditCode}', `companies/${COMPANY_CODE}`)
  const [whole, place = '', before = ''] = /^(.*?([a-z]+))\/\{\w+\}/.exec(named) ?? []
  if (whole === undefined) return [named]
  return (things[place] ?? things[before] ?? []).map((id) => named.replace(/\{\w+\}/, id))
}

/** What is sent: whole and well-formed, so that only whose it is stands in the way. */
const bodyFor = async (path: string, page: Browser): Promise<object> => {
  const keys = await signingKeys()
  const person = { mobile: '', page }
  const id = path.split('/').at(-2) ?? ''
  switch (path.split('/').at(-1)) {
    case 'company':
      return { version: 1, company: companyOf((await upload(accounts, person, 'licence', await photograph())).id) }
    case 'certificate':
      return { version: 1, certificate: CERTIFICATE }
    case 'stamped':
      return { version: 1, stamped: (await upload(accounts, person, 'stamped', await photograph())).id }
    case 'certificates':
      return { csr: await csrOf(keys) }
    case 'tags':
      return { tags: ['别人的'] }
    case 'revoke':
      return signed((at) => revocationBytes(id, at), keys, accounts.now())
    case 'end':
      return path.startsWith('account') ? {} : signed((at) => removalBytes(id, at), keys, accounts.now())
    case 'handovers':
      return {
        application: li.id,
        ...(await signed((at) => handoverBytes(COMPANY_CODE, li.id, at), keys, accounts.now())),
      }
    case 'authorise':
      return { version: 1, authorisation: EVERYDAY }
    case 'agree':
      return { version: 1, letter: 'a'.repeat(64) }
    case 'refuse':
      return { version: 1, reason: '不认识' }
    case 'pay':
      return { channel: 'h5' }
    case 'invoice':
      return { title: '北京样例工程有限公司', taxNumber: OTHER_CODE, email: 'a@example.com' }
    case 'submit':
      return { version: 1 }
    case 'withdraw':
      return path.startsWith('applications') ? { version: 1 } : {}
    default:
      return {}
  }
}

/** As whoever it does not belong to. */
const ask = async (person: Person, { method }: Route, path: string): Promise<void> => {
  const page = await elsewhere(person.page)
  const { status, error, details } =
    method === 'GET' ? await page.get(path) : await page.post(path, await bodyFor(path, page))
  const isUnseen = [403, 404].includes(status) || details['reason'] === 'no-such-device'
  expect.soft(isUnseen, `${method} ${path}: ${status} ${error} ${JSON.stringify(details)}`).toBe(true)
}

/** All that people see of theirs. */
const seen = async (): Promise<readonly Answer[]> => {
  const answers: Answer[] = []
  for (const { page } of [wang, li.person, zhao]) {
    const theirs = await elsewhere(page)
    for (const path of ['applications', 'certificates', 'companies/mine', 'messages', 'orders', 'joining', 'identity'])
      answers.push(await theirs.get(path))
  }
  const wangs = await elsewhere(wang.page)
  for (const path of [`companies/${COMPANY_CODE}/members`, `applications/${own.id}`, `joining/${waiting}`])
    answers.push(await wangs.get(path))
  answers.push(await (await elsewhere(zhao.page)).get(`applications/${draft}`))
  return answers
}

test('every route that names something is asked with something of others', () => {
  const unknown = routes.filter((route) => !isElsewhere(route) && pathsOf(route).length === 0)
  expect(unknown).toEqual([])
  expect(routes.length).toBeGreaterThan(30)
})

test('nobody gets at what belongs to others, whoever he is', async () => {
  const before = await seen()
  for (const person of [stranger, loose])
    for (const route of routes.filter((each) => !isElsewhere(each)))
      for (const path of pathsOf(route)) await ask(person, route, path)
  expect(await seen()).toEqual(before)
})

test('staff does not act for the administrator, nor see what he sees', async () => {
  const before = await seen()
  const administrators = ['joining/{id}', 'companies/{creditCode}/members', 'companies/{creditCode}/handovers']
  const theirs = ({ path }: Route): boolean =>
    administrators.some((start) => path.startsWith(start)) && !/\/(accept|decline|end)$/.test(path)
  for (const route of routes.filter(theirs)) for (const path of pathsOf(route)) await ask(li.person, route, path)
  expect(await seen()).toEqual(before)
})

test('what is over is not changed any more, not even by whom it belongs to', async () => {
  const before = await seen()
  const over = [
    { of: 'applications/{id}', thing: `applications/${own.id}` },
    { of: 'joining/{id}', thing: `joining/${li.id}` },
  ]
  for (const { of, thing } of over) {
    const { version } = (await wang.page.get(thing)).body as { version: number }
    const changes = routes.filter(({ method, path }) => method === 'POST' && path.startsWith(`${of}/`))
    expect(changes.length).toBeGreaterThan(2)
    for (const { path } of changes.filter(({ path }) => !path.endsWith('/certificates'))) {
      const page = await elsewhere(wang.page)
      const to = path.replace(of, thing)
      const { status, error } = await page.post(to, { ...(await bodyFor(to, page)), version })
      /** A letter that was never sent is looked for first. */
      const refusal = path.endsWith('/agree') ? [404, 'file-not-found'] : [409, 'application-state']
      expect.soft([to, status, error]).toEqual([to, ...refusal])
    }
  }
  expect(await seen()).toEqual(before)
})

test('what was sent once changes nothing when it is sent again', async () => {
  await act(zhao, draft, 'submit')
  const before = await seen()
  for (const { page } of [wang, li.person, zhao]) {
    const all = (sent.get(page) ?? []).filter(({ path }) => !path.startsWith('account') && !path.startsWith('identity'))
    expect(all.length).toBeGreaterThan(5)
    for (const { path, body } of all) await (await elsewhere(page)).post(path, body)
  }
  expect(await seen()).toEqual(before)
})

test('an administrator sees nothing of a wish that was not sent yet', async () => {
  const known = { name: WANG.name, mobile: wang.mobile }
  const begun = await loose.page.post('applications', { kind: 'join', creditCode: COMPANY_CODE, administrator: known })
  const page = await elsewhere(wang.page)
  expect(await page.get(`joining/${applicationOf(begun).id}`)).toMatchObject({ status: 404, error: 'file-not-found' })
})
