import { expect, test } from 'vitest'
import type { ApplicationsApi } from '#agent/applications'
import { MESSAGE_KINDS } from '#core/application/messages'
import { AppError } from '#core/errors'
import type { Screen } from '../app/screen.ts'
import { createMessagesFlow } from './flow.ts'
import { wayOf, type Message } from './way.ts'

const ID = 'a'.repeat(64)
const MESSAGE: Message = {
  ...{ id: ID, kind: 'returned', at: 5, isRead: false },
  application: { id: 'b', kind: 'claim', company: '河南示范建设有限公司', creditCode: 'C', state: 'returned' },
}

const open = (change: Partial<ApplicationsApi> = {}) => {
  const [opened, led, read]: [Screen[], Screen[], (string | number)[]] = [[], [], []]
  const flow = createMessagesFlow(
    {
      messages: async (after) => ({ unread: 1, messages: [MESSAGE], next: after === null ? `5.${ID}` : null }),
      readMessage: async (id) => void read.push(id),
      readMessages: async (until) => void read.push(until),
      ...change,
    },
    { open: (screen) => void opened.push(screen), lead: (screen) => void led.push(screen) },
  )
  return { flow, opened, led, read, state: flow.store.getState }
}

test('lists messages page by page', async () => {
  const { flow, state } = open()
  await flow.arrive()
  await flow.more()
  await flow.more()
  expect(state()).toMatchObject({ unread: 1, messages: { items: [MESSAGE, MESSAGE], next: null } })
})

test('opens what a message is about, and it has been read', async () => {
  const { flow, opened, read, state } = open()
  await flow.arrive()
  flow.read(MESSAGE)
  expect(opened).toEqual([{ at: 'application', application: 'b' }])
  expect(read).toEqual([ID])
  expect(state()).toMatchObject({ unread: 0, messages: { items: [{ isRead: true }] } })
})

test('all are read by one tap, up to the newest that is shown, and stay new where that fails', async () => {
  const { flow, read, state } = open()
  await flow.readAll()
  expect(read).toEqual([])
  await flow.arrive()
  await flow.readAll()
  expect(read).toEqual([MESSAGE.at])
  expect(state()).toMatchObject({ unread: 0, messages: { items: [{ isRead: true }] } })
  const broken = open({ readMessages: () => Promise.reject(new AppError('server-unreachable')) })
  await broken.flow.arrive()
  await broken.flow.readAll()
  expect(broken.state()).toMatchObject({
    ...{ unread: 1, messages: { items: [{ isRead: false }] } },
    error: { code: 'server-unreachable' },
  })
})

test('every kind leads somewhere, those about a company to the company', () => {
  const places = MESSAGE_KINDS.map((kind) => [kind, wayOf({ ...MESSAGE, kind }).at])
  expect(Object.fromEntries(places)).toMatchObject({
    ...{ submitted: 'application', returned: 'application', 'to-download': 'application', removed: 'application' },
    ...{ 'join-wanted': 'joining', 'handover-offered': 'company', renewable: 'certificates' },
  })
})

test('says what went wrong, leads to the log-in who has none, and looks without a word', async () => {
  const broken = open({ messages: () => Promise.reject(new AppError('server-unreachable')) })
  await broken.flow.look()
  expect(broken.state().error).toBeNull()
  await broken.flow.arrive()
  expect(broken.state()).toMatchObject({ isBusy: false, error: { code: 'server-unreachable' } })
  const out = open({ messages: () => Promise.reject(new AppError('not-authorised', { reason: 'login' })) })
  await out.flow.arrive()
  expect(out.led).toEqual([{ at: 'messages' }])
})

test('is shown again after the page was loaded again, and forgets when somebody logs out', async () => {
  const { flow, opened, state } = open()
  flow.start({ at: 'me' })
  flow.start({ at: 'messages' })
  expect(opened).toEqual([{ at: 'messages' }])
  await flow.arrive()
  flow.forget()
  expect(state()).toMatchObject({ unread: 0, messages: null })
})
