import { describe, expect, it } from 'vitest'
import { parseCertificate } from '#core/certificate/certificate'
import { verifySignedAttributes } from '#core/cms/signed-data'
import { AppError } from '#core/errors'
import type { SignAnswer } from '#core/pairing/messages'
import { isProof } from '#core/pairing/proof'
import { askingDesktop } from '#tests/support/asking-desktop'
import { random, signRequest } from '#tests/support/pairing'
import { PIN, untilState, untilView } from '#tests/support/phone'
import { confirming, identify } from '#tests/support/confirming'
import { decoded } from '#core/bytes/base64url'

const stage = confirming()

describe('a confirmation', () => {
  it('shows code, computer and request, and answers with what the PIN allows', async () => {
    const digest = random(32)
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0, digest))
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
    const [attributes, signature] = [decoded(signatures[0]?.attributes ?? ''), decoded(signatures[0]?.signature ?? '')]
    await verifySignedAttributes({ attributes, signature }, digest, decoded(signing[0] ?? ''))
  })

  it('signs nothing that it has not built itself', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    const request = signRequest(0)
    const { signing, signatures } = desktop.machine.answer as SignAnswer
    const { spki } = parseCertificate(decoded(signing[0] ?? ''))
    const [{ signature } = { signature: '' }] = signatures
    expect(await isProof(spki, decoded(request.body.documents[0]?.digest ?? ''), decoded(signature))).toBe(false)
  })

  it('gives certificates and seals to whoever asks from its own server', async () => {
    const { desktop, confirmation } = await stage.scan('identify', () => identify(stage.relay.server))
    const { request } = await untilState(confirmation, 'asked')
    expect(request).toMatchObject({ kind: 'identify', tender: null, documents: [] })
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(desktop.machine.answer).toMatchObject({ seals: [expect.any(String)] })
  })

  it('knows a computer again, and remembers what it has done', async () => {
    const first = await stage.scan('identify', () => identify(stage.relay.server))
    await untilState(first.confirmation, 'asked')
    await first.confirmation.confirm(PIN)
    await untilState(first.confirmation, 'done')
    const second = await stage.scan('identify', () => identify(stage.relay.server))
    expect((await untilState(second.confirmation, 'asked')).computer?.known).toBe(true)
    await second.confirmation.refuse('不是我要的')
    await expect(second.desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({
      code: 'request-refused',
      details: { reason: '不是我要的' },
    })
    expect(second.confirmation.view()).toMatchObject({ state: 'refused', error: null })
    expect((await stage.phone.agent.history()).map(({ outcome }) => outcome)).toEqual(['refused', 'confirmed'])
  })
})

describe('a PIN', () => {
  it('that is wrong leaves the request waiting', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    await expect(confirmation.confirm('190284')).rejects.toMatchObject({ code: 'pin-wrong', details: { triesLeft: 4 } })
    expect(confirmation.view()).toMatchObject({ state: 'asked', triesLeft: 4, error: null })
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(confirmation.view().triesLeft).toBeNull()
  })

  it('that was wrong too often locks, and the desktop hears that', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    for (const code of ['pin-wrong', 'pin-wrong', 'pin-wrong', 'pin-wrong', 'pin-locked', 'pin-locked'])
      await expect(confirmation.confirm('190284')).rejects.toMatchObject({ code })
    expect(confirmation.view()).toMatchObject({ state: 'failed', triesLeft: 0, error: { code: 'pin-locked' } })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'pin-locked' })
    expect(await stage.phone.agent.history()).toMatchObject([{ outcome: 'failed' }])
  })

  it('cannot be checked without the server, and the request waits', async () => {
    const { confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    stage.server.cut = () => {
      throw new TypeError('fetch failed')
    }
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'server-unreachable' })
    expect(confirmation.view().state).toBe('asked')
  })

  it('entered twice at once is used once', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    const taps = [confirmation.confirm(PIN), confirmation.confirm(PIN), confirmation.confirm('190284')]
    expect(confirmation.view().state).toBe('working')
    await Promise.all(taps)
    await confirmation.confirm(PIN)
    await desktop.until(({ state }) => state === 'answered')
    expect(stage.server.asked.filter((path) => path === '/api/shares/release')).toHaveLength(1)
    expect(await stage.phone.agent.history()).toHaveLength(1)
  })
})

describe('an end', () => {
  it('by the desktop is seen, and nothing is signed after it', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    await desktop.driver.act((now) => desktop.machine.fail(new AppError('cancelled'), now))
    await untilState(confirmation, 'cancelled')
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'request-cancelled' })
    await confirmation.refuse()
    expect(stage.server.asked).not.toContain('/api/shares/release')
    expect(await stage.phone.agent.history()).toMatchObject([{ outcome: 'cancelled' }])
  })

  it('by the desktop while the PIN is being checked leaves the request unsigned', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    const { fetch } = stage.server
    stage.fetch = async (path, request) => {
      const answered = await fetch(path, request)
      if (path !== '/api/shares/release') return answered
      await desktop.driver.act((now) => desktop.machine.fail(new AppError('cancelled'), now))
      await untilState(confirmation, 'cancelled')
      return answered
    }
    await expect(confirmation.confirm(PIN)).rejects.toMatchObject({ code: 'request-cancelled' })
    expect(desktop.machine.answer).toBeNull()
    expect(await stage.phone.agent.history()).toMatchObject([{ outcome: 'cancelled' }])
  })

  it('by the page tells the desktop', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    confirmation.close()
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'request-refused' })
  })

  it('of the network is not the end: it says so and goes on', async () => {
    const { desktop, confirmation } = await stage.scan('sign', () => signRequest(0))
    await untilState(confirmation, 'asked')
    stage.relay.cut()
    expect(await untilView(confirmation, ({ error }) => error !== null)).toMatchObject({
      state: 'asked',
      error: { code: 'relay-unreachable' },
    })
    const seen = new Set<string>()
    confirmation.onChange(() => seen.add(confirmation.view().state))
    await confirmation.confirm(PIN)
    stage.phone.agent.wake()
    desktop.driver.wake()
    await desktop.until(({ state }) => state === 'answered')
    await untilState(confirmation, 'done')
    expect([...seen]).toEqual(['working', 'handing-over', 'done'])
  })

  it('comes for everybody when a second phone answers the same code', async () => {
    const desktop = askingDesktop(stage.relay.server, 'sign', () => signRequest(0))
    const code = await desktop.code
    const first = await stage.phone.agent.scan(code)
    stage.closeLater(desktop, first)
    await untilState(first, 'asked')
    const second = await stage.phone.agent.scan(code)
    stage.closeLater(second)
    for (const confirmation of [first, second])
      expect((await untilState(confirmation, 'failed')).error).toMatchObject({ code: 'relay-crowded' })
    await expect(desktop.until(({ state }) => state === 'answered')).rejects.toMatchObject({ code: 'relay-crowded' })
  })
})
