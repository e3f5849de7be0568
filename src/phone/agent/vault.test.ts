import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { random, testAuthority, type TestAuthority } from '#tests/support/authority'
import { CHEAP, PIN, testPhone, type TestPhone } from '#tests/support/phone'
import { phoneServer, renewOn, type PhoneServer } from '#tests/support/phone-server'
import { openCredentials, type Credential } from './credential.ts'
import { createQueue } from './queue.ts'
import { createServerApi } from './http.ts'
import { pinSecrets, unlockContentKey, verifierOf } from './lock.ts'
import { createVault, type Vault } from './vault.ts'

const SERVER = 'http://localhost:4180'
const NEW_PIN = '730518'
/** The right one among them. */
const PINS = ['190284', '483925', PIN, NEW_PIN]

let authority: TestAuthority
let server: PhoneServer
let phone: TestPhone
let id: string
let vault: Vault

const lostNetwork = (): never => {
  throw new TypeError('fetch failed')
}

const record = async (): Promise<Credential> => openCredentials(phone.store).read(id)

beforeAll(async () => {
  authority = await testAuthority()
})
beforeEach(async () => {
  server = await phoneServer(authority)
  phone = testPhone(SERVER, { fetch: server.fetch })
  id = (await phone.enrol()).id
  vault = createVault({ credentials: openCredentials(phone.store), api: createServerApi(server.fetch), random })
})

const works = (pin: string): Promise<boolean> =>
  vault.openKeys(id, pin).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'pin-wrong') return false
      throw error
    },
  )

describe('openKeys', () => {
  it('gives keys that sign and agree, and that nobody can take away', async () => {
    const { sign, encrypt } = await vault.openKeys(id, PIN)
    expect([sign, ...encrypt].map(({ usages }) => usages)).toEqual([['sign'], ['deriveBits']])
    for (const key of [sign, ...encrypt]) {
      expect(key.extractable).toBe(false)
      await expect(crypto.subtle.exportKey('pkcs8', key)).rejects.toThrow()
    }
  })

  it('counts wrong PINs, starts anew after a right one, and locks after five', async () => {
    await expect(vault.openKeys(id, '190284')).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft: 4 } })
    await vault.openKeys(id, PIN)
    for (const triesLeft of [4, 3, 2, 1])
      await expect(vault.openKeys(id, '190284')).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft } })
    await expect(vault.openKeys(id, '190284')).rejects.toMatchObject({ code: 'pin-locked' })
    await expect(vault.openKeys(id, PIN)).rejects.toMatchObject({ code: 'pin-locked' })
    expect((await phone.agent.current())?.state).toBe('locked')
  })

  it('works again once the server has unlocked the share', async () => {
    const [name, kept] = [...server.shares][0]!
    server.shares.set(name, { ...kept, tries: 5 })
    await expect(vault.openKeys(id, PIN)).rejects.toMatchObject({ code: 'pin-locked' })
    server.shares.set(name, { ...kept, tries: 0 })
    await vault.openKeys(id, PIN)
    expect((await phone.agent.current())?.state).toBe('in-force')
  })

  it('says when the server is out of reach, and when it is not the one that holds the share', async () => {
    server.cut = lostNetwork
    await expect(vault.openKeys(id, PIN)).rejects.toMatchObject({ code: 'server-unreachable' })
    server.cut = () => undefined
    server.shares.clear()
    await expect(vault.openKeys(id, PIN)).rejects.toMatchObject({ code: 'not-authorised' })
  })

  it('says that the storage is damaged when a key or the lock has been changed, or keys have been swapped', async () => {
    const own = await record()
    const flip = (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte))
    const flipped = (sealed: Credential['keys']['sign']) => ({ ...sealed, ciphertext: flip(sealed.ciphertext) })
    const damaged: Credential[] = [
      { ...own, keys: { ...own.keys, sign: flipped(own.keys.sign) } },
      { ...own, locks: own.locks.map(flipped) },
      { ...own, keys: { sign: own.keys.encrypt, encrypt: own.keys.sign } },
    ]
    for (const changed of damaged) {
      await openCredentials(phone.store).write(changed)
      await expect(vault.openKeys(id, PIN)).rejects.toMatchObject({ code: 'storage-unavailable' })
    }
  })
})

