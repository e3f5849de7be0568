import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket, type ClientOptions } from 'ws'
import { controlText, RELAY_POLICY } from '#core/pairing/relay-frames'
import { systemClock } from '#engine/clock'
import { createRelay, type Relay } from './relay.ts'
import { attachRelay, callerOf } from './upgrade.ts'

const OWN = 'https://bid.example'
let server: Server
let relay: Relay
let address = ''
beforeEach(async () => {
  server = createServer()
  relay = createRelay({ clock: systemClock })
  attachRelay(server, relay, { origins: (origin) => origin === OWN })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  relay.close()
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
})

const statusOf = async (path: string, options: ClientOptions = {}): Promise<number> => {
  const socket = new WebSocket(`${address}${path}`, options)
  const status = await new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => resolve(0))
  })
  socket.on('error', () => {
    // It is being given up before it was open.
  })
  socket.terminate()
  return status
}

/** Sends frames and waits for the end. */
const endOf = async (...frames: readonly (string | Uint8Array)[]): Promise<{ code: number; heard: string[] }> => {
  const socket = new WebSocket(`${address}/relay`)
  const heard: string[] = []
  socket.on('message', (data: Buffer) => heard.push(data.toString()))
  await once(socket, 'open')
  for (const frame of frames) socket.send(frame)
  const [code] = (await once(socket, 'close')) as [number]
  return { code, heard }
}
const open = controlText({ type: 'open', room: 'A'.repeat(22), role: 'desktop', token: 'A'.repeat(22), last: 0 })

describe('the door', () => {
  it('lets in pages of its own origin and clients that are no browsers, on one path', async () => {
    expect(await statusOf('/relay')).toBe(101)
    expect(await statusOf('/relay', { origin: OWN })).toBe(101)
    expect(await statusOf('/relay', { origin: 'https://evil.example' })).toBe(403)
    expect(await statusOf('/relay', { origin: `${OWN}.evil.example` })).toBe(403)
    expect(await statusOf('/relay', { origin: 'null' })).toBe(403)
    expect(await statusOf('/relay/')).toBe(404)
    expect(await statusOf('/relay?room=1')).toBe(404)
    expect(await statusOf('/')).toBe(404)
  })

  it('compresses nothing', async () => {
    const socket = new WebSocket(`${address}/relay`, { perMessageDeflate: true })
    await once(socket, 'open')
    expect(socket.extensions).toBe('')
    socket.terminate()
  })

  it('closes on malformed frames with a word, and at once on frames that are too large', async () => {
    expect(await endOf('hello')).toEqual({ code: 1005, heard: ['{"type":"err","code":"malformed"}'] })
    expect(await endOf(open, Uint8Array.of(9, 9))).toMatchObject({
      heard: ['{"type":"peer","up":false}', '{"type":"err","code":"malformed"}'],
    })
    expect((await endOf(open, new Uint8Array(64 * 1024 + 1))).code).not.toBe(1000)
    expect((await endOf('x'.repeat(64 * 1024 + 1))).code).not.toBe(1000)
    expect(relay.figures().connections).toBe(0)
  })
})

it.each<[string, string, string | undefined, string]>([
  ['somebody who names another is nobody else', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['a program on this machine is itself', '127.0.0.1', undefined, '127.0.0.1'],
  ['a proxy here is whom it names', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['over IPv6 as well', '::ffff:127.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['not whom a stranger told the proxy', '::1', '192.0.2.66, 198.51.100.1', '198.51.100.1'],
  ['nor the second of two proxies here', '::1', '198.51.100.1, 127.0.0.1', '198.51.100.1'],
  ['a proxy that says nothing is itself', '127.0.0.1', '', '127.0.0.1'],
])('%s', (_, remote, forwarded, caller) => {
  expect(callerOf(remote, forwarded)).toBe(caller)
})

it('counts people behind a proxy of this machine apart', async () => {
  const most = Array.from({ length: RELAY_POLICY.unopened }, () => '198.51.100.1')
  const sockets = await Promise.all(
    [...most, '198.51.100.2'].map(async (person) => {
      const socket = new WebSocket(`${address}/relay`, { headers: { 'x-forwarded-for': person } })
      const heard: string[] = []
      socket.on('message', (data: Buffer) => heard.push(data.toString()))
      await once(socket, 'open')
      return { socket, heard }
    }),
  )
  const other = sockets.at(-1)!
  other.socket.send(open)
  await once(other.socket, 'message')
  expect(other.heard).toEqual(['{"type":"peer","up":false}'])
  for (const { socket } of sockets) socket.terminate()
})

it('whatever is sent ends with a word or goes on, and leaves nothing behind', async () => {
  const handle = fc.constantFrom('A'.repeat(22), `${'B'.repeat(21)}A`, 'short')
  const frame = fc.oneof(
    fc
      .record(
        {
          type: fc.constantFrom('open', 'ack', 'leave', 'peer', 'err', 'ping', 'pong', 'other'),
          room: handle,
          role: fc.constantFrom('desktop', 'phone'),
          token: handle,
          last: fc.constantFrom(0, 1, -1, 2 ** 40),
          n: fc.constantFrom(0, 1, 2 ** 31),
        },
        { requiredKeys: ['type'] },
      )
      .map((value) => JSON.stringify(value)),
    fc.constant(open),
    fc.constantFrom('{"type":"ping"}', '{"type":"leave"}', '{"type":"ack","n":9}', '', '[]', '{"type":"ping"'),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.uint8Array({ maxLength: 60 }),
    fc
      .uint8Array({ minLength: 14, maxLength: 60 })
      .map((bytes) => Uint8Array.from([1, ...bytes.subarray(0, 8), 0, 0, 0, 9, ...bytes.subarray(8)])),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 12 }), async (frames) => {
      const socket = new WebSocket(`${address}/relay`, {
        headers: { 'x-forwarded-for': `198.51.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}` },
      })
      const heard: unknown[] = []
      socket.on('message', (data: Buffer, isBinary: boolean) =>
        heard.push(isBinary ? null : JSON.parse(data.toString())),
      )
      await once(socket, 'open')
      const closed = once(socket, 'close')
      for (const each of frames) if (socket.readyState === WebSocket.OPEN) socket.send(each)
      socket.close()
      await closed
      for (const each of heard.filter((value) => value !== null)) expect(each).toHaveProperty('type')
    }),
    { numRuns: 200 },
  )
  await vi.waitFor(() => expect(relay.figures().connections).toBe(0))
  expect((await endOf(open, Uint8Array.of(9))).heard.at(-1)).toBe('{"type":"err","code":"malformed"}')
})
