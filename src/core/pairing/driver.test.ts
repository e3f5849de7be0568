import { beforeEach, describe, expect, it } from 'vitest'
import { fakeClock, type FakeClock } from '#tests/support/clock'
import { random } from '#tests/support/pairing'
import { utf8, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { driveMachine, type Driver, type Machine } from './driver.ts'
import type { Effects } from './effects.ts'
import type { SocketEvents } from './ports.ts'
import { controlText, handleText, msgFrame, parsePut } from './relay-frames.ts'

const room = handleText(new Uint8Array(16))
let clock: FakeClock
let sockets: { readonly events: SocketEvents; readonly puts: string[]; isClosed: boolean }[]
let calls: string[]
let failures: string[]
let due: number | null
let answer: (call: string) => Promise<Effects>
let driver: Driver
let changes: number

const machine: Machine = {
  get nextTick() {
    return due
  },
  receive: (_room, bytes: Bytes) => answer(`receive ${Buffer.from(bytes).toString()}`),
  tick: () => answer('tick'),
  fail: async (error) => {
    failures.push(error.code)
    due = null
    return []
  },
}
/** Lets everything happen that is only waiting for its turn. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

beforeEach(() => {
  clock = fakeClock()
  sockets = []
  calls = []
  failures = []
  due = null
  changes = 0
  answer = async (call) => {
    calls.push(call)
    return []
  }
  driver = driveMachine(machine, {
    server: 'http://127.0.0.1:1',
    role: 'desktop',
    clock,
    random,
    connect: (_address, events) => {
      const socket = { events, puts: [] as string[], isClosed: false }
      sockets.push(socket)
      const send = (frame: string | Bytes): void => {
        if (typeof frame !== 'string') socket.puts.push(Buffer.from(parsePut(frame)!.payload).toString())
      }
      return { send, close: () => (socket.isClosed = true) }
    },
    onChange: () => (changes += 1),
  })
})

const join = async (): Promise<void> => driver.act(async () => [{ type: 'join', room }])
const accept = (): void => {
  sockets.at(-1)!.events.opened()
  sockets.at(-1)!.events.text(controlText({ type: 'peer', up: true }))
}

describe('a driver', () => {
  it('joins, sends, hands in and leaves', async () => {
    await join()
    accept()
    await driver.act(async () => [{ type: 'send', room, frame: utf8('hello'), lifetime: 1000 }])
    expect(sockets[0]!.puts).toEqual(['hello'])
    sockets[0]!.events.binary(msgFrame({ n: 1, payload: utf8('welcome') }))
    await settle()
    expect(calls).toEqual(['receive welcome'])
    sockets[0]!.events.text(controlText({ type: 'ack', n: 1 }))
    await driver.act(async () => [{ type: 'leave', room }])
    expect([sockets[0]!.isClosed, clock.planned]).toEqual([true, 0])
    expect(changes).toBeGreaterThan(3)
  })

  it('lets no two calls overlap, and does not stop at one that throws', async () => {
    const order: string[] = []
    const slow = driver.act(async () => {
      await settle()
      order.push('slow')
      return []
    })
    const bad = driver.act(() => Promise.reject(new AppError('request-expired')))
    const fast = driver.act(async () => {
      order.push('fast')
      return []
    })
    await expect(bad).rejects.toMatchObject({ code: 'request-expired' })
    await Promise.all([slow, fast])
    expect(order).toEqual(['slow', 'fast'])
  })

  it('winds the clock for the machine', async () => {
    due = clock.now() + 5000
    await driver.act(async () => [])
    clock.advance(4999)
    await settle()
    expect(calls).toEqual([])
    due = clock.now() + 60_000
    clock.advance(1)
    await settle()
    expect([calls, clock.planned]).toEqual([['tick'], 1])
  })

  it('ends the pairing when the machine itself is broken', async () => {
    await join()
    accept()
    answer = () => Promise.reject(new Error('bug'))
    sockets[0]!.events.binary(msgFrame({ n: 1, payload: utf8('x') }))
    await settle()
    expect(failures).toEqual(['internal'])
  })

  it('gives up a room that cannot be joined for 20 s, and says meanwhile what is wrong', async () => {
    await join()
    expect(driver.trouble).toBeNull()
    sockets[0]!.events.closed()
    expect(driver.trouble).toBe('relay-unreachable')
    clock.advance(19_999)
    await settle()
    expect(failures).toEqual([])
    clock.advance(1)
    await settle()
    expect(failures).toEqual(['relay-unreachable'])
  })

  it('does not give up a room that it was in', async () => {
    await join()
    accept()
    sockets[0]!.events.closed()
    expect(driver.trouble).toBe('relay-unreachable')
    clock.advance(60_000)
    await settle()
    expect(failures).toEqual([])
    accept()
    expect(driver.trouble).toBeNull()
  })

  it.each([
    ['crowded', 'relay-crowded'],
    ['unknown-session', 'unknown-session'],
    ['malformed', 'relay-unreachable'],
  ] as const)('ends the pairing when the relay says %s', async (fault, code) => {
    await join()
    accept()
    sockets[0]!.events.text(controlText({ type: 'err', code: fault }))
    await settle()
    expect(failures).toEqual([code])
  })

  it('waits when the relay asks to slow down, and says so until it is in', async () => {
    await join()
    sockets[0]!.events.opened()
    sockets[0]!.events.text(controlText({ type: 'err', code: 'limit' }))
    await settle()
    expect([driver.trouble, failures]).toEqual(['relay-limit', []])
    clock.advance(1500)
    sockets[1]!.events.closed()
    expect(driver.trouble).toBe('relay-limit')
    clock.advance(3000)
    accept()
    expect(driver.trouble).toBeNull()
  })

  it('drives no more once it is closed', async () => {
    await join()
    accept()
    due = clock.now() + 1000
    await driver.act(async () => [])
    const before = changes
    driver.close()
    await driver.act(async () => {
      calls.push('late')
      return []
    })
    clock.advance(60_000)
    await settle()
    expect([calls, changes, sockets[0]!.isClosed, clock.planned]).toEqual([[], before, true, 0])
  })
})
