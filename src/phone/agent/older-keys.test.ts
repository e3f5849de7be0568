import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toBase64url } from '#core/bytes/base64url'
import type { Bytes } from '#core/bytes/bytes'
import { envelop } from '#core/cms/auth-enveloped'
import { COMPANY, party, random, testAuthority, type TestAuthority, type TestParty } from '#tests/support/authority'
import { PIN, testPhone, type TestPhone } from '#tests/support/phone'
import { paidApplication, phoneServer, type PhoneServer } from '#tests/support/phone-server'
import { openCredentials } from './credential.ts'

const YEAR = 365 * 24 * 3600_000

let authority: TestAuthority
let old: readonly TestParty[]
let server: PhoneServer
let phone: TestPhone
let application: string
let id: string

beforeAll(async () => {
  authority = await testAuthority()
  const { issuing: issuer } = authority
  const notBefore = new Date(Date.now() - 2 * YEAR)
  old = [
    await party('company-encryption', { issuer }),
    await party('company-encryption', { issuer, notBefore, notAfter: new Date(Date.now() - YEAR) }),
  ]
})
beforeEach(async () => {
  server = await phoneServer(authority)
  application = paidApplication(server)
  phone = testPhone('http://localhost:4180', { fetch: server.fetch })
  const order = { application, creditCode: COMPANY.creditCode!, pin: PIN, device: '' }
  id = (await phone.agent.download(order)).id
})

const record = () => openCredentials(phone.store).read(id)

const released = async ({ der }: Pick<TestParty, 'der'>, pkcs8: Bytes, issuer = authority.issuing) => ({
  encryption: [der, issuer.der].map(toBase64url),
  encryptionKey: toBase64url(await envelop(pkcs8, (await record()).signing[0], random)),
})

const release = (keys: readonly object[]): void => {
  Object.assign(server.applications.get(application)!, { keys })
}

const fetchKeys = (pin = PIN) => phone.agent.fetchOlderKeys(id, application, pin)
const kept = async () => (await record()).older.map(({ encryption: [leaf] }) => leaf)

describe('older keys', () => {
  it('come to the credential once, those of certificates that are over too', async () => {
    release(await Promise.all(old.map((each) => released(each, each.pkcs8))))
    expect(await fetchKeys()).toEqual({ isComplete: true, added: 2 })
    expect(await kept()).toEqual(old.map(({ der }) => der))
    expect(await fetchKeys('any')).toEqual({ isComplete: true, added: 0 })
    await phone.agent.changePin(id, PIN, '730518')
    expect(await kept()).toHaveLength(2)
  })

  it('come one after the other, as they are released, and one only once', async () => {
    const [one, two] = await Promise.all(old.map((each) => released(each, each.pkcs8)))
    release([one!, one!])
    expect((await fetchKeys()).added).toBe(1)
    release([one!, two!])
    expect((await fetchKeys()).added).toBe(1)
    expect(await kept()).toEqual(old.map(({ der }) => der))
  })

  it('take the PIN', async () => {
    release([await released(old[0]!, old[0]!.pkcs8)])
    await expect(fetchKeys('190284')).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft: 4 } })
    expect(await kept()).toEqual([])
  })

  it('go on with a renewal', async () => {
    release([await released(old[0]!, old[0]!.pkcs8)])
    await fetchKeys()
    const order = { application: paidApplication(server), creditCode: COMPANY.creditCode!, pin: PIN, device: '' }
    const renewed = await phone.agent.download({ ...order, renews: id })
    const { older } = await openCredentials(phone.store).read(renewed.id)
    expect(older.map(({ encryption: [leaf] }) => leaf)).toEqual([(await record()).encryption[0], old[0]!.der])
  })

  const lies: [string, string, () => Promise<object>][] = [
    ['another key than its certificate has', 'key-mismatch', () => released(old[0]!, old[1]!.pkcs8)],
    [
      'an envelope for somebody else',
      'key-mismatch',
      async () => ({
        encryption: [old[0]!.der, authority.issuing.der].map(toBase64url),
        encryptionKey: toBase64url(await envelop(old[0]!.pkcs8, old[1]!.der, random)),
      }),
    ],
    ['no key but rubbish', 'key-mismatch', () => released(old[0]!, random(138))],
    [
      'a certificate of another company',
      'certificate-untrusted',
      async () => {
        const subject = { ...COMPANY, creditCode: '91110108MA0TE5T240' }
        const other = await party('company-encryption', { subject, issuer: authority.issuing })
        return released(other, other.pkcs8)
      },
    ],
    [
      'a certificate of another authority',
      'certificate-untrusted',
      async () => {
        const { issuing } = await testAuthority()
        const other = await party('company-encryption', { issuer: issuing })
        return released(other, other.pkcs8, issuing)
      },
    ],
    [
      'a signing certificate',
      'certificate-wrong-usage',
      async () => {
        const other = await party('company-signing', { issuer: authority.issuing })
        return released(other, other.pkcs8)
      },
    ],
  ]

  it.each(lies)('leave out %s, and keep the others', async (_, code, lie) => {
    release([await lie(), await released(old[1]!, old[1]!.pkcs8)])
    await expect(fetchKeys()).rejects.toMatchObject({ code })
    expect(await kept()).toEqual([old[1]!.der])
  })
})
