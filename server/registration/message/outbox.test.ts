import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseOf, removeData } from '#tests/support/database'
import { openStore, type Store } from '../../store/store.ts'
import { createOutbox, intoInbox } from './outbox.ts'

const AT = Date.UTC(2026, 10, 25)
const ACCOUNT = 'account'
const APPLICATION = 'application'

let folder: string
let store: Store

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'))
  store = await openStore(await databaseOf(folder))
  await store.accounts.add({ id: ACCOUNT, mobile: '13700000001', password: null, wechat: null }, AT)
  await store.applications.add({
    ...{ id: APPLICATION, account: ACCOUNT, kind: 'claim', creditCode: 'x', company: 'x', state: 'draft' },
    ...{ version: 1, approvedBy: null, form: Uint8Array.of(1), createdAt: AT, changedAt: AT, submittedAt: null },
  })
})
afterEach(async () => {
  await store.close()
  await removeData(folder)
})

const message = (id: string) => ({ id, account: ACCOUNT, application: APPLICATION, kind: 'submitted', at: AT })
const inbox = async (): Promise<readonly string[]> =>
  (await store.messages.inbox(ACCOUNT, null, 100)).map(({ id }) => id).sort()
const quiet = (): void => undefined

/** Stops, as a process that is killed does, at a step: before it is done, or after. */
const dyingStore = (step: 'deliver' | 'settle', when: 'before' | 'after'): Store => {
  const die = async (): Promise<never> => {
    throw new Error(step)
  }
  const real = store.messages
  const dying = {
    ...real,
    [step]: when === 'before' ? die : async (...given: [never, never]) => real[step](...given).then(die),
  }
  return { ...store, messages: dying }
}

test('delivers what was posted, once', async () => {
  await store.messages.post(['a', 'b', 'c'].map(message))
  const outbox = createOutbox(store, intoInbox(store), () => AT, quiet)
  await outbox.run()
  await outbox.run()
  expect(await inbox()).toEqual(['a', 'b', 'c'])
  expect(await store.messages.waiting(10)).toEqual([])
})

test.each([
  ['deliver', 'before'],
  ['deliver', 'after'],
  ['settle', 'before'],
  ['settle', 'after'],
] as const)(
  'one that dies at %s, %s it was done, is finished by the next, and nothing comes twice',
  async (step, when) => {
    await store.messages.post([message('a')])
    const dying = dyingStore(step, when)
    const delivered: string[] = []
    await createOutbox(dying, intoInbox(dying), () => AT, quiet).run()
    const next = createOutbox(
      store,
      async (posted) => {
        if (await store.messages.deliver(posted)) delivered.push(posted.id)
      },
      () => AT,
      quiet,
    )
    await next.run()
    expect(await inbox()).toEqual(['a'])
    expect(delivered).toEqual(step === 'deliver' && when === 'before' ? ['a'] : [])
    expect(await store.messages.waiting(10)).toEqual([])
  },
)

test('two at once deliver each message once', async () => {
  await store.messages.post(Array.from({ length: 30 }, (_, at) => message(`m${at}`)))
  const outbox = createOutbox(store, intoInbox(store), () => AT, quiet)
  await Promise.all([outbox.run(), outbox.run()])
  expect(await inbox()).toHaveLength(30)
})

test('one that cannot be delivered does not hold up the others', async () => {
  await store.messages.post(['a', 'b'].map(message))
  const warned: object[] = []
  const deliver = async (posted: { readonly id: string }): Promise<void> => {
    if (posted.id === 'a') throw new Error('away')
    await store.messages.deliver(message(posted.id))
  }
  await createOutbox(
    store,
    deliver,
    () => AT,
    (facts) => void warned.push(facts),
  ).run()
  expect(await inbox()).toEqual(['b'])
  expect(warned).toEqual([{ event: 'message-not-delivered', message: 'a', code: 'internal' }])
})
