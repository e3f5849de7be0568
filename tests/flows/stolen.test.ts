/**
 * What a thief has of a person's private keys: the whole database of the server, or everything that a
 * phone keeps, with the right PIN among those that are tried. Both together are a search through PINs.
 */
import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pinSecrets, unlockContentKey, verifierOf } from '#agent/lock'
import { memoryStore, type MemoryStore } from '#agent/memory-store'
import type { Credential } from '#agent/credential'
import { ownBytes, type Bytes } from '#core/bytes/bytes'
import { readPkcs12 } from '#core/certificate/pkcs12'
import { PIN, testPhone } from '#tests/support/phone'
import { openTestServer, type TestServer } from '#tests/support/server'

/** A thief's list; the right one is on it. */
const PINS = ['190284', '730164', '508213', PIN, '660917', '284501']

let server: TestServer
let store: MemoryStore
let database: Bytes[]
/** The numbers that are the private keys, as a file of the owner's has them. */
let secrets: Buffer[]

/** Every value of every table, texts as bytes. */
const valuesIn = (path: string): Bytes[] => {
  const stolen = new Database(path, { readonly: true })
  const tables = stolen.prepare<[], { name: string }>("select name from sqlite_master where type = 'table'").all()
  const values = tables.flatMap(({ name }) =>
    stolen
      .prepare<[], Record<string, unknown>>(`select * from "${name}"`)
      .all()
      .flatMap((row) => Object.values(row)),
  )
  stolen.close()
  return values.flatMap((value) =>
    value instanceof Uint8Array ? [ownBytes(value)] : typeof value === 'string' ? [ownBytes(Buffer.from(value))] : [],
  )
}

/** Every byte string and text below a value. */
const bytesBelow = (value: unknown): Bytes[] => {
  if (value instanceof Uint8Array) return [ownBytes(value)]
  if (typeof value === 'string') return [ownBytes(Buffer.from(value))]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(bytesBelow) : []
}

/** Whether a secret stands in a value as it is, or in a usual spelling. */
const shows = (value: Bytes, secret: Buffer): boolean => {
  const text = Buffer.from(value)
  return [secret, ...(['hex', 'base64', 'base64url'] as const).map((form) => Buffer.from(secret.toString(form)))].some(
    (spelling) => text.includes(spelling),
  )
}

beforeAll(async () => {
  server = await openTestServer()
  const phone = testPhone(server.address)
  const { id } = await phone.enrol()
  const { signP12, encryptP12 } = await phone.agent.exportSoftware(id, PIN, 'owner')
  const keys = await Promise.all([signP12, encryptP12].map((file) => readPkcs12(file, 'owner')))
  secrets = keys.map(({ pkcs8 }) => {
    const { d } = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' })
    return Buffer.from(d ?? '', 'base64url')
  })
  store = memoryStore()
  for (const [key, value] of phone.store.entries) await store.write(key, value)
  database = valuesIn(join(server.data, 'store.db'))
})
afterAll(() => server.remove())

const stolenCredential = (): Credential => {
  const found = [...store.entries].find(([key]) => key.startsWith('credential/'))
  if (found === undefined) throw new Error('the phone keeps no certificate')
  return found[1] as Credential
}

describe('the stolen database of the server', () => {
  it('holds no private key in any spelling', () => {
    expect(secrets.map(({ length }) => length)).toEqual([32, 32])
    expect(database.length).toBeGreaterThan(50)
    for (const secret of secrets) expect(database.filter((value) => shows(value, secret))).toEqual([])
  })

  it('tells no PIN from another: the salt is on the phone', async () => {
    const { salt, cost } = stolenCredential()
    const kept = new Set(database.map((value) => Buffer.from(value).toString('hex')))
    const isKept = async (pin: string, guess: Bytes): Promise<boolean> =>
      kept.has(Buffer.from(await verifierOf(await pinSecrets(pin, guess, cost))).toString('hex'))
    expect(await isKept(PIN, salt)).toBe(true)
    expect(database.filter((value) => shows(value, Buffer.from(salt)))).toEqual([])
    const guesses = [...database.filter(({ length }) => length >= 8 && length <= 64), new Uint8Array(16)]
    for (const pin of PINS) for (const guess of guesses) expect(await isKept(pin, guess)).toBe(false)
  })
})

describe('everything that a stolen phone keeps', () => {
  it('holds no private key in any spelling, and device keys that cannot be exported', async () => {
    const kept = [...store.entries].flatMap(bytesBelow)
    expect(kept.length).toBeGreaterThan(10)
    for (const secret of secrets) expect(kept.filter((value) => shows(value, secret))).toEqual([])
    const { mac, proof } = stolenCredential().deviceKeys
    await expect(crypto.subtle.exportKey('raw', mac)).rejects.toThrow()
    await expect(crypto.subtle.exportKey('pkcs8', proof)).rejects.toThrow()
  })

  it('opens with no PIN where the server is away', async () => {
    const { deviceKeys: device, salt, cost, locks, share: id } = stolenCredential()
    const kept = [...store.entries].flatMap(bytesBelow).filter(({ length }) => length === 32)
    const shares = [...kept, new Uint8Array(32), id]
    for (const pin of PINS) {
      const secretsOfPin = await pinSecrets(pin, salt, cost)
      for (const share of [...shares, secretsOfPin.proof, secretsOfPin.key])
        for (const lock of locks)
          expect(await unlockContentKey(lock, { device, salt, secrets: secretsOfPin, share })).toBeNull()
    }
  })

  it('gets five tries of the server, then none with the right PIN either', async () => {
    const [owner] = await testPhone(server.address, { store }).agent.credentials()
    const thief = testPhone(server.address, { store }).agent
    const open = (pin: string) => thief.exportSoftware(owner?.id ?? '', pin, 'thief')
    for (const pin of ['190284', '730164', '508213', '660917'])
      await expect(open(pin)).rejects.toMatchObject({ code: 'pin-wrong' })
    await expect(open('284501')).rejects.toMatchObject({ code: 'pin-locked' })
    await expect(open(PIN)).rejects.toMatchObject({ code: 'pin-locked' })
  })
})

describe('phone and database stolen together', () => {
  it('are a search through PINs: each costs Argon2id, and the right one shows', async () => {
    const { salt, cost } = stolenCredential()
    const kept = new Set(database.map((value) => Buffer.from(value).toString('hex')))
    const right: string[] = []
    for (const pin of PINS)
      if (kept.has(Buffer.from(await verifierOf(await pinSecrets(pin, salt, cost))).toString('hex'))) right.push(pin)
    expect(right).toEqual([PIN])
  })

  it('still lack the share, which the database has under a key that is not in it', async () => {
    const { deviceKeys: device, salt, cost, locks } = stolenCredential()
    const secretsOfPin = await pinSecrets(PIN, salt, cost)
    for (const value of database)
      for (let at = 0; at + 32 <= Math.min(value.length, 128); at++) {
        const share = ownBytes(value.subarray(at, at + 32))
        for (const lock of locks)
          expect(await unlockContentKey(lock, { device, salt, secrets: secretsOfPin, share })).toBeNull()
      }
  })
})
