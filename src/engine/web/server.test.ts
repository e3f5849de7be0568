import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { AppError } from '#core/errors'
import { socketPort } from '#ipc/socket'
import { createClient } from '#ipc/transport'
import { openInbox } from './inbox.ts'
import { startWebHost, type WebHost } from './server.ts'

const folder = mkdtempSync(join(tmpdir(), 'bidseal-web-'))
const status = { address: 'http://127.0.0.1:1', state: 'connected' }
let host: WebHost
let origin: string
let cookie: string

interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | string[] | undefined }
  readonly body: string
}

/** As a browser would ask, but with headers that a browser does not let a page choose. */
const ask = (path: string, headers: { [name: string]: string } = {}, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(`${origin}${path}`, { method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })

const connect = (headers: { [name: string]: string }): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/contract`, { headers })
    socket.binaryType = 'arraybuffer'
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })

beforeAll(async () => {
  const page = join(folder, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<p>page')
  writeFileSync(join(page, 'assets/main-1.js'), 'run()')
  writeFileSync(join(folder, 'secret.pem'), 'secret')
  host = await startWebHost({
    engine: {
      call: (method) =>
        method === 'server.status'
          ? Promise.resolve(status)
          : Promise.reject(new AppError('project-not-found', { project: '1' })),
      onEvent: () => () => {},
    },
    inbox: await openInbox(join(folder, 'inbox')),
    folder: page,
    port: 0,
    onBug: () => {},
  })
  origin = new URL(host.address).origin
})
afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true })
})

describe('the browser host', () => {
  it('lets nobody in without the token', async () => {
    expect((await ask('/')).status).toBe(403)
    expect((await ask('/?token=guess')).status).toBe(403)
    await expect(connect({ origin })).rejects.toThrow('403')
  })

  it('exchanges the token once for a cookie that scripts and other sites do not get', async () => {
    const { pathname, search } = new URL(host.address)
    const first = await ask(pathname + search)
    expect(first).toMatchObject({ status: 303, headers: { location: '/' } })
    const [header = ''] = first.headers['set-cookie'] ?? []
    expect(header).toMatch(/^bidseal-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    cookie = header.slice(0, header.indexOf(';'))
    expect((await ask(pathname + search)).status).toBe(403)
  })

  it('serves the page with its policy, and nothing beside it', async () => {
    const page = await ask('/', { cookie })
    expect(page).toMatchObject({
      status: 200,
      body: '<p>page',
      headers: { 'content-type': 'text/html; charset=utf-8' },
    })
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect(await ask('/assets/main-1.js', { cookie })).toMatchObject({ status: 200, body: 'run()' })
    for (const path of ['/../secret.pem', '/..%2fsecret.pem', '/%2e%2e/secret.pem', '/assets', '/none.js']) {
      expect(await ask(path, { cookie })).toMatchObject({ status: 404, body: '' })
    }
  })

  it('does not answer under a foreign name', async () => {
    expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(421)
    await expect(connect({ cookie, origin: 'http://evil.example' })).rejects.toThrow('403')
  })

  it('carries the contract', async () => {
    const socket = await connect({ cookie, origin })
    const { client, attach } = createClient()
    attach(socketPort(socket))
    expect(await client.call('server.status', {})).toEqual(status)
    await expect(client.call('projects.list', {})).rejects.toMatchObject({
      code: 'project-not-found',
      details: { project: '1' },
    })
    socket.close()
  })

  it('takes files from its own page only', async () => {
    const path = `/files?${new URLSearchParams({ name: '../投标函.pdf' }).toString()}`
    expect((await ask(path, { cookie, origin: 'http://evil.example' }, 'x')).status).toBe(403)
    expect((await ask(path, { cookie }, 'x')).status).toBe(403)
    expect((await ask(path, { origin }, 'x')).status).toBe(403)
    const taken = await ask(path, { cookie, origin }, '%PDF')
    expect(taken.status).toBe(200)
    const pick = JSON.parse(taken.body) as { path: string; name: string; size: number }
    expect(pick).toMatchObject({ name: '__投标函.pdf', size: 4 })
    expect(readFileSync(pick.path, 'utf8')).toBe('%PDF')
  })
})
