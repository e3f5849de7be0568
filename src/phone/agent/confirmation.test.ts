import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { headerBytes, type HeaderFacts } from '#core/bidfile/header'
import { sealSlot } from '#core/bidfile/slot'
import { fromBase64url, toBase64url } from '#core/bytes/base64url'
import { utf8, type Bytes } from '#core/bytes/bytes'
import { parseCertificate } from '#core/certificate/certificate'
import { verifySignedAttributes } from '#core/cms/signed-data'
import { AppError } from '#core/errors'
import type { Introduction, Intent, RequestBody, SignAnswer, UnwrapAnswer } from '#core/pairing/messages'
import { isProof } from '#core/pairing/proof'
import { askingDesktop, type AskingDesktop } from '#tests/support/asking-desktop'
import { testAuthority, type TestAuthority } from '#tests/support/authority'
import { testRecipient } from '#tests/support/bid'
import { random, signRequest } from '#tests/support/pairing'
import { PIN, testPhone, untilState, untilView, type TestPhone } from '#tests/support/phone'
import { phoneServer, type PhoneServer } from '#tests/support/phone-server'
import { GENEROUS, startRelay, type RelayHost } from '#tests/support/relay'
import type { FetchLike } from './http.ts'
import type { Confirmation } from './views.ts'

let authority: TestAuthority
let relay: RelayHost
let server: PhoneServer
let phone: TestPhone
let open: { close(): void }[] = []
let fetchThrough: FetchLike

beforeAll(async () => {
  authority = await testAuthority()
  relay = await startRelay({ limits: GENEROUS })
})
afterAll(() => relay.close())
beforeEach(async () => {
  server = await phoneServer(authority)
  fetchThrough = server.fetch
  phone = testPhone(relay.server, { fetch: (path, request) => fetchThrough(path, request) })
  await phone.enrol()
})
afterEach(() => {
  for (const { close } of open) close()
  open = []
})

const decoded = (text: string | undefined): Bytes => fromBase64url(text ?? '') ?? new Uint8Array()

const scan = async (
  intent: Intent,
  body: (introduction: Introduction) => RequestBody | Promise<RequestBody>,
): Promise<{ desktop: AskingDesktop; confirmation: Confirmation }> => {
  const desktop = askingDesktop(relay.server, intent, body)
  const confirmation = await phone.agent.scan(await desktop.code)
  open.push(desktop, confirmation)
  return { desktop, confirmation }
}

