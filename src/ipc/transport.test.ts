import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { decode, encode } from '@msgpack/msgpack'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import type { EventName } from './contract.ts'
import { socketPort, type Socket } from './socket.ts'
import { createClient, serve, type Port, type Served } from './transport.ts'

const messagePort = (port: MessagePort): Port => ({
  send: (message) => port.postMessage(message),
  listen: (onMessage, onClose) => port.on('message', onMessage).on('close', onClose),
})

const opened: MessagePort[] = []
const channel = (): [Port, Port, MessagePort] => {
  const { port1, port2 } = new MessageChannel()
  opened.push(port1, port2)
  return [messagePort(port1), messagePort(port2), port2]
}
afterEach(() => {
  for (const port of opened.splice(0)) port.close()
})

const engineOf = (call: Served['call']) => {
  const listeners = new Set<(event: EventName, value: unknown) => void>()
  const engine: Served = {
    call,
    onEvent: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  return {
    engine,
    listeners,
    tell: (event: EventName, value: unknown) => listeners.forEach((hear) => hear(event, value)),
  }
}

const connected = (call: Served['call'], onBug?: (error: unknown) => void) => {
  const [near, far, farPort] = channel()
  const host = engineOf(call)
  serve(far, host.engine, onBug)
  const line = createClient()
  line.attach(near)
  return { ...host, ...line, farPort }
}

const status = { address: 'http://127.0.0.1:1', state: 'connected' } as const

describe('a client and a served engine', () => {
  it('pair every answer with its call, in whatever order they come', async () => {
    const finish: ((value: unknown) => void)[] = []
    const { client } = connected(() => new Promise((resolve) => finish.push(resolve)))
    const calls = [client.call('server.status', {}), client.call('server.status', {})]
    await expect.poll(() => finish.length).toBe(2)
    finish[1]?.('second')
    finish[0]?.('first')
    expect(await Promise.all(calls)).toEqual(['first', 'second'])
  })

  it('carry an AppError with its details and call anything else internal', async () => {
    const bugs: unknown[] = []
    const bug = new TypeError('x is undefined')
    const { client } = connected(
      (method) => Promise.reject(method === 'server.status' ? bug : new AppError('project-locked', { by: '王敏' })),
      (error) => bugs.push(error),
    )
    const refused = client.call('projects.list', {})
    await expect(refused).rejects.toBeInstanceOf(AppError)
    await expect(refused).rejects.toMatchObject({ code: 'project-locked', details: { by: '王敏' } })
    await expect(client.call('server.status', {})).rejects.toMatchObject({ code: 'internal', details: {} })
    expect(bugs).toEqual([bug])
  })

  it('tell events to those who listen, until they stop', async () => {
    const { client, tell } = connected(() => Promise.resolve(null))
    const heard: unknown[] = []
    const stop = client.on('server', (value) => heard.push(value))
    tell('server', status)
    await expect.poll(() => heard).toEqual([status])
    stop()
    tell('server', status)
    await client.call('server.status', {})
    expect(heard).toHaveLength(1)
  })

  it('let calls wait for the first port', async () => {
    const line = createClient()
    const early = line.client.call('server.status', {})
    const [near, far] = channel()
    serve(far, engineOf(() => Promise.resolve(status)).engine)
    line.attach(near)
    expect(await early).toEqual(status)
  })

  it('reject what a stopped engine owes and go on with the next one', async () => {
    const { client, attach } = connected(() => new Promise(() => {}))
    const lost = client.call('server.status', {})
    const [near, far] = channel()
    serve(far, engineOf(() => Promise.resolve(status)).engine)
    attach(near)
    await expect(lost).rejects.toMatchObject({ code: 'engine-stopped' })
    expect(await client.call('server.status', {})).toEqual(status)
  })

  it('notice a port that closes', async () => {
    const { client, farPort, listeners } = connected(() => new Promise(() => {}))
    const lost = client.call('server.status', {})
    farPort.close()
    await expect(lost).rejects.toMatchObject({ code: 'engine-stopped' })
    await expect.poll(() => listeners.size).toBe(0)
  })

  it('drop what is no call', async () => {
    const asked: string[] = []
    const { port1, port2 } = new MessageChannel()
    opened.push(port1, port2)
    serve(
      messagePort(port2),
      engineOf((method) => {
        asked.push(method)
        return Promise.resolve(null)
      }).engine,
    )
    const answers: unknown[] = []
    port1.on('message', (message) => answers.push(message))
    for (const message of [null, 7, {}, { call: 1.5, method: 'a' }, { call: 1, method: 2 }, { call: 2, method: 'b' }]) {
      port1.postMessage(message)
    }
    await expect.poll(() => answers).toEqual([{ answer: 2, ok: true, output: null }])
    expect(asked).toEqual(['b'])
  })
})

describe('a socket', () => {
  const socketOf = () => {
    const sent: unknown[] = []
    const heard: ((event: { data: unknown }) => void)[] = []
    const socket: Socket = {
      send: (data) => sent.push(decode(data)),
      addEventListener: (type: string, listener: (event: { data: unknown }) => void) => {
        if (type === 'message') heard.push(listener)
      },
    }
    return { socket, sent, receive: (data: unknown) => heard.forEach((hear) => hear({ data })) }
  }

  it('carries bytes and leaves out what is undefined', () => {
    const { socket, sent, receive } = socketOf()
    const got: unknown[] = []
    const port = socketPort(socket)
    port.listen(
      (message) => got.push(message),
      () => {},
    )
    port.send({ call: 1, method: 'a', input: { some: undefined, bytes: new Uint8Array([1, 2]) } })
    expect(sent).toEqual([{ call: 1, method: 'a', input: { bytes: new Uint8Array([1, 2]) } }])
    receive(encode({ answer: 1 }).slice().buffer)
    expect(got).toEqual([{ answer: 1 }])
  })

  it('drops text and bytes that are not MessagePack', () => {
    const { socket, receive } = socketOf()
    const got: unknown[] = []
    socketPort(socket).listen(
      (message) => got.push(message),
      () => {},
    )
    receive('{"call":1}')
    receive(new Uint8Array([0xc1]).buffer)
    expect(got).toEqual([])
  })
})
