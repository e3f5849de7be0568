/** Every route for people, found in the server's own description: who is not logged in, or forges, gets nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { openAccounts, type Accounts } from '#tests/support/accounts'
import type { Browser } from '#tests/support/browser-person'

const METHODS = ['GET', 'POST'] as const

interface Route {
  readonly method: (typeof METHODS)[number]
  readonly path: string
}

const operation = z.object({ tags: z.array(z.string()).default([]) })
const description = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) })

let accounts: Accounts
let member: Browser
let routes: readonly Route[]
let open: readonly string[]

beforeAll(async () => {
  accounts = await openAccounts()
  member = await accounts.member('13500000000')
  const { paths } = description.parse((await accounts.server.app.inject('/api/openapi.json')).json())
  const found = Object.entries(paths).flatMap(([path, methods]) =>
    METHODS.map((method) => ({ method, path, tags: methods[method.toLowerCase()]?.tags ?? [] })),
  )
  routes = found
    .filter(({ tags }) => tags.includes('members'))
    .map(({ method, path }) => ({ method, path: path.replaceAll(/\{\w+\}/g, '0011223344556677') }))
  open = found.filter(({ tags }) => tags.includes('anybody')).map(({ path }) => path)
})
afterAll(() => accounts.remove())

const call = (browser: Browser, { method, path }: Route, headers = {}) =>
  method === 'GET' ? browser.get(path.slice('/api/'.length)) : browser.post(path.slice('/api/'.length), {}, headers)

test('of an account, anybody may do what leads into it', () => {
  expect(routes.map(({ path }) => path)).toEqual(expect.arrayContaining(['/api/account', '/api/identity']))
  expect(open.filter((path) => path.startsWith('/api/account')).sort()).toEqual([
    '/api/account/codes',
    '/api/account/login/code',
    '/api/account/login/password',
    '/api/account/password/reset',
    '/api/account/register',
    '/api/account/wechat',
    '/api/account/wechat/bind',
    '/api/account/wechat/return',
  ])
})

test('none answers who is not logged in', async () => {
  for (const route of routes)
    expect.soft(await call(accounts.browser(), route), route.path).toMatchObject({
      ...{ status: 401, details: { reason: 'login' } },
    })
})

test('none takes a change without the token, or from a page of somebody else', async () => {
  for (const route of routes.filter(({ method }) => method === 'POST')) {
    const forged = await call(member, route, { 'x-csrf-token': 'A'.repeat(43) })
    expect.soft(forged, route.path).toMatchObject({ status: 403, details: { reason: 'token' } })
    const foreign = await call(member, route, { origin: 'https://evil.example' })
    expect.soft(foreign, route.path).toMatchObject({ status: 403, details: { reason: 'origin' } })
  }
  expect((await member.get('account')).status).toBe(200)
})
