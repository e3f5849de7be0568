import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { envelop } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import { COMPANY, party, random, sealRecord, testAuthority, type TestAuthority } from '#tests/support/authority'
import { PIN, testPhone, type TestPhone } from '#tests/support/phone'
import { paidApplication, phoneServer, type Issued, type PhoneServer } from '#tests/support/phone-server'
import { openCredentials, type Credential } from './credential.ts'
import type { FetchLike } from './http.ts'
import { pinSecrets, unlockContentKey } from './lock.ts'
import { memoryStore, type MemoryStore } from './memory-store.ts'
import type { CredentialView } from './views.ts'
import { waitingKeys } from './waiting-keys.ts'

const SERVER = 'http://localhost:4180'
const OTHER_PIN = '730518'
const REQUESTS = ['/api/shares', '/api/applications/:id/certificates']

let authority: TestAuthority
let server: PhoneServer
let application: string

beforeAll(async () => {
  authority = await testAuthority()
})
beforeEach(async () => {
  server = await phoneServer(authority)
  application = paidApplication(server)
})

const phone = (store: MemoryStore = memoryStore(), fetch: FetchLike = server.fetch): TestPhone =>
  testPhone(SERVER, { store, fetch })

const order = (more: { pin?: string; renews?: string } = {}) => ({
  ...{ application, creditCode: COMPANY.creditCode!, pin: PIN, device: '', ...more },
})

/** The credential is whole: its PIN opens it and can be changed, and nothing waits any more. */
const expectWhole = async ({ agent, store }: TestPhone, { id }: CredentialView, pin = PIN): Promise<void> => {
  await agent.changePin(id, pin, '905172')
  await agent.changePin(id, '905172', pin)
  expect(await agent.current()).toMatchObject({ id, state: 'in-force', creditCode: COMPANY.creditCode })
  expect(await agent.pendingDownloads()).toEqual([])
  expect([...store.entries.keys()].filter((key) => key.startsWith('waiting/'))).toEqual([])
}

const anonymous = (path: string): string => path.replace(application, ':id')

/** Loses a request or its answer, once or as long as it is told. */
const lose = (lost: string, lostWhen: 'request' | 'answer'): void => {
  server.cut = (path, when) => {
    if (anonymous(path) === lost && when === lostWhen) throw new TypeError('fetch failed')
  }
}
const loseNothing = (): void => {
  server.cut = () => undefined
}

