/** The phone against a desktop that does what ours never would. */
import { beforeEach, describe, expect, it } from 'vitest'
import { deliver, desktop as facts, framesOf, owner, random, signAnswer, signRequest } from '#tests/support/pairing'
import { utf8 } from '../bytes/bytes.ts'
import { makeWelcome, openHello } from './handshake.ts'
import type { Message, Request } from './messages.ts'
import { PhoneMachine } from './phone.ts'
import { POLICY } from './policy.ts'
import { makeQr } from './qr.ts'
import { Session } from './session.ts'
import { generateKeyPair, pointOf } from './suite.ts'

const server = 'https://bid.example'
const NOW = 1_790_000_000_000
const wang = await owner()
const request = (id: string, body = signRequest()): Request => ({
  type: 'request',
  id: id.repeat(22),
  issuedAt: NOW,
  expiresAt: NOW + POLICY.lifetime.request,
  ...body,
})

let phone: PhoneMachine
let session: Session

/** What the phone answers, as messages. */
const say = async (message: Message): Promise<readonly Message[]> => {
  const messages: Message[] = []
  for (const effect of await deliver(await session.send(message, NOW, 60_000), phone, NOW)) {
    const heard = effect.type === 'send' ? await session.receive(effect.frame, NOW) : 'nothing'
    if (typeof heard !== 'string') messages.push(heard.message)
  }
  return messages
}

beforeEach(async () => {
  const keys = await generateKeyPair()
  const own = await generateKeyPair()
  const qr = makeQr('sign', await pointOf(keys.publicKey), random(32))
  phone = new PhoneMachine({ qr, origin: server, device: '测试手机' })
  const hello = await phone.start(NOW)
  const room = hello.find(({ type }) => type === 'join')!.room
  const accepted = (await openHello(qr, keys, framesOf(hello)[0]!))!
  const id = random(16)
  const said = { desktop: facts, intent: 'sign', session: id, now: NOW } as const
  const { frame, secrets, expiresAt } = await makeWelcome(accepted, await pointOf(own.publicKey), said, random)
  await phone.receive(room, frame, NOW)
  const peer = accepted.hello.key
  session = new Session({ role: 'desktop', room, id, own, peer, secrets, intent: 'sign', server, expiresAt, offset: 0 })
})

const introduce = async (): Promise<void> => {
  for (const frame of framesOf(await phone.introduce(await wang.introduce(phone), NOW)))
    await session.receive(frame, NOW)
}
const answer = async () => phone.answer(signAnswer(wang.certificate), await wang.confirm(phone), NOW)

describe('a phone', () => {
  it('takes no request before it has said whose it is', async () => {
    await say(request('A'))
    expect([phone.state, phone.request]).toEqual(['welcomed', null])
  })

  it('answers a repeated request with the answer that it gave, and signs nothing again', async () => {
    await introduce()
    await say(request('A', signRequest(100)))
    const asked = phone.request!
    expect(await say(asked)).toEqual([])
    const [given] = framesOf(await answer())
    const heard = await session.receive(given!, NOW)
    const first = typeof heard === 'string' ? null : heard.message
    expect(await say(asked)).toEqual([first])
    expect(await say(asked)).toEqual([first])
    expect(phone.state).toBe('answered')
    await expect(answer()).rejects.toMatchObject({ code: 'request-cancelled' })
  })

  it('takes one request only, also under the same id', async () => {
    await introduce()
    await say(request('A'))
    const hash = phone.requestHash
    expect(await say(request('A', signRequest(0, random(32))))).toEqual([])
    expect(await say(request('B'))).toEqual([])
    expect(phone.requestHash).toBe(hash)
    await answer()
    expect(await say(request('A', signRequest(0, random(32))))).toEqual([])
  })

  it('answers no request of another intent', async () => {
    await introduce()
    const [end] = await say({ ...request('A'), kind: 'unwrap', body: { purpose: 'open', header: 'e30', slot: 0 } })
    expect(end).toEqual({ type: 'end', reason: 'message-rejected' })
    expect([phone.state, phone.failure?.code]).toEqual(['failed', 'message-rejected'])
    expect(phone.nextTick).toBeNull()
  })

  it('takes no request that has run out or outlives the session', async () => {
    await introduce()
    await say({ ...request('A'), expiresAt: NOW })
    expect(phone.state).toBe('waiting')
    await say({ ...request('B'), expiresAt: NOW + 24 * 3600_000 })
    expect(phone.nextTick).toBe(NOW + POLICY.session.absolute)
  })

  it('heeds a cancel of its request only', async () => {
    await introduce()
    await say(request('A'))
    await say({ type: 'cancel', id: 'B'.repeat(22) })
    expect(phone.state).toBe('asked')
    await say({ type: 'cancel', id: 'A'.repeat(22) })
    expect(phone.state).toBe('cancelled')
  })

  it('heeds a cancel that comes after the answer', async () => {
    await introduce()
    await say(request('A'))
    await answer()
    await say({ type: 'cancel', id: 'A'.repeat(22) })
    expect(phone.state).toBe('cancelled')
  })

  it('is done only after it has answered', async () => {
    await introduce()
    await say({ type: 'end', reason: 'done' })
    expect([phone.state, phone.failure?.code]).toEqual(['failed', 'request-cancelled'])
  })

  it.each([
    ['certificate-revoked', 'certificate-revoked'],
    ['a reason of the future', 'request-cancelled'],
  ])('shows why the desktop ends: %s', async (reason, code) => {
    await introduce()
    await say({ type: 'end', reason })
    expect(phone.failure?.code).toBe(code)
  })

  it('ends when the desktop itself sends what is no message', async () => {
    const [end] = await deliver(await session.sendBytes(utf8('{}'), NOW, 60_000), phone, NOW)
    expect([phone.state, phone.failure?.code]).toEqual(['failed', 'message-rejected'])
    expect(end?.type).toBe('send')
  })

  it('lets nothing out of its hands before there is a channel or a request', async () => {
    expect(() => phone.confirmBytes).toThrow(RangeError)
    await expect(answer()).rejects.toThrow(RangeError)
    const fresh = new PhoneMachine({
      qr: makeQr('sign', Uint8Array.of(4, ...random(64)), random(32)),
      origin: server,
      device: 'x',
    })
    expect(() => fresh.introductionBytes).toThrow(RangeError)
    await expect(fresh.introduce(await wang.introduce(phone), NOW)).rejects.toThrow(RangeError)
  })

  it('signs what names the channel, the server, the intent and the request', async () => {
    await introduce()
    await say(request('A'))
    const text = Buffer.from(phone.confirmBytes).toString('latin1')
    expect(text.startsWith('BidSeal v1 auth')).toBe(true)
    for (const part of [session.context.transcript, utf8(server), utf8('sign'), Buffer.from(phone.requestHash!, 'hex')])
      expect(text).toContain(Buffer.from(part).toString('latin1'))
  })
})