describe('after a renewal', () => {
  const renew = (renews: string) => renewOn(server, phone, renews)

  it('the keys of all encryption certificates are there, under the new certificate alone', async () => {
    const first = await vault.exportKeys(id, PIN)
    const renewed = await renew(id)
    const again = await renew(renewed.id)
    const { encrypt } = await vault.exportKeys(again.id, PIN)
    expect(encrypt).toHaveLength(3)
    expect(encrypt[2]).toEqual(first.encrypt[0])
    expect(encrypt[1]).toEqual((await vault.exportKeys(renewed.id, PIN)).encrypt[0])
    expect(await vault.exportKeys(id, PIN)).toEqual(first)
    for (const key of (await vault.openKeys(again.id, PIN)).encrypt) expect(key.extractable).toBe(false)
    await vault.changePin(again.id, PIN, NEW_PIN)
    expect((await vault.exportKeys(again.id, NEW_PIN)).encrypt).toEqual(encrypt)
  })

  it('keys that were swapped among the older certificates are noticed', async () => {
    const { id: newest } = await renew((await renew(id)).id)
    const credentials = openCredentials(phone.store)
    const own = await credentials.read(newest)
    const [one, two] = own.older
    await credentials.write({ ...own, older: [{ ...one!, key: two!.key }, two!] })
    await expect(vault.openKeys(newest, PIN)).rejects.toMatchObject({ code: 'storage-unavailable' })
  })

  it('a credential that was written before there were any is read', async () => {
    const { older: _, ...before } = await record()
    await phone.store.write(`credential/${id}`, before)
    expect((await vault.openKeys(id, PIN)).encrypt).toHaveLength(1)
  })
})

