import { describe, expect, it } from 'vitest'
import { headerBytes, type HeaderFacts } from '#core/bidfile/header'
import { sealSlot } from '#core/bidfile/slot'
import { decoded, toBase64url } from '#core/bytes/base64url'
import { utf8, type Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import type { Introduction, Intent, RequestBody, UnwrapAnswer } from '#core/pairing/messages'
import { askingDesktop } from '#tests/support/asking-desktop'
import { testRecipient } from '#tests/support/bid'
import { random, signRequest } from '#tests/support/pairing'
import { PIN, testPhone, untilState } from '#tests/support/phone'
import { renewOn } from '#tests/support/phone-server'
import { confirming, identify } from '#tests/support/confirming'

const stage = confirming()

const facts: HeaderFacts = {
  suite: 1,
  build: '0'.repeat(32),
  tender: { id: 'ZB-1', name: '示范大道改造工程', lot: '一标段' },
  bidder: { name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M' },
  openingTime: '2026-12-01T09:30:00+08:00',
  created: '2026-11-24T10:00:00+08:00',
  crit: [],
}

const fileKey = random(32)

/** Asks for the slot of the certificate that has been introduced, whatever `change` makes of it. */
const unwrap =
  (change: { slotFacts?: HeaderFacts; index?: number; cut?: boolean; foreign?: boolean; older?: number } = {}) =>
  async ({ encryption, older = [] }: Introduction): Promise<RequestBody> => {
    const certificate = parseCertificate(decoded([encryption[0], ...older][change.older ?? 0] ?? ''))
    const recipient = change.foreign === true ? await testRecipient() : { ...certificate, certificate: certificate.der }
    const slot = await sealSlot(fileKey, change.slotFacts ?? facts, recipient, random)
    const header = headerBytes({ ...facts, slots: [slot] })
    return {
      kind: 'unwrap',
      body: {
        purpose: 'open',
        header: toBase64url(change.cut === true ? header.slice(0, -1) : header),
        slot: change.index ?? 0,
      },
    }
  }

describe('before anything is shown', () => {
  it('says no to a bid for another certificate, and names its own', async () => {
    const { desktop, confirmation } = await stage.scan('open', unwrap({ foreign: true }))
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'wrong-certificate',
    })
    const own = parseCertificate(decoded(desktop.machine.introduction?.encryption[0] ?? ''))
    expect(desktop.machine.failure?.details.reason).toBe(own.fingerprint)
    const view = await untilState(confirmation, 'failed')
    expect(view).toMatchObject({ error: { code: 'wrong-certificate', details: { holder: '王敏' } }, request: null })
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'wrong-certificate' })
    expect(await stage.phone.agent.history()).toMatchObject([{ outcome: 'failed', kind: 'unwrap' }])
  })

  const picture = (jpeg: Bytes, page = 1): RequestBody => {
    const { kind, body } = signRequest(0)
    const [document] = body.documents
    return { kind, body: { ...body, documents: [{ ...document!, previews: [{ page, jpeg: toBase64url(jpeg) }] }] } }
  }

  it.each<[string, Intent, (introduction: Introduction) => RequestBody | Promise<RequestBody>, string]>([
    ['a header that is cut', 'open', unwrap({ cut: true }), 'bid-file-damaged'],
    ['a slot that is not there', 'open', unwrap({ index: 3 }), 'message-rejected'],
    ['another server', 'identify', () => identify('https://elsewhere.example'), 'message-rejected'],
    ['a preview that is no picture', 'sign', () => picture(utf8('<svg onload="alert(1)"/>')), 'message-rejected'],
    [
      'a preview of a page that is not there',
      'sign',
      () => picture(Uint8Array.of(0xff, 0xd8, 0xff), 9),
      'message-rejected',
    ],
    [
      'two seals of a bid at once',
      'generate',
      () => {
        const { kind, body } = signRequest(0)
        return { kind, body: { ...body, profile: 'bid', documents: [body.documents[0]!, body.documents[0]!] } }
      },
      'message-rejected',
    ],
  ])('says no to %s', async (_, intent, body, code) => {
    const { desktop, confirmation } = await stage.scan(intent, body)
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'message-rejected' })
    expect(await untilState(confirmation, 'failed')).toMatchObject({ error: { code } })
    expect(stage.server.asked).not.toContain('/api/shares/release')
  })

  it('takes a picture of a page', async () => {
    const { confirmation } = await stage.scan('sign', () => picture(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)))
    const { request } = await untilState(confirmation, 'asked')
    expect(request?.documents[0]?.previews).toEqual([{ page: 1, jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) }])
  })

  it('scans nothing without a certificate, and nothing that is no code', async () => {
    const { agent } = testPhone(stage.relay.server, { fetch: stage.server.fetch })
    const desktop = askingDesktop(stage.relay.server, 'sign', () => signRequest(0))
    stage.closeLater(desktop)
    await expect(agent.scan(await desktop.code)).rejects.toMatchObject({ code: 'no-certificate' })
    await expect(agent.scan('https://example.com/')).rejects.toMatchObject({ code: 'qr-malformed' })
    await expect(stage.phone.agent.scan('not a code')).rejects.toMatchObject({ code: 'qr-malformed' })
  })
})

