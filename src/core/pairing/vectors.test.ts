/** Frozen codes, frames and proofs: what is on the wire in version 1 stays as it is. */
import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { fromUtf8, ownBytes, toHex, utf8, type Bytes } from '../bytes/bytes.ts'
import { Channel, directionOf } from './channel.ts'
import { openHello, openWelcome, type AcceptedHello } from './handshake.ts'
import type { Introduction } from './messages.ts'
import { pad, unpad } from './padding.ts'
import { confirmBytes, endorsementBytes, introductionBytes, isProof } from './proof.ts'
import { parseQr, qrText, roomOf } from './qr.ts'
import { controlText, msgFrame, parseControl, parseMsg, parsePut, putFrame } from './relay-frames.ts'
import { pointOf, publicKeyOf, type KeyPair } from './suite.ts'
import { messageBytes, readMessage } from './wire.ts'

interface Key {
  readonly pkcs8: string
  readonly point: string
}
type Rejected<T> = Readonly<Record<string, T>>
interface Vectors {
  readonly now: number
  readonly qr: {
    readonly text: string
    readonly intent: string
    readonly desktopKey: string
    readonly secret: string
    readonly room: string
    readonly rejected: Rejected<readonly [string, string]>
  }
  readonly keys: { readonly code: Key; readonly desktopSession: Key; readonly phoneSession: Key }
  readonly hello: { readonly frame: string; readonly device: string; readonly rejected: Rejected<string> }
  readonly welcome: {
    readonly frame: string
    readonly desktop: object
    readonly session: string
    readonly expiresAt: number
    readonly idle: number
    readonly transcript: string
    readonly root: string
    readonly code: string
    readonly rejected: Rejected<string>
  }
  readonly channel: {
    readonly toPhone: string
    readonly message: string
    readonly toDesktop: string
    readonly answer: string
    readonly rejected: Rejected<readonly [string, string]>
  }
  readonly proof: {
    readonly context: { readonly origin: string; readonly intent: 'sign' }
    readonly key: string
    readonly requestHash: string
    readonly endorsement: string
    readonly introduction: string
    readonly confirm: string
    readonly signature: string
  }
  readonly introduction: { readonly plain: string; readonly older: string; readonly rejected: Rejected<string> }
  readonly relay: {
    readonly controls: readonly string[]
    readonly rejectedControls: Rejected<string>
    readonly put: { readonly frame: string; readonly id: string; readonly lifetime: number; readonly payload: string }
    readonly msg: { readonly frame: string; readonly n: number; readonly payload: string }
    readonly rejectedData: Rejected<string>
  }
  readonly padding: { readonly data: string; readonly padded: string }
}

