import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readPkcs12 } from '#core/certificate/pkcs12'
import { crlOf, random, testAuthority, type TestAuthority } from '#tests/support/authority'
import { fakeClock, type FakeClock } from '#tests/support/clock'
import { PIN, testPhone, type TestPhone } from '#tests/support/phone'
import { heldOf, paidApplication, phoneServer, type PhoneServer } from '#tests/support/phone-server'
import type { CredentialView, HistoryEntry } from './views.ts'
import { openHistory } from './history.ts'
import { memoryStore } from './memory-store.ts'

const DAY = 24 * 3600 * 1000

let authority: TestAuthority
let server: PhoneServer
let clock: FakeClock
let phone: TestPhone
let own: CredentialView

beforeAll(async () => {
  authority = await testAuthority()
})
beforeEach(async () => {
  server = await phoneServer(authority)
  clock = fakeClock(Date.now())
  phone = testPhone('http://localhost:4180', { fetch: server.fetch, clock })
  own = await phone.enrol()
})

const revoke = async (issuer = authority.issuing): Promise<void> => {
  const revoked = [{ serial: own.serial, at: new Date(), reason: 1 }]
  server.crl = await crlOf(issuer, { revoked })
}

const states = async () => (await phone.agent.credentials()).map(({ state }) => state)

describe('the state of a credential', () => {
  it('is expired once its time is over', async () => {
    expect(await states()).toEqual(['in-force'])
    clock.advance(366 * DAY)
    expect(await states()).toEqual(['expired'])
    expect((await phone.agent.current())?.state).toBe('expired')
  })

  it('is revoked once the authority says so, even when it is out of reach afterwards', async () => {
    await revoke()
    expect(await states()).toEqual(['revoked'])
    server.cut = () => {
      throw new TypeError('fetch failed')
    }
    clock.advance(DAY)
    expect(await states()).toEqual(['revoked'])
  })

  it('is not changed by a list that another authority has signed, or that is none', async () => {
    await revoke((await testAuthority()).issuing)
    expect(await states()).toEqual(['in-force'])
    server.crl = random(300)
    clock.advance(DAY)
    expect(await states()).toEqual(['in-force'])
  })

  it('of another authority is what the server says that one holds, who is logged in', async () => {
    const application = paidApplication(server)
    clock.advance(1)
    const order = { application, creditCode: own.creditCode, pin: PIN, device: '' }
    const { id: fingerprint } = await phone.agent.download(order)
    const asked = () => server.asked.filter((path) => path === '/api/certificates').length
    server.held = [heldOf(application, { fingerprint, state: 'revoked', revokedAt: 1 })]
    await states()
    expect(asked()).toBe(0)
    server.crl = await crlOf((await testAuthority()).issuing)
    clock.advance(6 * 60_000)
    expect(await states()).toEqual(['revoked', 'in-force'])
    expect(asked()).toBe(1)
    server.held = []
    clock.advance(6 * 60_000)
    expect(await states()).toEqual(['revoked', 'in-force'])
  })

  it('is looked up now and then, not every time', async () => {
    for (let times = 0; times < 3; times++) await states()
    const lookedUp = () => server.asked.filter((path) => path === '/ca/issuing.crl').length
    expect(lookedUp()).toBe(1)
    clock.advance(6 * 60_000)
    await states()
    expect(lookedUp()).toBe(2)
  })

  it('does not wait for a server that does not answer', async () => {
    const hanging = testPhone('http://localhost:4180', {
      store: phone.store,
      clock,
      fetch: () => new Promise(() => undefined),
    })
    const asked = hanging.agent.credentials()
    await expect.poll(() => clock.planned).toBe(1)
    clock.advance(3000)
    expect(await asked).toMatchObject([{ id: own.id, state: 'in-force' }])
  })
})

describe('keys for software', () => {
  it('are given out by a demo only', async () => {
    server.isDemo = false
    await expect(phone.agent.exportSoftware(own.id, PIN, 'demo')).rejects.toMatchObject({ code: 'not-authorised' })
    expect(server.asked).not.toContain('/api/shares/release')
    server.isDemo = true
    await expect(phone.agent.exportSoftware(own.id, '190284', 'demo')).rejects.toMatchObject({ code: 'pin-wrong' })
    const { signP12, encryptP12, seals } = await phone.agent.exportSoftware(own.id, PIN, 'demo')
    for (const file of [signP12, encryptP12]) expect((await readPkcs12(file, 'demo')).certificates).toHaveLength(2)
    expect(seals).toHaveLength(1)
  })
})

describe('the store', () => {
  it('that holds a damaged credential is not taken for an empty one', async () => {
    await phone.store.write(`credential/${own.id}`, { version: 2 })
    await expect(phone.agent.credentials()).rejects.toMatchObject({ code: 'storage-unavailable' })
    await expect(phone.agent.current()).rejects.toMatchObject({ code: 'storage-unavailable' })
  })

  it('keeps the newest two hundred things that happened', async () => {
    const store = memoryStore()
    const history = openHistory(store)
    const entry = (at: number): HistoryEntry => ({
      at,
      kind: 'sign',
      intent: 'sign',
      outcome: 'confirmed',
      computer: '投标室的电脑',
      tender: '',
      documents: 1,
      seals: 1,
    })
    await Promise.all(Array.from({ length: 250 }, (_, at) => history.add(entry(at))))
    const kept = await history.list()
    expect([kept.length, kept[0]?.at, kept.at(-1)?.at]).toEqual([200, 249, 50])
    await store.write('history', 'rubbish')
    expect(await history.list()).toEqual([])
  })
})
