/** Both state machines against each other, frame by frame, with a clock of their own each. */
import { beforeEach, describe, expect, it } from 'vitest'
import {
  deliver,
  desktop as facts,
  framesOf,
  leftBy,
  owner,
  random,
  signAnswer,
  signRequest,
} from '#tests/support/pairing'
import { toBase64url } from '../bytes/base64url.ts'
import { toHex, type Bytes } from '../bytes/bytes.ts'
import { AppError } from '../errors.ts'
import { DesktopMachine } from './desktop.ts'
import type { Effects } from './effects.ts'
import type { Intent, RequestBody } from './messages.ts'
import { PhoneMachine } from './phone.ts'
import { POLICY } from './policy.ts'
import { parseQr } from './qr.ts'

const SERVER = 'https://bid.example'
const T = 1_790_000_000_000
/** The phone's clock is wrong by an hour and a half. */
const P = T + 5_400_000
const wang = await owner()
const request = signRequest(1000)

let desktop: DesktopMachine
let phone: PhoneMachine
const makeDesktop = (intent: Intent = 'sign') => new DesktopMachine({ intent, desktop: facts, server: SERVER, random })
const makePhone = (text = desktop.offer?.text ?? '', origin = SERVER) =>
  new PhoneMachine({ qr: parseQr(text), origin, device: '测试手机' })

beforeEach(async () => {
  desktop = makeDesktop()
  await desktop.show(T)
  phone = makePhone()
})

const toDesktop = (effects: Effects, now = T) => deliver(effects, desktop, now)
const toPhone = (effects: Effects, now = P) => deliver(effects, phone, now)
const connect = async () => toPhone(await toDesktop(await phone.start(P)))
const introduce = async () => toDesktop(await phone.introduce(await wang.introduce(phone), P))
const admit = async () => {
  await connect()
  await introduce()
  desktop.admit(wang.signingKey)
}
/** Up to the request on the phone; returns the request's effects. */
const ask = async (body: RequestBody = request): Promise<Effects> => {
  await admit()
  const asked = await desktop.ask(body, T)
  await toPhone(asked)
  return asked
}
const answer = async (now = P): Promise<Effects> =>
  phone.answer(signAnswer(wang.certificate), await wang.confirm(phone), now)

