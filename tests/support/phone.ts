/** A phone without a screen: the agent over a store in memory, real requests and real sockets. */
import { randomBytes } from 'node:crypto'
import { createAgent, type HostedAgent } from '#agent/agent'
import { createClient, type Client } from '#agent/client'
import { answerOf, type FetchLike } from '#agent/http'
import { memoryStore, type MemoryStore } from '#agent/memory-store'
import type { PinCost } from '#agent/pin'
import type { Confirmation, ConfirmationView, CredentialView } from '#agent/views'
import { ownBytes } from '#core/bytes/bytes'
import type { Clock, ConnectSocket } from '#core/pairing/ports'
import { connectNodeSocket } from '#engine/pairing/node-socket'
import { systemClock } from '#engine/clock'
import type { Browser } from './browser-person.ts'

export const PIN = '483926'
/** Argon2id as cheap as it gets: what it costs is not what these tests are about. */
export const CHEAP = { memory: 8, passes: 1 } as const

export interface TestPhone {
  readonly agent: HostedAgent
  readonly store: MemoryStore
  /** Enrols for a demo company with PIN. */
  enrol(creditCode?: string, person?: string): Promise<CredentialView>
}

export interface TestPhoneOptions {
  readonly store?: MemoryStore
  readonly fetch?: FetchLike
  /** Who is logged in; nobody unless given. */
  readonly member?: Client
  readonly connect?: ConnectSocket
  readonly clock?: Clock
  /** CHEAP unless told otherwise. */
  readonly pinCost?: PinCost
}

export const fetchFrom =
  (server: string): FetchLike =>
  async (path, { method, body }) => {
    const headers = { 'content-type': 'application/json' }
    const init = body === undefined ? {} : { headers, body: JSON.stringify(body) }
    return answerOf(await fetch(new URL(path, server), { method, ...init }))
  }

/** Somebody's phone asks as his browser does. `cut` throws to lose a question, or its answer. */
export const memberOf = (
  { get, post }: Browser,
  cut: (path: string, when: 'request' | 'answer') => void = () => undefined,
): Client =>
  createClient(async (path, { method, body }) => {
    cut(path, 'request')
    const name = path.replace('/api/', '')
    const answer = await (method === 'GET' ? get(name) : post(name, body as object))
    cut(path, 'answer')
    return { status: answer.status, json: answer.body, bytes: new Uint8Array() }
  })

export const testPhone = (server: string, options: TestPhoneOptions = {}): TestPhone => {
  const { store = memoryStore(), connect = connectNodeSocket, clock = systemClock } = options
  const agent = createAgent({
    server,
    store,
    fetch: options.fetch ?? fetchFrom(server),
    ...(options.member === undefined ? {} : { member: options.member }),
    connect,
    clock,
    random: (length) => ownBytes(randomBytes(length)),
    device: '测试手机',
    pinCost: options.pinCost ?? CHEAP,
  })
  const enrol: TestPhone['enrol'] = (creditCode = '91410100MA9ABCD16M', person = '王敏') =>
    agent.enrol({ person, creditCode, pin: PIN, device: '测试手机' })
  return { agent, store, enrol }
}

/** Resolves with the view once it is so; rejects when the pairing ends otherwise. */
export const untilView = (
  confirmation: Confirmation,
  isReached: (view: ConfirmationView) => boolean,
): Promise<ConfirmationView> =>
  new Promise((resolve, reject) => {
    const stop = confirmation.onChange(() => check())
    const check = (): void => {
      const view = confirmation.view()
      const isOver = ['failed', 'expired', 'cancelled', 'refused'].includes(view.state)
      if (!isReached(view) && !isOver) return
      stop()
      if (isReached(view)) resolve(view)
      else reject(new Error(`ended as ${view.state}: ${view.error?.code ?? 'no error'}`))
    }
    check()
  })

export const untilState = (confirmation: Confirmation, state: ConfirmationView['state']): Promise<ConfirmationView> =>
  untilView(confirmation, (view) => view.state === state)
