import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { desktop, random } from '#tests/support/pairing'
import { toBase64url } from '../bytes/base64url.ts'
import { concat, utf8, type Bytes } from '../bytes/bytes.ts'
import { canonicalBytes } from '../bytes/canonical-json.ts'
import { sha256 } from '../bytes/digest.ts'
import { makeHello, makeWelcome, openHello, openWelcome } from './handshake.ts'
import { pad } from './padding.ts'
import { POLICY } from './policy.ts'
import { makeQr, roomBytes, type Qr } from './qr.ts'
import { generateKeyPair, pointOf, publicKeyOf, sealPsk } from './suite.ts'

const NOW = 1_790_000_000_000
const keys = await generateKeyPair()
const qr = makeQr('sign', await pointOf(keys.publicKey), random(32))
const phoneKeys = await generateKeyPair()
const phonePoint = await pointOf(phoneKeys.publicKey)
const hello = async (code: Qr = qr) => (await makeHello(code, phoneKeys, phonePoint, '测试手机'))!
const pending = await hello()
const accepted = (await openHello(qr, keys, pending.frame))!
const sessionKeys = await generateKeyPair()
const facts = { desktop, intent: 'sign', session: random(16), now: NOW } as const
const welcome = await makeWelcome(accepted, await pointOf(sessionKeys.publicKey), facts, random)

const flipped = (frame: Bytes, at: number, bit: number): Bytes => {
  const changed = frame.slice()
  changed[at]! ^= 1 << bit
  return changed
}

describe('the handshake', () => {
  it('gives both sides the same secrets and tells each about the other', async () => {
    const opened = (await openWelcome(pending, welcome.frame))!
    expect(opened.secrets).toEqual(welcome.secrets)
    expect(opened.secrets.code).toMatch(/^\d{4}$/)
    expect(accepted.hello.device).toBe('测试手机')
    expect(await pointOf(accepted.hello.key)).toEqual(phonePoint)
    expect(opened.welcome).toMatchObject({
      ...facts,
      idle: POLICY.session.idle,
      expiresAt: NOW + POLICY.session.absolute,
    })
    expect(await pointOf(opened.welcome.key)).toEqual(await pointOf(sessionKeys.publicKey))
  })

  it('gives other secrets to each HELLO and each WELCOME', async () => {
    const other = await makeWelcome(accepted, await pointOf(sessionKeys.publicKey), facts, random)
    expect(other.secrets.root).not.toEqual(welcome.secrets.root)
  })

  it('shows padded lengths only', () => {
    expect((pending.frame.length - 3 - 65 - 16) % 256).toBe(0)
    expect((welcome.frame.length - 3 - 32 - 16) % 256).toBe(0)
  })

  it('hears no HELLO of somebody who has not read this very code', async () => {
    const otherSecret = makeQr('sign', qr.desktopKey, random(32))
    const otherIntent = makeQr('open', qr.desktopKey, qr.secret)
    const otherKey = makeQr('sign', phonePoint, qr.secret)
    for (const code of [otherSecret, otherIntent, otherKey])
      expect(await openHello(qr, keys, (await hello(code)).frame)).toBeNull()
  })

  it('takes no WELCOME to another HELLO, and none that says another intent than the code', async () => {
    expect(await openWelcome(await hello(), welcome.frame)).toBeNull()
    const point = await pointOf(sessionKeys.publicKey)
    const other = await makeWelcome(accepted, point, { ...facts, intent: 'open' }, random)
    expect(await openWelcome(pending, other.frame)).toBeNull()
  })

  it('hears no HELLO of somebody who speaks another version only', async () => {
    const recipient = (await publicKeyOf(qr.desktopKey))!
    const info = concat(utf8('BidSeal v1 pair'), await sha256(qr.bytes))
    const psk = { key: qr.secret, id: await roomBytes(qr) }
    const aad = Uint8Array.of(1, 1, 1)
    const made = async (versions: readonly number[]): Promise<Bytes> => {
      const plaintext = pad(canonicalBytes({ key: toBase64url(phonePoint), versions, device: '测试手机' }))
      const { enc, ciphertext } = await sealPsk(recipient, plaintext, { info, psk, aad })
      return concat(aad, enc, ciphertext)
    }
    expect(await openHello(qr, keys, await made([2, 1]))).not.toBeNull()
    expect(await openHello(qr, keys, await made([2]))).toBeNull()
  })

  it('takes no frame in which a single bit has been changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat({ max: 7 }), async (at, bit) => {
        const { frame } = pending
        expect(await openHello(qr, keys, flipped(frame, at % frame.length, bit))).toBeNull()
        expect(await openWelcome(pending, flipped(welcome.frame, at % welcome.frame.length, bit))).toBeNull()
      }),
    )
  })

  it('takes nothing that is cut, and nothing else, whatever comes', async () => {
    for (const length of [0, 1, 3, 67, 83, pending.frame.length - 1]) {
      expect(await openHello(qr, keys, pending.frame.slice(0, length))).toBeNull()
      expect(await openWelcome(pending, welcome.frame.slice(0, length))).toBeNull()
    }
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 200 }), async (type, rest) => {
        const frame = Uint8Array.of(type, 1, 1, ...rest)
        expect(await openHello(qr, keys, frame)).toBeNull()
        expect(await openWelcome(pending, frame)).toBeNull()
      }),
    )
  })

  it('says no to a code whose key is no point of the curve', async () => {
    const code = makeQr('sign', Uint8Array.of(4, ...new Uint8Array(64).fill(1)), random(32))
    expect(await makeHello(code, phoneKeys, phonePoint, '测试手机')).toBeNull()
  })
})
