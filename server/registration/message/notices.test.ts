import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MESSAGE_KINDS } from '#core/application/messages'
import { KINDS } from '#core/application/state'
import { AppError } from '#core/errors'
import { databaseOf, removeData } from '#tests/support/database'
import type { SmsMessage } from '../../outside/sms.ts'
import { openStore, type Store } from '../../store/store.ts'
import { noticeOf } from './notice-words.ts'
import { createNotices, type Notices } from './notices.ts'

const MINUTE = 60_000
const MOBILE = '13700000001'
const message = (id: string, kind = 'to-pay') => ({ id, account: 'account', application: 'application', kind, at: 0 })

let folder: string
let store: Store
let now: number
let notices: Notices
let warned: object[]
/** What the gateway has taken, by id. */
let arrived: Map<string, SmsMessage>
/** What becomes of the next calls: before the gateway has taken it, or after. */
let faults: (readonly ['before' | 'after', Error])[]

const open = (): Notices =>
  createNotices({
    store,
    now: () => now,
    warn: (facts) => void warned.push(facts),
    sms: {
      send: async (sent) => {
        const fault = faults.shift()
        if (fault?.[0] === 'before') throw fault[1]
        arrived.set(sent.id ?? `${arrived.size}`, sent)
        if (fault !== undefined) throw fault[1]
      },
    },
  })

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'notices-'))
  store = await openStore(await databaseOf(folder))
  now = Date.UTC(2026, 10, 25)
  warned = []
  faults = []
  arrived = new Map()
  await store.accounts.add({ id: 'account', mobile: MOBILE, password: null, wechat: null }, now)
  await store.applications.add({
    ...{ id: 'application', account: 'account', kind: 'claim', creditCode: 'x', company: '河南示范建设有限公司' },
    ...{ state: 'draft', version: 1, approvedBy: null, form: Uint8Array.of(1) },
    ...{ createdAt: now, changedAt: now, submittedAt: null },
  })
  notices = open()
})
afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const unavailable = (reason: string, cause?: Error): AppError =>
  new AppError('service-unavailable', { service: 'sms', reason }, cause)
const nobody = unavailable(
  'unreachable',
  new Error('fetch', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) }),
)
const isOver = async (id = 'a'): Promise<boolean> => (await store.notices.find(id))?.dueAt === null

test('says what is to be done, once for each message, and nothing about people', async () => {
  for (const each of [message('a'), message('a'), message('b', 'submitted'), message('c', 'renewable')])
    await notices.add(each)
  await notices.run()
  await notices.run()
  expect([...arrived.values()].map(({ id: _, ...rest }) => rest)).toEqual([
    { mobile: MOBILE, template: 'notice', params: { title: '“河南示范建设有限公司”认领申请已通过，待支付' } },
    { mobile: MOBILE, template: 'notice', params: { title: '“河南示范建设有限公司”手机证书将到期，可以续期' } },
  ])
  expect(warned).toEqual([])
})

test('is as long as vendors let it be, whatever the company is called', () => {
  const titles = MESSAGE_KINDS.flatMap((kind) =>
    KINDS.map((application) => noticeOf(kind, application, '企'.repeat(64))),
  )
  const sent = titles.filter((title) => title !== null)
  expect(sent.filter((title) => title.length > 35 || !title.includes('…'))).toEqual([])
  expect(sent.length).toBeGreaterThan(20)
})

describe('whoever dies or hears nothing', () => {
  test.each([
    ['the process', new Error('killed')],
    ['the answer', unavailable('timeout')],
    ['the connection', unavailable('unreachable', new Error('fetch', { cause: new Error('ECONNRESET') }))],
    ['the gateway', unavailable('status-502')],
  ])('%s, it is sent again under the same id', async (_what, fault) => {
    faults = [
      ['after', fault],
      ['before', fault],
    ]
    await notices.add(message('a'))
    for (let round = 0; round < 4; round++) {
      await open().run()
      now += MINUTE
    }
    expect(arrived.size).toBe(1)
    expect(await isOver()).toBe(true)
  })

  test('it is left when the gateway remembers nothing any more', async () => {
    faults = [['after', unavailable('timeout')]]
    await notices.add(message('a'))
    await notices.run()
    now += 11 * MINUTE
    await notices.run()
    expect(arrived.size).toBe(1)
    expect(await isOver()).toBe(true)
    expect(warned).toEqual([{ event: 'notice-not-sent', message: 'a', code: 'service-unavailable' }])
  })
})

test('what was clearly not sent is tried again, as something new, for a while', async () => {
  faults = [
    ['before', nobody],
    ['before', new AppError('rate-limited', { service: 'sms' })],
    ['before', unavailable('isp.SYSTEM_ERROR')],
  ]
  await notices.add(message('a'))
  for (let minute = 0; minute < 20; minute++) {
    await notices.run()
    now += MINUTE
  }
  expect(arrived.size).toBe(1)
  expect(await store.notices.find('a')).toMatchObject({ attempt: 3, dueAt: null })
  faults = Array.from({ length: 20 }, () => [
    'before',
    new AppError('service-refused', { service: 'sms', reason: 'x' }),
  ])
  await notices.add(message('b'))
  for (let hour = 0; hour < 20; hour++) {
    await notices.run()
    now += 60 * MINUTE
  }
  expect(faults).toHaveLength(12)
  expect(await isOver('b')).toBe(true)
})

test('nobody waits for a gateway that is not set up', async () => {
  faults = [['before', new AppError('service-missing', { service: 'sms' })]]
  await notices.add(message('a'))
  await notices.run()
  expect(await isOver()).toBe(true)
})

test('of two nodes one sends', async () => {
  await notices.add(message('a'))
  let calls = 0
  const sms = { send: async () => void (calls += 1) }
  const nodes = [1, 2].map(() => createNotices({ store, sms, now: () => now, warn: () => undefined }))
  await Promise.all(nodes.map((node) => node.run()))
  expect(calls).toBe(1)
})