describe('a pairing', () => {
  it('goes from a code to a verified answer', async () => {
    expect([desktop.state, phone.state, desktop.code, phone.code]).toEqual(['waiting', 'connecting', null, null])
    await connect()
    expect([desktop.state, phone.state]).toEqual(['scanned', 'welcomed'])
    expect(desktop.code).toBe(phone.code)
    expect([desktop.device, phone.desktop, phone.intent]).toEqual(['测试手机', facts, 'sign'])
    expect(desktop.offer).toBeNull()
    await introduce()
    expect([desktop.state, phone.state]).toEqual(['introduced', 'waiting'])
    const { deviceKey = '', proof = '' } = desktop.introduction ?? {}
    const bytesOf = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64url'))
    expect(await desktop.isIntroductionGenuine(bytesOf(deviceKey), bytesOf(proof))).toBe(true)
    expect(await desktop.isIntroductionGenuine(wang.signingKey, bytesOf(proof))).toBe(false)
    desktop.admit(wang.signingKey)
    await toPhone(await desktop.ask(request, T))
    expect([desktop.state, phone.state]).toEqual(['asked', 'asked'])
    expect(phone.request).toMatchObject(request)
    expect(phone.requestHash).toBe(toHex(desktop.requestHash!))
    expect(phone.answerUntil).toBe(P + POLICY.lifetime.request)
    expect(desktop.seen).toBe(false)
    await toDesktop(await phone.seen(P))
    expect(desktop.seen).toBe(true)
    const answered = await answer()
    expect(phone.state).toBe('answered')
    const farewell = await toDesktop(answered)
    expect(desktop.state).toBe('answered')
    expect(desktop.answer).toMatchObject({ signing: [toBase64url(wang.certificate)] })
    expect(leftBy(farewell)).toHaveLength(1)
    const end = await toPhone(farewell)
    expect([phone.state, phone.failure, leftBy(end).length]).toEqual(['done', null, 1])
    expect([desktop.nextTick, phone.nextTick]).toEqual([null, null])
  })

  it('heeds neither echoes nor what comes twice', async () => {
    const hello = await phone.start(P)
    const welcome = await toDesktop(hello)
    expect(await toDesktop(hello)).toEqual([])
    await toPhone(welcome)
    expect(await toPhone(welcome)).toEqual([])
    const introduction = await phone.introduce(await wang.introduce(phone), P)
    await toPhone(introduction)
    await toDesktop(introduction)
    await toDesktop(introduction)
    expect([desktop.state, phone.state]).toEqual(['introduced', 'waiting'])
  })

  it('tells two phones apart that scan the same code: the first valid HELLO wins', async () => {
    const late = makePhone()
    const second = await late.start(P)
    const welcome = await toDesktop(await phone.start(P))
    expect(await toDesktop(second)).toEqual([])
    expect(await deliver(welcome, late, P)).toEqual([])
    expect(late.state).toBe('connecting')
    await toPhone(welcome)
    expect(phone.state).toBe('welcomed')
  })

  it('does not go on with rubbish, or with somebody who has not read the code', async () => {
    const room = (await phone.start(P)).find(({ type }) => type === 'join')!.room
    for (const bytes of [random(0), random(1), random(300)]) expect(await desktop.receive(room, bytes, T)).toEqual([])
    const stranger = new PhoneMachine({
      qr: { ...parseQr(desktop.offer!.text), secret: random(32) },
      origin: SERVER,
      device: 'x',
    })
    for (const frame of framesOf(await stranger.start(P))) expect(await desktop.receive(room, frame, T)).toEqual([])
    expect(desktop.state).toBe('waiting')
  })
})

describe('codes', () => {
  it('change every 30 s, are answered for 30 s more, and end after ten', async () => {
    const first = desktop.offer!.text
    expect(desktop.nextTick).toBe(T + 30_000)
    expect(await desktop.tick(T + 29_999)).toEqual([])
    const rotated = await desktop.tick(T + 30_000)
    expect(rotated.map(({ type }) => type)).toEqual(['join'])
    expect(desktop.offer!.text).not.toBe(first)
    const left = await desktop.tick(T + 60_000)
    expect(left.map(({ type }) => type)).toEqual(['leave', 'join'])
    for (let at = 3; at < 10; at++) await desktop.tick(T + at * 30_000)
    expect(desktop.state).toBe('waiting')
    await desktop.tick(T + 300_000)
    expect([desktop.state, desktop.offer]).toEqual(['expired', null])
    expect(desktop.nextTick).toBe(T + 330_000)
    expect(leftBy(await desktop.tick(T + 330_000))).toHaveLength(1)
    expect(desktop.nextTick).toBeNull()
    expect((await desktop.show(T + 400_000)).map(({ type }) => type)).toEqual(['join'])
    expect(desktop.state).toBe('waiting')
    expect(await desktop.show(T + 400_000)).toEqual([])
  })

  it('are answered while they are valid and not after', async () => {
    const hello = await phone.start(P)
    await desktop.tick(T + 30_000)
    const other = makePhone(desktop.offer!.text)
    const late = await other.start(P)
    const answers = await toDesktop(hello, T + 59_999)
    expect(answers.map(({ type }) => type)).toEqual(['leave', 'send'])
    expect(desktop.state).toBe('scanned')
    expect(await toDesktop(late, T + 59_999)).toEqual([])
    desktop = makeDesktop()
    await desktop.show(T)
    phone = makePhone()
    expect(await toDesktop(await phone.start(P), T + 60_000)).toEqual([])
  })

  it('give up on the phone when nobody answers, or when the code names no key', async () => {
    await phone.start(P)
    expect(phone.nextTick).toBe(P + 60_000)
    await phone.tick(P + 59_999)
    expect(phone.state).toBe('connecting')
    expect(leftBy(await phone.tick(P + 60_000))).toHaveLength(1)
    expect([phone.state, phone.failure?.code]).toEqual(['failed', 'qr-expired'])
    const qr = { ...parseQr(desktop.offer!.text), desktopKey: Uint8Array.of(4, ...new Uint8Array(64)) }
    const other = new PhoneMachine({ qr, origin: SERVER, device: 'x' })
    await other.start(P)
    expect([other.state, other.failure?.code]).toEqual(['failed', 'qr-malformed'])
    const third = makePhone()
    await third.start(P)
    await third.fail(new AppError('unknown-session'), P)
    expect(third.failure?.code).toBe('qr-expired')
  })
})

