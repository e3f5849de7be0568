/** A server that is killed after it has settled a payment and before it could say so: nothing is lost, nothing done twice. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openServices } from '#server/outside/services'
import { openStore, type Store } from '#server/store/store'
import { placeOrder } from '#tests/support/paying'
import { openTestSandbox, testWorld, type TestSandbox } from '#tests/support/sandbox'

const MOBILE = '13800300001'

let folder: string
let sandbox: TestSandbox
let store: Store
let living: ChildProcess | null = null

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paying-'))
  sandbox = await openTestSandbox()
})

afterAll(async () => {
  living?.kill('SIGKILL')
  await store.close()
  await sandbox.remove()
  rmSync(folder, { recursive: true })
})

const start = async (
  port: number,
  deadly: boolean,
): Promise<{ readonly child: ChildProcess; readonly address: string }> => {
  const program = join(import.meta.dirname, '../support/paying-child.ts')
  const options = [join(folder, 'data'), String(port), sandbox.settings, ...(deadly ? ['deadly'] : [])]
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  living = child
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  return { child, address }
}

const repeat = async (): Promise<readonly { readonly isAcknowledged: boolean }[]> => {
  const answer = await fetch(`${sandbox.addresses['payment']}/sandbox/notices/repeat`, { method: 'POST' })
  return ((await answer.json()) as { notices: { isAcknowledged: boolean }[] }).notices
}

test('killed between settling and answering', async () => {
  const first = await start(0, true)
  store = await openStore(join(folder, 'data/store.db'))
  const account = { id: 'account-1', mobile: MOBILE, password: null, wechat: null }
  await store.accounts.add(account, Date.now())
  const { id } = await placeOrder(store, MOBILE)

  /** What `POST /api/orders/:id/pay` does, without a log-in. */
  const { payment } = openServices(sandbox.settings, {}, testWorld()).services
  const order = await store.orders.find(id)
  if (order === null) throw new Error('no order')
  await store.orders.move(id, 'created', 'awaiting', {
    channel: 'h5',
    begunAt: Date.now(),
    dueAt: Date.now() + 600_000,
  })
  const page = await payment.place({
    ...{ order: id, description: '手机证书', fen: order.fen, expiresAt: order.expiresAt, channel: 'h5' },
    ...{ payerAddress: '127.0.0.1', returnUrl: `${first.address}/p/`, noticeUrl: `${first.address}/callbacks/payment` },
  })
  const died = once(first.child, 'exit')
  await sandbox.press(page ?? '', 'pay')
  await died
  expect(first.child.signalCode).toBe('SIGKILL')
  const after = await store.orders.find(id)
  expect(after).toMatchObject({ state: 'paid' })
  expect((await repeat()).every(({ isAcknowledged }) => isAcknowledged)).toBe(false)

  const second = await start(Number(new URL(first.address).port), false)
  expect((await repeat()).every(({ isAcknowledged }) => isAcknowledged)).toBe(true)
  expect(await store.orders.find(id)).toEqual(after)
  expect((await store.audit.latest(50)).filter(({ action }) => action === 'order-paid')).toHaveLength(1)
  expect(await store.orderEvents.pending(9)).toEqual([])
  const stopped = once(second.child, 'exit')
  second.child.kill('SIGTERM')
  await stopped
})