describe('a slot', () => {
  it('opens its own slot and shows tender and bidder first', async () => {
    const { desktop, confirmation } = await stage.scan('open', unwrap())
    const { request } = await untilState(confirmation, 'asked')
    expect(request?.tender).toEqual({ name: '示范大道改造工程', lot: '一标段', bidder: '河南示范建设有限公司' })
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(decoded((desktop.machine.answer as UnwrapAnswer).fileKey)).toEqual(fileKey)
    await untilState(confirmation, 'done')
    const { build, openingTime } = facts
    const { fingerprint: encryption } = parseCertificate(decoded(desktop.machine.introduction?.encryption[0] ?? ''))
    const noted = { tenderId: 'ZB-1', lot: '一标段', build, openingTime, encryption }
    expect(await stage.phone.agent.history()).toMatchObject([{ kind: 'unwrap', intent: 'open', ...noted }])
  })

  it.each([1, 2])('for a certificate that was renewed opens as well: %s', async (older) => {
    const before = await stage.phone.agent.current()
    const renewed = await renewOn(stage.server, stage.phone, before?.id ?? '')
    await renewOn(stage.server, stage.phone, renewed.id)
    const { desktop, confirmation } = await stage.scan('open', unwrap({ older }))
    await untilState(confirmation, 'asked')
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(decoded((desktop.machine.answer as UnwrapAnswer).fileKey)).toEqual(fileKey)
  })

  it('that says it is for another of my certificates stays shut', async () => {
    const before = await stage.phone.agent.current()
    await renewOn(stage.server, stage.phone, before?.id ?? '')
    const { desktop, confirmation } = await stage.scan('open', async ({ encryption, older = [] }) => {
      const [newest, old] = [encryption[0], older[0]].map((der) => parseCertificate(decoded(der ?? '')))
      const slot = await sealSlot(fileKey, facts, { ...old!, certificate: old!.der }, random)
      const header = toBase64url(headerBytes({ ...facts, slots: [{ ...slot, fingerprint: newest!.fingerprint }] }))
      return { kind: 'unwrap', body: { purpose: 'open', header, slot: 0 } }
    })
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'unwrap-failed' })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'unwrap-failed' })
  })

  it.each<[string, Parameters<typeof unwrap>[0], string]>([
    ['moved here from another bid', { slotFacts: { ...facts, build: '1'.repeat(32) } }, 'slot-not-bound'],
    ['of another bidder', { slotFacts: { ...facts, bidder: { name: '别人', creditCode: '1' } } }, 'slot-not-bound'],
  ])('%s stays shut, and the desktop hears no reason', async (_, change, code) => {
    const { desktop, confirmation } = await stage.scan('open', unwrap(change))
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'unwrap-failed',
      details: {},
    })
    expect(confirmation.view()).toMatchObject({ state: 'failed', error: { code } })
  })

  it('that only says it is mine stays shut in the same way', async () => {
    const { desktop, confirmation } = await stage.scan('open', async (introduction) => {
      const certificate = parseCertificate(decoded(introduction.encryption[0] ?? ''))
      const foreign = await sealSlot(fileKey, facts, await testRecipient(), random)
      const slots = [{ ...foreign, fingerprint: certificate.fingerprint }]
      const header = toBase64url(headerBytes({ ...facts, slots }))
      return { kind: 'unwrap', body: { purpose: 'open', header, slot: 0 } }
    })
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'unwrap-failed' })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'unwrap-failed' })
  })
})