describe('an answer', () => {
  it('is given once', async () => {
    await ask()
    const answered = await answer()
    await expect(answer()).rejects.toMatchObject({ code: 'request-cancelled' })
    await toDesktop(answered)
    expect(await toDesktop(answered)).toEqual([])
    expect(desktop.state).toBe('answered')
  })

  it('counts only with a signature of the admitted key', async () => {
    const forgers: readonly (() => Promise<Bytes>)[] = [
      async () => random(64),
      async () => (await owner()).confirm(phone),
    ]
    for (const forge of forgers) {
      desktop = makeDesktop()
      await desktop.show(T)
      phone = makePhone()
      await ask()
      await toDesktop(await phone.answer(signAnswer(wang.certificate), await forge(), P))
      expect([desktop.state, desktop.answer, desktop.failure?.code]).toEqual(['failed', null, 'peer-unauthenticated'])
    }
  })

  it('does not count when phone and desktop do not mean the same server', async () => {
    phone = makePhone(undefined, 'https://other.example')
    await ask()
    await toDesktop(await answer())
    expect(desktop.failure?.code).toBe('peer-unauthenticated')
  })

  it('does not count when it is of another kind', async () => {
    await ask()
    await toDesktop(await phone.answer({ fileKey: toBase64url(random(32)) }, await wang.confirm(phone), P))
    expect([desktop.state, desktop.failure?.code]).toEqual(['failed', 'message-rejected'])
  })

  it('is not given to a request that does not fit the intent of the code', async () => {
    await admit()
    const asked = await desktop.ask({ kind: 'unwrap', body: { purpose: 'open', header: 'e30', slot: 0 } }, T)
    const refused = await toPhone(asked)
    expect([phone.state, phone.failure?.code]).toEqual(['failed', 'message-rejected'])
    await toDesktop(refused)
    expect(desktop.failure).toMatchObject({ code: 'request-refused', details: { reason: 'message-rejected' } })
  })

  it('may be no, with a reason', async () => {
    await ask()
    const refused = await phone.refuse('refused', '金额不对', P)
    expect([phone.state, leftBy(refused).length]).toEqual(['refused', 1])
    await toDesktop(refused)
    expect(desktop.failure).toMatchObject({ code: 'request-refused', details: { reason: '金额不对' } })
    await expect(answer()).rejects.toMatchObject({ code: 'request-cancelled' })
  })

  it.each([
    ['wrong-certificate', 'wrong-certificate'],
    ['unwrap-failed', 'unwrap-failed'],
    ['locked', 'pin-locked'],
    ['expired', 'request-expired'],
    ['malformed', 'message-rejected'],
  ] as const)('%s is told as %s', async (refusal, code) => {
    await ask()
    await toDesktop(await phone.refuse(refusal, null, P))
    expect(desktop.failure).toMatchObject({ code, details: {} })
  })

  it('may be no before anything was asked', async () => {
    await connect()
    await introduce()
    await toDesktop(await phone.refuse('refused', '不是我的电脑', P))
    expect([phone.state, desktop.state]).toEqual(['refused', 'failed'])
    expect(desktop.failure).toMatchObject({ code: 'request-refused', details: { reason: '不是我的电脑' } })
  })
})