describe('a download', () => {
  it('gets a credential for the application, and the same one when it is asked again', async () => {
    const own = phone()
    const made = await own.agent.download(order())
    expect(made).toMatchObject({ company: COMPANY.company, person: '王敏', device: '测试手机', state: 'in-force' })
    await expectWhole(own, made)
    const asked = server.asked.length
    expect(await own.agent.download(order())).toEqual(made)
    expect(server.asked).toHaveLength(asked)
    expect(server.shares.size).toBe(1)
  })

  it('asked twice at once is one', async () => {
    const own = phone()
    const [one, other] = await Promise.all([own.agent.download(order()), own.agent.download(order())])
    expect(one).toEqual(other)
    expect(await own.agent.credentials()).toHaveLength(1)
  })

  it('in two pages at once ends as one', async () => {
    const own = phone()
    const made = await Promise.allSettled([own.agent.download(order()), phone(own.store).agent.download(order())])
    expect(made.some(({ status }) => status === 'fulfilled')).toBe(true)
    const again = await own.agent.download(order())
    expect(await own.agent.credentials()).toHaveLength(1)
    await expectWhole(own, again)
  })

  it('begins with no PIN that is easy to guess, and without asking anybody', async () => {
    await expect(phone().agent.download(order({ pin: '123456' }))).rejects.toMatchObject({ code: 'pin-weak' })
    expect(server.asked).toEqual([])
  })

  it('keeps its keys before anybody hears of them', async () => {
    const store = memoryStore()
    const own = phone(store, (path, request) => {
      if (path.endsWith('/certificates')) expect([...store.entries.keys()]).toEqual([`waiting/${application}`])
      return server.fetch(path, request)
    })
    await expectWhole(own, await own.agent.download(order()))
  })

  const cuts = REQUESTS.flatMap((path) => (['request', 'answer'] as const).map((when) => [when, path] as const))

  it.each(cuts)('goes on when the %s of %s was lost', async (when, path) => {
    const own = phone()
    lose(path, when)
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(await own.agent.credentials()).toEqual([])
    loseNothing()
    const waiting = path === '/api/shares' ? [] : [application]
    expect(await own.agent.pendingDownloads()).toEqual(waiting)
    await expectWhole(own, await own.agent.download(order()))
  })

  it.each(['request', 'answer'] as const)('goes on when the %s that proves its PIN was lost', async (when) => {
    const own = phone()
    lose('/api/applications/:id/certificates', 'answer')
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
    lose('/api/shares/release', when)
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
    loseNothing()
    await expectWhole(own, await own.agent.download(order()))
  })

  /** A store that fails at one change: before it is made, or after. */
  const dying = (store: MemoryStore, survived: number, isMade: boolean): MemoryStore => {
    let left = survived
    const change = async (make: () => Promise<void>): Promise<void> => {
      if (left-- > 0) return make()
      if (isMade) await make()
      throw new AppError('storage-unavailable')
    }
    return {
      ...store,
      write: (key, value) => change(() => store.write(key, value)),
      remove: (key) => change(() => store.remove(key)),
    }
  }

  const deaths = [0, 1, 2, 3].flatMap((survived) => [false, true].map((isMade) => [survived, isMade] as const))

  it.each(deaths)('goes on when the phone dies at change %i of what it keeps, made: %s', async (survived, isMade) => {
    const store = memoryStore()
    const dead = phone(dying(store, survived, isMade)).agent.download(order())
    await expect(dead).rejects.toMatchObject({ code: 'storage-unavailable' })
    const own = phone(store)
    const pending = await own.agent.pendingDownloads()
    const made = await own.agent.credentials()
    expect([...pending, ...made.map(() => application)]).toEqual(survived === 0 && !isMade ? [] : [application])
    await expectWhole(own, await own.agent.download(order()))
    expect(await own.agent.credentials()).toHaveLength(1)
  })

  it('can be stopped, and goes on', async () => {
    const stop = new AbortController()
    const own = phone(memoryStore(), (path, request) => {
      if (path.endsWith('/certificates') && request.signal !== undefined) stop.abort()
      return request.signal?.aborted ? Promise.reject(new DOMException('stopped')) : server.fetch(path, request)
    })
    await expect(own.agent.download(order(), stop.signal)).rejects.toMatchObject({ code: 'server-unreachable' })
    await expectWhole(own, await own.agent.download(order()))
  })

  it('that has begun takes the PIN that it began with, five times at most', async () => {
    const own = phone()
    lose('/api/applications/:id/certificates', 'request')
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
    loseNothing()
    for (const triesLeft of [4, 3, 2, 1])
      await expect(own.agent.download(order({ pin: OTHER_PIN }))).rejects.toMatchObject({
        code: 'pin-wrong',
        details: { triesLeft },
      })
    await expect(own.agent.download(order({ pin: OTHER_PIN }))).rejects.toMatchObject({ code: 'pin-locked' })
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'pin-locked' })
    await own.agent.forgetDownload(application)
    expect(await own.agent.pendingDownloads()).toEqual([])
    await expectWhole(own, await own.agent.download(order({ pin: OTHER_PIN })), OTHER_PIN)
  })

  it('is not forgotten once certificates were issued to its keys', async () => {
    const own = phone()
    lose('/api/applications/:id/certificates', 'answer')
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
    loseNothing()
    await expect(own.agent.forgetDownload(application)).rejects.toMatchObject({ code: 'order-conflict' })
    await expectWhole(own, await own.agent.download(order()))
    await own.agent.forgetDownload(application)
    expect(await own.agent.credentials()).toHaveLength(1)
  })

  it('is not forgotten as long as the server is out of reach', async () => {
    const own = phone()
    lose('/api/applications/:id/certificates', 'request')
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
    lose('/api/applications/:id', 'request')
    await expect(own.agent.forgetDownload(application)).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(await own.agent.pendingDownloads()).toEqual([application])
  })

  it('is refused where another phone has made one', async () => {
    await phone().agent.download(order())
    await expect(phone().agent.download(order())).rejects.toMatchObject({ code: 'order-conflict' })
  })

  it('says that what waits is damaged rather than make other keys', async () => {
    const own = phone()
    await own.store.write(`waiting/${application}`, { version: 2 })
    await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'storage-unavailable' })
  })

  const lies: [string, string, (issued: Issued) => Issued | Promise<Issued>][] = [
    [
      'a certificate for another key',
      'key-mismatch',
      async (issued) => {
        const { der } = await party('company-signing', { issuer: authority.issuing })
        return { ...issued, signing: [der, issued.signing[1]!], seals: [] }
      },
    ],
    [
      'certificates of another company',
      'certificate-untrusted',
      async (issued) => {
        const subject = { ...COMPANY, creditCode: '91110108MA0TE5T240' }
        const other = await party('company-encryption', { subject, issuer: authority.issuing })
        return { ...issued, encryption: [other.der, authority.issuing.der] }
      },
    ],
    [
      'another root',
      'certificate-untrusted',
      async (issued) => ({ ...issued, root: (await testAuthority()).root.der }),
    ],
    ['no root but rubbish', 'certificate-untrusted', (issued) => ({ ...issued, root: random(200) })],
    [
      'a key that is not that of the certificate',
      'key-mismatch',
      async (issued) => {
        const other = await party('company-encryption', { issuer: authority.issuing })
        return { ...issued, encryptionKey: await envelop(other.pkcs8, issued.signing[0]!, random) }
      },
    ],
    [
      'a forged seal',
      'seal-record-invalid',
      async (issued) => ({ ...issued, seals: [await sealRecord(await testAuthority(), issued.signing[0]!)] }),
    ],
    ['the usages swapped', 'certificate-wrong-usage', (issued) => ({ ...issued, signing: issued.encryption })],
  ]

  it.each(lies)('believes nothing when the server sends %s', async (_, code, lie) => {
    const own = phone()
    server.tamper = lie
    await expect(own.agent.download(order())).rejects.toMatchObject({ code })
    expect(await own.agent.credentials()).toEqual([])
    expect(await own.agent.pendingDownloads()).toEqual([application])
    server.tamper = (issued) => issued
    Object.assign(server.applications.get(application)!, { csr: null, answer: null })
    await expectWhole(own, await own.agent.download(order()))
  })
})

