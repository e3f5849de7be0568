import cookie from '@fastify/cookie'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { createCookie } from './cookie.ts'

const ask = async (isSecure: boolean) => {
  const app = fastify()
  await app.register(cookie)
  const kept = createCookie('bidseal', 'bidseal-plain', isSecure)
  app.get('/set', (_request, reply) => {
    kept.set(reply, 'value', 60)
    return {}
  })
  app.get('/clear', (_request, reply) => {
    kept.clear(reply)
    return {}
  })
  app.get('/read', (request) => ({ value: kept.read(request) ?? null }))
  const set = await app.inject('/set')
  const sent = set.cookies[0]
  const read = await app.inject({ url: '/read', cookies: { [sent?.name ?? '']: sent?.value ?? '' } })
  return {
    header: set.headers['set-cookie'],
    cleared: (await app.inject('/clear')).headers['set-cookie'],
    ...read.json<{ value: string }>(),
  }
}

test('over HTTPS a cookie belongs to this host, to no script and to no other site', async () => {
  const { header, cleared, value } = await ask(true)
  expect(header).toBe('__Host-bidseal=value; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Strict')
  expect(cleared).toMatch(/^__Host-bidseal=;.*Secure/)
  expect(value).toBe('value')
})

test('over HTTP it has a plain name, as browsers want the prefix to be secure', async () => {
  const { header, value } = await ask(false)
  expect(header).toBe('bidseal-plain=value; Max-Age=60; Path=/; HttpOnly; SameSite=Strict')
  expect(value).toBe('value')
})