const identify = (origin = relay.server): RequestBody => ({
  kind: 'identify',
  body: { origin, nonce: toBase64url(random(32)), purpose: 'bidder' },
})

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
  (change: { slotFacts?: HeaderFacts; index?: number; cut?: boolean; foreign?: boolean } = {}) =>
  async ({ encryption }: Introduction): Promise<RequestBody> => {
    const certificate = parseCertificate(decoded(encryption[0]))
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

describe('a confirmation', () => {
  it('shows code, computer and request, and answers with what the PIN allows', async () => {
    const digest = random(32)
    const { desktop, confirmation } = await scan('sign', () => signRequest(0, digest))
    expect(confirmation.view()).toMatchObject({ state: 'connecting', intent: 'sign', code: null, request: null })
    const view = await untilState(confirmation, 'asked')
    expect(view.code).toMatch(/^\d{4}$/)
    expect(view.code).toBe(desktop.machine.code)
    expect(view).toMatchObject({ computer: { known: false }, error: null, triesLeft: null })
    expect(view.request).toMatchObject({ kind: 'sign', tender: { name: '示范大道改造工程', lot: '一标段' } })
    await desktop.until(({ seen }) => seen)
    const hash = Array.from(desktop.machine.requestHash!, (byte) => byte.toString(16).padStart(2, '0')).join('')
    expect(view.request?.digest).toBe(`${hash.slice(0, 8)}…${hash.slice(-8)}`)
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    await untilState(confirmation, 'done')
    const { signing, signatures } = desktop.machine.answer as SignAnswer
    const [attributes, signature] = [decoded(signatures[0]?.attributes), decoded(signatures[0]?.signature)]
    await verifySignedAttributes({ attributes, signature }, digest, decoded(signing[0]))
  })

  it('signs nothing that it has not built itself', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    const request = signRequest(0)
    const { signing, signatures } = desktop.machine.answer as SignAnswer
    const { spki } = parseCertificate(decoded(signing[0]))
    const [{ signature } = { signature: '' }] = signatures
    expect(await isProof(spki, decoded(request.body.documents[0]?.digest), decoded(signature))).toBe(false)
  })

  it('gives certificates and seals to whoever asks from its own server', async () => {
    const { desktop, confirmation } = await scan('identify', () => identify())
    const { request } = await untilState(confirmation, 'asked')
    expect(request).toMatchObject({ kind: 'identify', tender: null, documents: [] })
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(desktop.machine.answer).toMatchObject({ seals: [expect.any(String)] })
  })

  it('opens its own slot and shows tender and bidder first', async () => {
    const { desktop, confirmation } = await scan('open', unwrap())
    const { request } = await untilState(confirmation, 'asked')
    expect(request?.tender).toEqual({ name: '示范大道改造工程', lot: '一标段', bidder: '河南示范建设有限公司' })
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(decoded((desktop.machine.answer as UnwrapAnswer).fileKey)).toEqual(fileKey)
  })

  it('knows a computer again, and remembers what it has done', async () => {
    const first = await scan('identify', () => identify())
    await untilState(first.confirmation, 'asked')
    await first.confirmation.confirm(PIN)
    await untilState(first.confirmation, 'done')
    const second = await scan('identify', () => identify())
    expect((await untilState(second.confirmation, 'asked')).computer?.known).toBe(true)
    await second.confirmation.refuse('不是我要的')
    await expect(second.desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'request-refused',
      details: { reason: '不是我要的' },
    })
    expect(second.confirmation.view()).toMatchObject({ state: 'refused', error: null })
    expect((await phone.agent.history()).map(({ outcome }) => outcome)).toEqual(['refused', 'confirmed'])
  })
})

describe('before anything is shown', () => {
  it('says no to a bid for another certificate, and names its own', async () => {
    const { desktop, confirmation } = await scan('open', unwrap({ foreign: true }))
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'wrong-certificate',
    })
    const own = parseCertificate(decoded(desktop.machine.introduction?.encryption[0]))
    expect(desktop.machine.failure?.details.reason).toBe(own.fingerprint)
    const view = await untilState(confirmation, 'failed')
    expect(view).toMatchObject({ error: { code: 'wrong-certificate', details: { holder: '王敏' } }, request: null })
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'wrong-certificate' })
    expect(await phone.agent.history()).toMatchObject([{ outcome: 'failed', kind: 'unwrap' }])
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
    const { desktop, confirmation } = await scan(intent, body)
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'message-rejected' })
    expect(await untilState(confirmation, 'failed')).toMatchObject({ error: { code } })
    expect(server.asked).not.toContain('/api/shares/release')
  })

  it('takes a picture of a page', async () => {
    const { confirmation } = await scan('sign', () => picture(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)))
    const { request } = await untilState(confirmation, 'asked')
    expect(request?.documents[0]?.previews).toEqual([{ page: 1, jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0) }])
  })

  it('scans nothing without a certificate, and nothing that is no code', async () => {
    const { agent } = testPhone(relay.server, { fetch: server.fetch })
    const desktop = askingDesktop(relay.server, 'sign', () => signRequest(0))
    open.push(desktop)
    await expect(agent.scan(await desktop.code)).rejects.toMatchObject({ code: 'no-certificate' })
    await expect(agent.scan('https://example.com/')).rejects.toMatchObject({ code: 'qr-malformed' })
    await expect(phone.agent.scan('not a code')).rejects.toMatchObject({ code: 'qr-malformed' })
  })
})