it('leaves a thief of what waits nothing to open without the share, and no PIN', async () => {
  const own = phone()
  lose('/api/applications/:id/certificates', 'request')
  await expect(own.agent.download(order())).rejects.toMatchObject({ code: 'server-unreachable' })
  const {
    deviceKeys: device,
    salt,
    cost,
    lock,
    sign,
  } = waitingKeys.parse(await own.store.read(`waiting/${application}`))
  for (const key of [device.mac, device.proof]) expect(key.extractable).toBe(false)
  for (const pin of [PIN, OTHER_PIN]) {
    const secrets = await pinSecrets(pin, salt, cost)
    for (const share of [new Uint8Array(32), salt, random(32)])
      expect(await unlockContentKey(lock, { device, salt, secrets, share })).toBeNull()
  }
  const p256 = { name: 'ECDSA', namedCurve: 'P-256' }
  await expect(crypto.subtle.importKey('pkcs8', sign.ciphertext, p256, false, ['sign'])).rejects.toThrow()
  expect(JSON.stringify([...own.store.entries])).not.toContain(PIN)
})

describe('a renewal', () => {
  let own: TestPhone
  let before: CredentialView
  const records = async (): Promise<readonly Credential[]> => openCredentials(own.store).list()

  beforeEach(async () => {
    own = phone()
    before = await own.agent.download(order())
    application = paidApplication(server)
  })

  it('takes the PIN of the old credential and keeps its encryption keys', async () => {
    const renews = before.id
    await expect(own.agent.download(order({ renews, pin: OTHER_PIN }))).rejects.toMatchObject({ code: 'pin-wrong' })
    expect(await own.agent.pendingDownloads()).toEqual([])
    const made = await own.agent.download(order({ renews }))
    await expectWhole(own, made)
    const old = (await records()).find(({ id }) => id === before.id)
    const fresh = (await records()).find(({ id }) => id === made.id)
    expect(fresh?.older.map(({ encryption }) => encryption)).toEqual([old?.encryption])
  })

  it('goes on with the keys it began with, though the PIN of the old credential was changed meanwhile', async () => {
    lose('/api/applications/:id/certificates', 'answer')
    const renews = before.id
    await expect(own.agent.download(order({ renews }))).rejects.toMatchObject({ code: 'server-unreachable' })
    loseNothing()
    await own.agent.changePin(before.id, PIN, OTHER_PIN)
    const made = await own.agent.download(order({ renews }))
    await expectWhole(own, made)
    expect((await openCredentials(own.store).read(made.id)).older).toHaveLength(1)
  })

  it('of a renewal keeps all of them, the newest first', async () => {
    const second = await own.agent.download(order({ renews: before.id }))
    application = paidApplication(server)
    const third = await own.agent.download(order({ renews: second.id }))
    const credentials = openCredentials(own.store)
    const kept = (await credentials.read(third.id)).older.map(({ encryption: [leaf] }) => parseCertificate(leaf).serial)
    const expected = await Promise.all(
      [second, before].map(async ({ id }) => parseCertificate((await credentials.read(id)).encryption[0]).serial),
    )
    expect(kept).toEqual(expected)
  })
})