describe('time', () => {
  it('is the desktop’s: a phone whose clock is wrong answers in time and not after it', async () => {
    await ask()
    await phone.tick(P + POLICY.lifetime.request - 1)
    expect(phone.state).toBe('asked')
    await expect(answer(P + POLICY.lifetime.request)).rejects.toMatchObject({ code: 'request-expired' })
    const farewell = await phone.tick(P + POLICY.lifetime.request)
    expect([phone.state, phone.failure?.code]).toEqual(['expired', 'request-expired'])
    await toDesktop(farewell)
    expect(desktop.state).toBe('failed')
  })

  it('runs out for the desktop as well', async () => {
    await ask()
    expect(desktop.nextTick).toBe(T + POLICY.lifetime.request)
    expect(await desktop.tick(T + POLICY.lifetime.request - 1)).toEqual([])
    const effects = await desktop.tick(T + POLICY.lifetime.request)
    expect([desktop.state, desktop.failure?.code]).toEqual(['failed', 'request-expired'])
    expect(framesOf(effects)).toHaveLength(2)
    await toPhone(effects)
    expect(phone.state).toBe('cancelled')
  })

  it('does not let a delayed answer or request through', async () => {
    await ask()
    const answered = await answer()
    expect(await toDesktop(answered, T + POLICY.lifetime.request + 1000)).toEqual([])
    expect(desktop.state).toBe('asked')
    desktop = makeDesktop()
    await desktop.show(T)
    phone = makePhone()
    await admit()
    const asked = await desktop.ask(request, T)
    expect(await toPhone(asked, P + POLICY.lifetime.request + 1000)).toEqual([])
    expect(phone.state).toBe('waiting')
  })

  it('runs out when a phone connects and then says nothing', async () => {
    await connect()
    await desktop.tick(T + POLICY.lifetime.handshake)
    expect(desktop.failure?.code).toBe('request-expired')
  })

  it('runs out when a phone was introduced and then says nothing, and at the end of the session', async () => {
    await admit()
    expect(desktop.nextTick).toBe(T + POLICY.session.idle)
    expect(phone.nextTick).toBe(P + POLICY.session.absolute)
    await phone.tick(P + POLICY.session.absolute)
    expect(phone.state).toBe('expired')
  })
})

describe('the end', () => {
  it('comes from the desktop while a request waits', async () => {
    await ask()
    const cancelled = await desktop.fail(new AppError('cancelled'), T)
    expect([desktop.state, leftBy(cancelled).length]).toEqual(['failed', 1])
    const left = await toPhone(cancelled)
    expect([phone.state, leftBy(left).length]).toEqual(['cancelled', 1])
    await expect(answer()).rejects.toMatchObject({ code: 'request-cancelled' })
    expect(await desktop.fail(new AppError('internal'), T)).toEqual([])
    expect(desktop.failure?.code).toBe('cancelled')
  })

  it('comes from the desktop when it does not trust the phone', async () => {
    await connect()
    await introduce()
    await toPhone(await desktop.fail(new AppError('wrong-company', { needed: '甲', scanned: '乙' }), T))
    expect([phone.state, phone.failure?.code]).toEqual(['failed', 'wrong-company'])
  })

  it('comes before anybody scans', async () => {
    await desktop.tick(T + 30_000)
    const left = await desktop.fail(new AppError('cancelled'), T + 30_000)
    expect([leftBy(left).length, framesOf(left).length]).toEqual([2, 0])
  })

  it('is not brought about by a request above the limit, which is not sent', async () => {
    await admit()
    const [document] = signRequest(200_000).body.documents
    const documents = Array.from({ length: 4 }, () => document!)
    const large: RequestBody = { ...request, body: { ...request.body, documents } }
    await expect(desktop.ask(large, T)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(desktop.ask({ ...request, body: { ...request.body, documents: [] } }, T)).rejects.toMatchObject({
      code: 'invalid-input',
    })
    expect(desktop.state).toBe('admitted')
  })
})
