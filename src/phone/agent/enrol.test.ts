import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { envelop } from '#core/cms/auth-enveloped'
import { COMPANY, party, random, sealRecord, testAuthority, type TestAuthority } from '#tests/support/authority'
import { PIN, testPhone } from '#tests/support/phone'
import { phoneServer, type Issued, type PhoneServer } from '#tests/support/phone-server'
import { memoryStore } from './memory-store.ts'

const SERVER = 'http://localhost:4180'

let authority: TestAuthority
let server: PhoneServer

beforeAll(async () => {
  authority = await testAuthority()
})
beforeEach(async () => {
  server = await phoneServer(authority)
})

const phone = () => testPhone(SERVER, { fetch: server.fetch })

describe('enrol', () => {
  it('gets a credential that is chosen and usable', async () => {
    const { agent, enrol } = phone()
    const enrolled = await enrol()
    expect(enrolled).toMatchObject({
      company: COMPANY.company,
      creditCode: COMPANY.creditCode,
      person: '王敏',
      device: '测试手机',
      state: 'in-force',
      seals: [{ kind: 'company', width: 42, height: 42 }],
    })
    expect(await agent.current()).toEqual(enrolled)
    const { signP12 } = await agent.exportSoftware(enrolled.id, PIN, 'demo')
    expect(signP12.length).toBeGreaterThan(500)
  })

  it('answers scans with the newest credential, or the one that was chosen', async () => {
    const { agent, enrol } = phone()
    const first = await enrol()
    const second = await enrol()
    expect((await agent.credentials()).map(({ id }) => id).sort()).toEqual([first.id, second.id].sort())
    expect((await agent.current())?.id).toBe(second.id)
    await agent.choose(first.id)
    expect((await agent.current())?.id).toBe(first.id)
    await expect(agent.choose('nobody')).rejects.toMatchObject({ code: 'no-certificate' })
  })

  it('turns down what no server needs to be asked for', async () => {
    const { agent } = phone()
    const order = { person: '王敏', creditCode: COMPANY.creditCode!, pin: PIN, device: '' }
    await expect(agent.enrol({ ...order, pin: '123456' })).rejects.toMatchObject({ code: 'pin-weak' })
    const wrongCode = { ...order, creditCode: '91410100MA9ABCD16X' }
    await expect(agent.enrol(wrongCode)).rejects.toMatchObject({ code: 'credit-code-invalid' })
    expect(server.asked).toEqual([])
    expect(await agent.enrol({ ...order, creditCode: ` ${order.creditCode.toLowerCase()} ` })).toMatchObject({
      creditCode: COMPANY.creditCode,
      device: '测试手机',
    })
  })

  it('passes on what the server says, and that there is none', async () => {
    const { enrol } = phone()
    await expect(enrol('91110108MA0TE5T240')).rejects.toMatchObject({ code: 'company-unknown' })
    server.cut = () => {
      throw new TypeError('fetch failed')
    }
    await expect(enrol()).rejects.toMatchObject({ code: 'server-unreachable' })
  })

  const lies: [string, string, (issued: Issued) => Issued | Promise<Issued>][] = [
    [
      'a certificate for another key',
      'key-mismatch',
      async (issued) => ({
        ...issued,
        signing: [(await party('company-signing', { issuer: authority.issuing })).der, issued.signing[1]!],
        seals: [],
      }),
    ],
    ['the usages swapped', 'certificate-wrong-usage', (issued) => ({ ...issued, signing: issued.encryption })],
    ['two signing certificates', 'certificate-wrong-usage', (issued) => ({ ...issued, encryption: issued.signing })],
    ['another company than it says', 'certificate-untrusted', (issued) => ({ ...issued, company: '别的公司' })],
    [
      'an encryption certificate of another company',
      'certificate-untrusted',
      async (issued) => {
        const subject = { ...COMPANY, creditCode: '91110108MA0TE5T240' }
        const other = await party('company-encryption', { subject, issuer: authority.issuing })
        return { ...issued, encryption: [other.der, authority.issuing.der] }
      },
    ],
    [
      'the key of another encryption certificate',
      'key-mismatch',
      async (issued) => {
        const other = await party('company-encryption', { issuer: authority.issuing })
        return { ...issued, encryptionKey: await envelop(other.pkcs8, issued.signing[0]!, random) }
      },
    ],
    [
      'a key that is for somebody else',
      'key-mismatch',
      async (issued) => ({ ...issued, encryptionKey: await envelop(random(138), issued.encryption[0]!, random) }),
    ],
    [
      'something that is no key',
      'key-mismatch',
      async (issued) => ({ ...issued, encryptionKey: await envelop(random(138), issued.signing[0]!, random) }),
    ],
    [
      'certificates of an unknown authority',
      'certificate-untrusted',
      async (issued) => {
        const foreign = await testAuthority()
        const other = await party('company-encryption', { issuer: foreign.issuing })
        return { ...issued, encryption: [other.der, foreign.issuing.der] }
      },
    ],
    [
      'an expired certificate',
      'certificate-expired',
      async (issued) => {
        const notAfter = new Date(Date.now() - 1000)
        const other = await party('company-encryption', { issuer: authority.issuing, notAfter })
        return { ...issued, encryption: [other.der, authority.issuing.der] }
      },
    ],
    [
      "somebody else's seal",
      'seal-not-yours',
      async (issued) => ({ ...issued, seals: [await sealRecord(authority, issued.encryption[0]!)] }),
    ],
    ['no seal but rubbish', 'seal-record-invalid', (issued) => ({ ...issued, seals: [random(200)] })],
    ['no certificate but rubbish', 'certificate-malformed', (issued) => ({ ...issued, signing: [random(200)] })],
  ]

  it.each(lies)('keeps nothing when the server sends %s', async (_, code, lie) => {
    const { agent, enrol, store } = phone()
    server.tamper = lie
    await expect(enrol()).rejects.toMatchObject({ code })
    expect([...store.entries.keys()]).toEqual([])
    expect(server.shares.size).toBe(0)
    server.tamper = (issued) => issued
    await enrol()
    expect(await agent.credentials()).toHaveLength(1)
  })

  it.each(['/ca/root.crt', '/api/enrolments', '/api/shares'])(
    'keeps nothing when it is stopped at %s',
    async (last) => {
      const stop = new AbortController()
      const { agent, store } = testPhone(SERVER, {
        fetch: (path, request) => {
          if (path === last) stop.abort()
          return request.signal?.aborted ? Promise.reject(new DOMException('stopped')) : server.fetch(path, request)
        },
      })
      const order = { person: '王敏', creditCode: COMPANY.creditCode!, pin: PIN, device: '' }
      await expect(agent.enrol(order, stop.signal)).rejects.toMatchObject({ code: 'server-unreachable' })
      expect(store.entries.size).toBe(0)
    },
  )

  it('keeps nothing when the root is none', async () => {
    const { enrol, store } = phone()
    server.root = random(100)
    await expect(enrol()).rejects.toBeInstanceOf(AppError)
    expect(store.entries.size).toBe(0)
  })

  const cuts = ['/ca/root.crt', '/api/enrolments', '/api/shares'].flatMap((path) =>
    (['request', 'answer'] as const).map((when) => [when, path] as const),
  )

  it.each(cuts)('keeps nothing when the %s of %s is lost, and succeeds the next time', async (lost, lostPath) => {
    const { agent, enrol, store } = phone()
    server.cut = (path, when) => {
      if (path === lostPath && when === lost) throw new TypeError('fetch failed')
    }
    await expect(enrol()).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(store.entries.size).toBe(0)
    server.cut = () => undefined
    const { id } = await enrol()
    await agent.changePin(id, PIN, '730518')
  })

  it.each([0, 1])('is whole or not there when the phone dies at write %i', async (survived) => {
    const store = memoryStore()
    let writes = survived
    const dying = {
      ...store,
      write: (key: string, value: unknown) =>
        writes-- > 0 ? store.write(key, value) : Promise.reject(new AppError('storage-unavailable')),
    }
    const { enrol } = testPhone(SERVER, { fetch: server.fetch, store: dying })
    await expect(enrol()).rejects.toMatchObject({ code: 'storage-unavailable' })
    const { agent, enrol: again } = testPhone(SERVER, { fetch: server.fetch, store })
    const kept = await agent.credentials()
    expect(kept).toHaveLength(survived)
    for (const { id } of kept) await agent.changePin(id, PIN, '730518')
    const { id } = await again()
    expect((await agent.current())?.id).toBe(id)
  })
})
