import { createVerify, X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handoverBytes, removalBytes } from '#core/application/company'
import { revocationBytes } from '#core/application/holding'
import { canonicalBytes } from '#core/bytes/canonical-json'
import { utf8 } from '#core/bytes/bytes'
import { COMPANY, testAuthority, type TestAuthority } from '#tests/support/authority'
import { fakeClock } from '#tests/support/clock'
import { PIN, testPhone, type TestPhone } from '#tests/support/phone'
import { paidApplication, phoneServer, type PhoneServer } from '#tests/support/phone-server'
import { openCredentials } from './credential.ts'
import { requireStatement } from './statement.ts'
import type { CredentialView } from './views.ts'

let authority: TestAuthority
let server: PhoneServer
let phone: TestPhone
let application: string
let own: CredentialView
const clock = fakeClock(Date.now())

beforeAll(async () => {
  authority = await testAuthority()
})
beforeEach(async () => {
  server = await phoneServer(authority)
  application = paidApplication(server)
  phone = testPhone('http://localhost:4180', { fetch: server.fetch, clock })
  own = await phone.agent.download({ application, creditCode: COMPANY.creditCode!, pin: PIN, device: '' })
})

/** By Node's own library. */
const isSigned = async (bytes: Uint8Array, signature: Uint8Array): Promise<boolean> => {
  const [der] = (await openCredentials(phone.store).read(own.id)).signing
  return createVerify('sha256').update(bytes).verify(new X509Certificate(der).publicKey, signature)
}

describe('a statement', () => {
  it('of ours is signed with the PIN', async () => {
    for (const bytes of [removalBytes(application, 1), handoverBytes(COMPANY.creditCode!, application, 1)])
      expect(await isSigned(bytes, await phone.agent.signStatement(own.id, PIN, bytes))).toBe(true)
    const bytes = removalBytes(application, 1)
    await expect(phone.agent.signStatement(own.id, '190284', bytes)).rejects.toMatchObject({ code: 'pin-wrong' })
  })

  it.each([
    ['of another form', canonicalBytes({ format: 'bidseal-manifest/1', application: 'a' })],
    ['without a form', canonicalBytes({ application: 'a' })],
    ['that is not canonical', utf8('{"format": "bidseal-removal/1"}')],
    ['that is no object', utf8('["bidseal-removal/1"]')],
    ['that is too long', canonicalBytes({ format: 'bidseal-removal/1', more: 'a'.repeat(4096) })],
    ['that is empty', new Uint8Array()],
  ])('%s is not, and nobody is asked', async (_, bytes) => {
    const asked = server.asked.length
    await expect(phone.agent.signStatement(own.id, PIN, bytes)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(server.asked).toHaveLength(asked)
  })

  it('is nothing that anybody else could mean', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => requireStatement(bytes)).toThrow()
      }),
    )
  })
})

describe('giving up certificates', () => {
  const states = async () => (await phone.agent.credentials()).map(({ state }) => state)

  it('is signed, told to the server and remembered', async () => {
    await phone.agent.revoke(own.id, application, PIN)
    const { revocation } = server.applications.get(application)!
    expect(revocation?.at).toBe(clock.now())
    expect(await isSigned(revocationBytes(application, revocation!.at), revocation!.signature)).toBe(true)
    expect(await states()).toEqual(['revoked'])
    const again = testPhone('http://localhost:4180', { fetch: server.fetch, store: phone.store }).agent
    expect((await again.current())?.state).toBe('revoked')
  })

  it('is not done with a wrong PIN', async () => {
    await expect(phone.agent.revoke(own.id, application, '190284')).rejects.toMatchObject({ code: 'pin-wrong' })
    expect(server.applications.get(application)?.revocation).toBeNull()
    expect(await states()).toEqual(['in-force'])
  })

  it.each(['request', 'answer'] as const)('can be done again when the %s was lost', async (lost) => {
    server.cut = (path, when) => {
      if (path.endsWith('/revoke') && when === lost) throw new TypeError('fetch failed')
    }
    await expect(phone.agent.revoke(own.id, application, PIN)).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(await states()).toEqual(['in-force'])
    server.cut = () => undefined
    await phone.agent.revoke(own.id, application, PIN)
    expect(await states()).toEqual(['revoked'])
  })
})
