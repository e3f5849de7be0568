/** A server with services in memory and people with accounts. */
import type { Clock } from '#core/pairing/ports'
import { openBrowser, askCode, type Browser } from '#tests/support/browser-person'
import { openFakeServices, type FakeServices } from '#tests/support/fake-services'
import { openTestServer, type TestServer } from '#tests/support/server'

export const PASSWORD = 'tender north 2026'
export const DEVICE = '测试手机'

export interface Accounts {
  readonly server: TestServer
  readonly fake: FakeServices
  /** A browser at an address of its own. */
  browser(): Browser
  /** One that has registered this number, at a time of its own. */
  member(mobile: string): Promise<Browser>
  /** The server's. */
  now(): number
  /** Lets time pass. */
  pass(milliseconds: number): void
  /** Has the server do once what it does by itself from time to time; only where time does not pass by itself. */
  round(): void
  remove(): Promise<void>
}

const MINUTE = 60_000

/** @param isLive whether time passes by itself */
export const openAccounts = async ({ isLive = false } = {}): Promise<Accounts> => {
  const fake = openFakeServices()
  let time = Date.now()
  let addresses = 0
  const plans = new Set<() => void>()
  const clock: Clock = {
    now: () => time,
    after: (_milliseconds, act) => {
      plans.add(act)
      return () => void plans.delete(act)
    },
  }
  const server = await openTestServer({
    services: fake.services,
    ...(isLive ? {} : { clock }),
  })
  const pass = (milliseconds: number): void => {
    time += milliseconds
  }
  const round = (): void => {
    const due = [...plans]
    plans.clear()
    for (const act of due) act()
  }
  const browser = (): Browser => {
    addresses += 1
    return openBrowser(server, `10.2.${addresses >> 8}.${addresses & 255}`)
  }
  return {
    ...{ server, fake, browser, pass, round, now: () => (isLive ? Date.now() : time) },
    member: async (mobile) => {
      const page = browser()
      const ticket = await askCode(page, mobile)
      const { status, error } = await page.post('account/register', {
        ...{ ticket, code: fake.codeFor(mobile), password: PASSWORD, device: DEVICE },
      })
      if (status !== 200) throw new Error(`not registered: ${status} ${error}`)
      pass(MINUTE)
      return page
    },
    remove: () => server.remove(),
  }
}
