/** People who pay: a server with stand-ins for payment and invoices, and orders of applications. */
import { openServices } from '#server/outside/services'
import { createOrderDesk } from '#server/registration/order/desk'
import type { OrderRequest } from '#server/registration/order/orders'
import type { OrderRow } from '#server/store/orders'
import { openStore, type Store } from '#server/store/store'
import { PASSWORD } from './accounts.ts'
import { random } from './authority.ts'
import { askCode, openBrowser, type Browser } from './browser-person.ts'
import { openFakeServices } from './fake-services.ts'
import { openTestSandbox, testWorld, type TestSandbox } from './sandbox.ts'
import { openTestServer, type TestServer } from './server.ts'

export interface Paying {
  readonly server: TestServer
  readonly sandbox: TestSandbox
  /** What the server has written, by a connection of its own. */
  readonly store: Store
  /** Somebody with an account of this number. */
  member(mobile: string): Promise<Browser>
  /** An order of a new application of this number's account. */
  order(mobile: string, change?: Partial<OrderRequest>): Promise<OrderRow>
  /** The payment service sends everything that it has told once more. */
  repeat(): Promise<void>
  remove(): Promise<void>
}

const COMPANY = '河南示范建设有限公司'

const none = async (): Promise<void> => undefined

/** Opens an order for a new application that waits for its payment; who pays administers the company, as after approval. */
export const placeOrder = async (
  store: Store,
  mobile: string,
  change: Partial<OrderRequest> = {},
): Promise<OrderRow> => {
  const account = await store.accounts.findByMobile(mobile)
  if (account === null) throw new Error('no account')
  const { services } = openServices(null, {}, testWorld())
  const desk = createOrderDesk({
    ...{ store, services, random, now: Date.now, warn: () => undefined, address: 'http://localhost' },
    listener: { paid: async () => true, refunded: none },
  })
  const application = `application-${Buffer.from(random(8)).toString('hex')}`
  const at = Date.now()
  await store.applications.add({
    ...{ id: application, account: account.id, kind: 'claim', company: COMPANY, state: 'awaiting-payment' },
    /** One that nothing else is about. */
    ...{ creditCode: application, form: new Uint8Array(), version: 1, approvedBy: null },
    ...{ createdAt: at, changedAt: at, submittedAt: at },
  })
  const member = { application, creditCode: application, account: account.id, since: at }
  await store.companies.add([{ creditCode: application, name: `付款测试公司${application.slice(-4)}` }], at)
  await store.members.add({ ...member, role: 'administrator' })
  return store.transaction((records) =>
    desk.orders.open(records, {
      ...{ account: account.id, application, kind: 'claim', organisation: 'bidseal' },
      ...{ creditCode: '91410100MA9ABCD16M', company: COMPANY, fen: 30_000 },
      ...change,
    }),
  )
}

export const openPaying = async (): Promise<Paying> => {
  const fake = openFakeServices()
  const sandbox = await openTestSandbox()
  const { payment, invoice } = sandbox.services
  const server = await openTestServer({ services: { ...fake.services, payment, invoice } })
  const store = await openStore(server.database)
  let people = 0
  return {
    ...{ server, sandbox, store },
    member: async (mobile) => {
      people += 1
      const browser = openBrowser(server, `10.3.0.${people}`)
      const ticket = await askCode(browser, mobile)
      const register = { ticket, code: fake.codeFor(mobile), password: PASSWORD, device: '测试手机' }
      const { status } = await browser.post('account/register', register)
      if (status !== 200) throw new Error(`not registered: ${status}`)
      return browser
    },
    order: (mobile, change) => placeOrder(store, mobile, change),
    repeat: async () => {
      await fetch(`${sandbox.addresses['payment']}/sandbox/notices/repeat`, { method: 'POST' })
    },
    remove: async () => {
      await store.close()
      await server.remove()
      await sandbox.remove()
    },
  }
}