describe('a PIN', () => {
  it('that is wrong leaves the request waiting', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm('190284')).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft: 4 } })
    expect(confirmation.view()).toMatchObject({ state: 'asked', triesLeft: 4, error: null })
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(confirmation.view().triesLeft).toBeNull()
  })

  it('that was wrong too often locks, and the desktop hears that', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    for (const code of ['pin-wrong', 'pin-wrong', 'pin-wrong', 'pin-wrong', 'pin-locked', 'pin-locked'])
      await expect(confirmation.confirm('190284')).rejects.toMatchObject({ code })
    expect(confirmation.view()).toMatchObject({ state: 'failed', triesLeft: 0, error: { code: 'pin-locked' } })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'pin-locked' })
    expect(await phone.agent.history()).toMatchObject([{ outcome: 'failed' }])
  })

  it('cannot be checked without the server, and the request waits', async () => {
    const { confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    server.cut = () => {
      throw new TypeError('fetch failed')
    }
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(confirmation.view().state).toBe('asked')
  })

  it('entered twice at once is used once', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    const taps = [confirmation.confirm(PIN), confirmation.confirm(PIN), confirmation.confirm('190284')]
    expect(confirmation.view().state).toBe('working')
    await Promise.all(taps)
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(server.asked.filter((path) => path === '/api/shares/release')).toHaveLength(1)
    expect(await phone.agent.history()).toHaveLength(1)
  })
})

describe('a slot', () => {
  it.each<[string, Parameters<typeof unwrap>[0], string]>([
    ['moved here from another bid', { slotFacts: { ...facts, build: '1'.repeat(32) } }, 'slot-not-bound'],
    ['of another bidder', { slotFacts: { ...facts, bidder: { name: '别人', creditCode: '1' } } }, 'slot-not-bound'],
  ])('%s stays shut, and the desktop hears no reason', async (_, change, code) => {
    const { desktop, confirmation } = await scan('open', unwrap(change))
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'unwrap-failed',
      details: {},
    })
    expect(confirmation.view()).toMatchObject({ state: 'failed', error: { code } })
  })

  it('that only says it is mine stays shut in the same way', async () => {
    const { desktop, confirmation } = await scan('open', async (introduction) => {
      const certificate = parseCertificate(decoded(introduction.encryption[0]))
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

describe('an end', () => {
  it('by the desktop is seen, and nothing is signed after it', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    await desktop.driver.act((now) => desktop.machine.fail(new AppError('cancelled'), now))
    await untilState(confirmation, 'cancelled')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'request-cancelled' })
    await confirmation.refuse()
    expect(server.asked).not.toContain('/api/shares/release')
    expect(await phone.agent.history()).toMatchObject([{ outcome: 'cancelled' }])
  })

  it('by the desktop while the PIN is being checked leaves the request unsigned', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    const { fetch } = server
    fetchThrough = async (path, request) => {
      const answered = await fetch(path, request)
      if (path !== '/api/shares/release') return answered
      await desktop.driver.act((now) => desktop.machine.fail(new AppError('cancelled'), now))
      await untilState(confirmation, 'cancelled')
      return answered
    }
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'request-cancelled' })
    expect(desktop.machine.answer).toBeNull()
    expect(await phone.agent.history()).toMatchObject([{ outcome: 'cancelled' }])
  })

  it('by the page tells the desktop', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    confirmation.close()
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'request-refused' })
  })

  it('of the network is not the end: it says so and goes on', async () => {
    const { desktop, confirmation } = await scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    relay.cut()
    expect(await untilView(confirmation, ({ error }) => error !== null)).toMatchObject({
      state: 'asked',
      error: { code: 'relay-unreachable' },
    })
    await confirmation.confirm(PIN)
    phone.agent.wake()
    desktop.driver.wake()
    await desktop.until(({ state }) => state === 'answered')
    await untilState(confirmation, 'done')
  })

  it('comes for everybody when a second phone answers the same code', async () => {
    const desktop = askingDesktop(relay.server, 'sign', () => signRequest(0))
    const code = await desktop.code
    const first = await phone.agent.scan(code)
    open.push(desktop, first)
    await untilState(first, 'asked')
    const second = await phone.agent.scan(code)
    open.push(second)
    for (const confirmation of [first, second])
      expect((await untilState(confirmation, 'failed')).error).toMatchObject({ code: 'relay-crowded' })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'relay-crowded' })
  })
})