const file = new URL('../../../tests/vectors/pairing/vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const bytes = (base64: string): Bytes => ownBytes(Buffer.from(base64, 'base64'))
const keyPair = async ({ pkcs8, point }: Key): Promise<KeyPair> => ({
  publicKey: (await publicKeyOf(bytes(point)))!,
  privateKey: await crypto.subtle.importKey('pkcs8', bytes(pkcs8), { name: 'ECDH', namedCurve: 'P-256' }, false, [
    'deriveBits',
  ]),
})
const code = await keyPair(vectors.keys.code)
const desktopKeys = await keyPair(vectors.keys.desktopSession)
const phoneKeys = await keyPair(vectors.keys.phoneSession)
const qr = parseQr(vectors.qr.text)

describe('the frozen code', () => {
  it('is read and spelled', async () => {
    expect(qr).toMatchObject({
      intent: vectors.qr.intent,
      desktopKey: bytes(vectors.qr.desktopKey),
      secret: bytes(vectors.qr.secret),
    })
    expect(qrText(qr, 'https://bid.example')).toBe(vectors.qr.text)
    expect(await roomOf(qr)).toBe(vectors.qr.room)
  })

  it.each(Object.entries(vectors.qr.rejected))('is refused: %s', (_, [text, expected]) => {
    expect(() => parseQr(text)).toThrow(expect.objectContaining({ code: expected }) as Error)
  })
})

describe('the frozen handshake', () => {
  const { hello, welcome } = vectors
  const accept = async (): Promise<AcceptedHello> => (await openHello(qr, code, bytes(hello.frame)))!
  /** Both sides of HPKE export the same secrets: the desktop's stand in for the phone's. */
  const pending = async () => ({ ...(await accept()), keys: phoneKeys })

  it('opens HELLO', async () => {
    const accepted = await accept()
    expect(accepted.hello.device).toBe(hello.device)
    expect(await pointOf(accepted.hello.key)).toEqual(bytes(vectors.keys.phoneSession.point))
  })

  it('opens WELCOME and leads to the same secrets', async () => {
    const opened = (await openWelcome(await pending(), bytes(welcome.frame)))!
    const { desktop, expiresAt, idle } = welcome
    const session = bytes(welcome.session)
    expect(opened.welcome).toMatchObject({ desktop, session, expiresAt, idle, now: vectors.now, intent: 'sign' })
    expect(await pointOf(opened.welcome.key)).toEqual(bytes(vectors.keys.desktopSession.point))
    const { transcript, root, code: digits } = opened.secrets
    expect([toHex(transcript), toHex(root), digits]).toEqual([welcome.transcript, welcome.root, welcome.code])
  })

  it.each(Object.entries(hello.rejected))('refuses HELLO: %s', async (_, frame) => {
    expect(await openHello(qr, code, bytes(frame))).toBeNull()
  })

  it.each(Object.entries(welcome.rejected))('refuses WELCOME: %s', async (_, frame) => {
    expect(await openWelcome(await pending(), bytes(frame))).toBeNull()
  })
})

describe('the frozen channel', () => {
  const { channel, welcome } = vectors
  const common = { root: ownBytes(Buffer.from(welcome.root, 'hex')), session: bytes(welcome.session) }
  let desktop: Channel
  let phone: Channel
  beforeEach(() => {
    desktop = new Channel({ ...common, own: desktopKeys, peer: phoneKeys.publicKey, sends: directionOf('desktop') })
    phone = new Channel({ ...common, own: phoneKeys, peer: desktopKeys.publicKey, sends: directionOf('phone') })
  })

  it('opens both ways', async () => {
    const request = await phone.open(bytes(channel.toPhone), vectors.now)
    const seen = await desktop.open(bytes(channel.toDesktop), vectors.now)
    const texts = [request, seen].map((received) => received.kind === 'message' && fromUtf8(received.bytes))
    expect(texts).toEqual([channel.message, channel.answer])
    const read = await readMessage(ownBytes(Buffer.from(channel.message)))
    expect(toHex(read!.hash)).toBe(vectors.proof.requestHash)
  })

  it.each(Object.entries(channel.rejected))('refuses a frame: %s', async (_, [frame, reason]) => {
    expect(await phone.open(bytes(frame), vectors.now)).toEqual({ kind: 'rejected', reason })
  })
})

it('the frozen proofs are what is signed', async () => {
  const { context, key, requestHash, endorsement, introduction, confirm, signature } = vectors.proof
  const whole = { ...context, transcript: ownBytes(Buffer.from(vectors.welcome.transcript, 'hex')) }
  const hash = ownBytes(Buffer.from(requestHash, 'hex'))
  expect(endorsementBytes(bytes(key))).toEqual(bytes(endorsement))
  expect(introductionBytes(whole)).toEqual(bytes(introduction))
  expect(confirmBytes(whole, hash)).toEqual(bytes(confirm))
  expect(await isProof(bytes(key), bytes(confirm), bytes(signature))).toBe(true)
  expect(await isProof(bytes(key), bytes(introduction), bytes(signature))).toBe(false)
})

describe('the frozen introductions', () => {
  const { plain, older, rejected } = vectors.introduction

  it.each([
    ['of a phone with one encryption certificate', plain, 0],
    ['of a phone that has renewed twice', older, 2],
  ])('%s', async (_, text, count) => {
    const read = await readMessage(utf8(text))
    expect(read?.message).toMatchObject({ type: 'introduction', person: '王敏' })
    const { older: named = [] } = read!.message as Introduction
    expect(named).toHaveLength(count)
    expect(fromUtf8(messageBytes(read!.message))).toBe(text)
  })

  it.each(Object.entries(rejected))('refused: %s', async (_, text) => {
    expect(await readMessage(utf8(text))).toBeNull()
  })
})

describe('the frozen relay frames', () => {
  const { controls, rejectedControls, put, msg, rejectedData } = vectors.relay

  it.each(controls)('%s', (text) => {
    expect(controlText(parseControl(text)!)).toBe(text)
  })

  it('put and msg', () => {
    const sent = { id: bytes(put.id), lifetime: put.lifetime, payload: bytes(put.payload) }
    expect([parsePut(bytes(put.frame)), putFrame(sent)]).toEqual([sent, bytes(put.frame)])
    const delivered = { n: msg.n, payload: bytes(msg.payload) }
    expect([parseMsg(bytes(msg.frame)), msgFrame(delivered)]).toEqual([delivered, bytes(msg.frame)])
  })

  it.each(Object.entries(rejectedControls))('refused: %s', (_, text) => {
    expect(parseControl(text)).toBeNull()
  })

  it.each(Object.entries(rejectedData))('refused: %s', (_, frame) => {
    expect([parsePut(bytes(frame)), parseMsg(bytes(frame))]).toEqual([null, null])
  })
})

it('the frozen padding', () => {
  const { data, padded } = vectors.padding
  expect([pad(bytes(data)), unpad(bytes(padded))]).toEqual([bytes(padded), bytes(data)])
})