describe('a thief', () => {
  it('with everything that the phone keeps and every PIN opens nothing without the share', async () => {
    const { deviceKeys, salt, cost, locks } = await record()
    for (const pin of PINS) {
      const secrets = await pinSecrets(pin, salt, cost)
      for (const share of [new Uint8Array(32), salt, random(32)])
        expect(await unlockContentKey(locks[0]!, { device: deviceKeys, salt, secrets, share })).toBeNull()
    }
  })

  it('finds no private key on the phone that could be exported, and no PIN', async () => {
    const found: unknown[] = []
    const walk = (value: unknown): void => {
      found.push(value)
      if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object') return
      for (const inner of Object.values(value)) walk(inner)
    }
    for (const value of phone.store.entries.values()) walk(value)
    const keys = found.filter((value) => value !== null && typeof value === 'object' && 'extractable' in value)
    expect(keys).toHaveLength(2)
    for (const key of keys) expect(key).toMatchObject({ extractable: false })
    expect(found).not.toContain(PIN)
    for (const bytes of found) {
      if (!(bytes instanceof Uint8Array) || bytes.length < 100) continue
      await expect(
        crypto.subtle.importKey('pkcs8', bytes, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']),
      ).rejects.toThrow()
    }
  })

  it('with everything that the server keeps cannot even try PINs: the salt is on the phone', async () => {
    const { salt, cost, locks, deviceKeys } = await record()
    const { share, verifier } = [...server.shares.values()][0]!
    expect([share.length, verifier.length]).toEqual([32, 32])
    for (const pin of PINS) {
      const guess = await pinSecrets(pin, random(16), cost)
      expect(await verifierOf(guess)).not.toEqual(verifier)
      expect(await unlockContentKey(locks[0]!, { device: deviceKeys, salt, secrets: guess, share })).toBeNull()
    }
  })

  it('with server, PIN and a copy of the bytes, but not the device, opens nothing', async () => {
    const { salt, cost, locks } = await record()
    const { share } = [...server.shares.values()][0]!
    const elsewhere = testPhone(SERVER, { fetch: server.fetch })
    await elsewhere.enrol()
    const { deviceKeys: device } = (await openCredentials(elsewhere.store).list())[0]!
    const secrets = await pinSecrets(PIN, salt, cost)
    expect(await unlockContentKey(locks[0]!, { device, salt, secrets, share })).toBeNull()
  })
})

describe('changePin', () => {
  it('makes the new PIN the only one', async () => {
    await vault.changePin(id, PIN, NEW_PIN)
    expect([await works(PIN), await works(NEW_PIN)]).toEqual([false, true])
    expect((await record()).locks).toHaveLength(1)
  })

  it('refuses a weak PIN without using a try, and a wrong old one without changing anything', async () => {
    const asked = server.asked.length
    await expect(vault.changePin(id, PIN, '111111')).rejects.toMatchObject({ code: 'pin-weak' })
    expect(server.asked).toHaveLength(asked)
    const before = await record()
    await expect(vault.changePin(id, '190284', NEW_PIN)).rejects.toMatchObject({ code: 'pin-wrong' })
    expect((await record()).locks).toEqual(before.locks)
    expect(await works(PIN)).toBe(true)
  })

  it('keeps what it had when the server refuses the change', async () => {
    const { fetch } = server
    const api = createServerApi((path, request) =>
      path === '/api/shares/change'
        ? Promise.resolve({
            status: 429,
            json: { error: { code: 'rate-limited', details: {} } },
            bytes: new Uint8Array(),
          })
        : fetch(path, request),
    )
    const limited = createVault({ credentials: openCredentials(phone.store), api, random })
    await expect(limited.changePin(id, PIN, NEW_PIN)).rejects.toMatchObject({ code: 'rate-limited' })
    expect((await record()).locks).toHaveLength(1)
    expect(await works(PIN)).toBe(true)
  })

  it.each(['request', 'answer'] as const)('leaves exactly one PIN when the %s of the change is lost', async (lost) => {
    server.cut = (path, when) => {
      if (path === '/api/shares/change' && when === lost) lostNetwork()
    }
    await expect(vault.changePin(id, PIN, NEW_PIN)).rejects.toMatchObject({ code: 'server-unreachable' })
    server.cut = () => undefined
    expect((await record()).locks).toHaveLength(2)
    const isChanged = lost === 'answer'
    expect([await works(PIN), await works(NEW_PIN)]).toEqual([!isChanged, isChanged])
    expect((await record()).locks).toHaveLength(1)
    await vault.changePin(id, isChanged ? NEW_PIN : PIN, '605271')
    expect(await works('605271')).toBe(true)
  })

  it.each([0, 1])('leaves exactly one PIN when the phone dies at write %i', async (survived) => {
    let writes = survived
    const store = {
      ...phone.store,
      write: (key: string, value: unknown) =>
        writes-- > 0 ? phone.store.write(key, value) : Promise.reject(new AppError('storage-unavailable')),
    }
    const dying = createVault({ credentials: openCredentials(store), api: createServerApi(server.fetch), random })
    await expect(dying.changePin(id, PIN, NEW_PIN)).rejects.toMatchObject({ code: 'storage-unavailable' })
    const left = [await works(PIN), await works(NEW_PIN)]
    expect(left).toEqual(survived === 0 ? [true, false] : [false, true])
  })

  it('is done by one of two pages at a time, and the one that comes second hears that the PIN is another', async () => {
    const queue = createQueue()
    const page = () =>
      createVault({
        credentials: openCredentials(phone.store),
        api: createServerApi(server.fetch),
        random,
        queue,
      })
    const both = await Promise.allSettled([page().changePin(id, PIN, NEW_PIN), page().changePin(id, PIN, '605271')])
    expect(both).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected', reason: { code: 'pin-wrong' } }])
    expect([await works(NEW_PIN), (await record()).locks.length]).toEqual([true, 1])
  })

  it('costs what it cost at enrolment, and takes its turn', async () => {
    const both = await Promise.allSettled([vault.changePin(id, PIN, NEW_PIN), vault.openKeys(id, PIN)])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect((await record()).cost).toEqual(CHEAP)
  })
})
