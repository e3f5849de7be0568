/** A phone and the real server: certificates, PIN, one confirmed request, keys for software. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryStore } from '#agent/memory-store'
import { decoded } from '#core/bytes/base64url'
import { parseCertificate } from '#core/certificate/certificate'
import { readPkcs12 } from '#core/certificate/pkcs12'
import { verifySignedAttributes } from '#core/cms/signed-data'
import type { SignAnswer } from '#core/pairing/messages'
import { askingDesktop } from '../support/asking-desktop.ts'
import { random, signRequest } from '../support/pairing.ts'
import { PIN, testPhone, untilState } from '../support/phone.ts'
import { DEMO_CODE, openTestServer, type TestServer } from '../support/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await openTestServer()
})
afterAll(() => server.remove())

describe('a phone and its server', () => {
  it('gets both certificates and a seal, and has them after a restart', async () => {
    const { agent, enrol, store } = testPhone(server.address)
    expect(await agent.current()).toBeNull()
    const enrolled = await enrol()
    expect(enrolled).toMatchObject({ creditCode: DEMO_CODE, person: '王敏', state: 'in-force' })
    expect(enrolled.seals).toMatchObject([{ kind: 'company' }])
    const again = testPhone(server.address, { store }).agent
    expect(await again.credentials()).toEqual([enrolled])
    expect(await again.current()).toEqual(enrolled)
  })

  it('signs a document that a desktop asks for', async () => {
    const { agent, enrol } = testPhone(server.address)
    const { company } = await enrol()
    const digest = random(32)
    const desktop = askingDesktop(server.address, 'sign', () => signRequest(0, digest))
    const confirmation = await agent.scan(await desktop.code)
    const { request, computer, code } = await untilState(confirmation, 'asked')
    expect(request?.documents).toMatchObject([{ name: '投标函.pdf', pages: 3 }])
    expect(computer).toMatchObject({ name: '投标室的电脑', known: false })
    expect(code).toBe(desktop.machine.code)
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    await untilState(confirmation, 'done')
    const { signing, signatures } = desktop.machine.answer as SignAnswer
    const certificate = decoded(signing[0]!)
    expect(parseCertificate(certificate).company).toBe(company)
    const attributes = decoded(signatures[0]!.attributes)
    const signature = decoded(signatures[0]!.signature)
    await verifySignedAttributes({ attributes, signature }, digest, certificate)
    expect(await agent.history()).toMatchObject([{ kind: 'sign', outcome: 'confirmed', documents: 1, seals: 3 }])
    confirmation.close()
    desktop.close()
  })

  it('counts wrong PINs, then locks, and says so afterwards', async () => {
    const { agent, enrol } = testPhone(server.address)
    const { id } = await enrol()
    const tries = async (pin: string) => agent.changePin(id, pin, '730518')
    for (const triesLeft of [4, 3, 2, 1])
      await expect(tries('190284')).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft } })
    await expect(tries('190284')).rejects.toMatchObject({ code: 'pin-locked' })
    await expect(tries(PIN)).rejects.toMatchObject({ code: 'pin-locked' })
    expect(await agent.current()).toMatchObject({ state: 'locked' })
  })

  it('changes the PIN, and writes keys for software with the new one', async () => {
    const { agent, enrol } = testPhone(server.address)
    const { id } = await enrol()
    await agent.changePin(id, PIN, '730518')
    await expect(agent.exportSoftware(id, PIN, 'demo')).rejects.toMatchObject({ code: 'pin-wrong' })
    const { signP12, encryptP12, seals } = await agent.exportSoftware(id, '730518', 'demo')
    const files = await Promise.all([signP12, encryptP12].map((file) => readPkcs12(file, 'demo')))
    expect(files.map(({ certificates }) => parseCertificate(certificates[0]!).usage)).toEqual(['sign', 'encrypt'])
    expect(seals).toHaveLength(1)
  })

  it('says what is wrong with a company', async () => {
    const { agent, enrol } = testPhone(server.address)
    await expect(enrol('91410100MA9ABCD16X')).rejects.toMatchObject({ code: 'credit-code-invalid' })
    await expect(enrol('91310000MA1K000006')).rejects.toMatchObject({ code: 'company-unknown' })
    expect(await agent.credentials()).toEqual([])
  })

  it('enrols nobody and exports nothing where the server is no demo', async () => {
    const closed = await openTestServer({ demo: false })
    try {
      const { enrol } = testPhone(closed.address)
      await expect(enrol()).rejects.toMatchObject({ code: 'enrolment-closed' })
      const { store, enrol: enrolElsewhere } = testPhone(server.address, { store: memoryStore() })
      const { id } = await enrolElsewhere()
      const moved = testPhone(closed.address, { store }).agent
      await expect(moved.exportSoftware(id, PIN, 'demo')).rejects.toMatchObject({ code: 'not-authorised' })
    } finally {
      await closed.remove()
    }
  })
})
