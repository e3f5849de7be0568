/** Both state machines against each other, frame by frame, with a clock of their own each. */
import { beforeEach, describe, expect, it } from 'vitest'
import { machinePair, P, phoneFor, request, SERVER, T, wang, type MachinePair } from '#tests/support/machine-pair'
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
import type { RequestBody } from './messages.ts'
import { PhoneMachine } from './phone.ts'
import { POLICY } from './policy.ts'
import { parseQr } from './qr.ts'

let pair: MachinePair
beforeEach(async () => {
  pair = await machinePair()
})

describe('a pairing', () => {
  it('goes from a code to a verified answer', async () => {
    expect([pair.desktop.state, pair.phone.state, pair.desktop.code, pair.phone.code]).toEqual([
      'waiting',
      'connecting',
      null,
      null,
    ])
    await pair.connect()
    expect([pair.desktop.state, pair.phone.state]).toEqual(['scanned', 'welcomed'])
    expect(pair.desktop.code).toBe(pair.phone.code)
    expect([pair.desktop.device, pair.phone.desktop, pair.phone.intent]).toEqual(['测试手机', facts, 'sign'])
    expect(pair.desktop.offer).toBeNull()
    await pair.introduce()
    expect([pair.desktop.state, pair.phone.state]).toEqual(['introduced', 'waiting'])
    const { deviceKey = '', proof = '' } = pair.desktop.introduction ?? {}
    const bytesOf = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'base64url'))
    expect(await pair.desktop.isIntroductionGenuine(bytesOf(deviceKey), bytesOf(proof))).toBe(true)
    expect(await pair.desktop.isIntroductionGenuine(wang.signingKey, bytesOf(proof))).toBe(false)
    pair.desktop.admit(wang.signingKey)
    await pair.toPhone(await pair.desktop.ask(request, T))
    expect([pair.desktop.state, pair.phone.state]).toEqual(['asked', 'asked'])
    expect(pair.phone.request).toMatchObject(request)
    expect(pair.phone.requestHash).toBe(toHex(pair.desktop.requestHash!))
    expect(pair.phone.answerUntil).toBe(P + POLICY.lifetime.request)
    expect(pair.desktop.seen).toBe(false)
    await pair.toDesktop(await pair.phone.seen(P))
    expect(pair.desktop.seen).toBe(true)
    const answered = await pair.answer()
    expect(pair.phone.state).toBe('answered')
    const farewell = await pair.toDesktop(answered)
    expect(pair.desktop.state).toBe('answered')
    expect(pair.desktop.answer).toMatchObject({ signing: [toBase64url(wang.certificate)] })
    expect(leftBy(farewell)).toHaveLength(1)
    const end = await pair.toPhone(farewell)
    expect([pair.phone.state, pair.phone.failure, leftBy(end).length]).toEqual(['done', null, 1])
    expect([pair.desktop.nextTick, pair.phone.nextTick]).toEqual([null, null])
  })

  it('heeds neither echoes nor what comes twice', async () => {
    const hello = await pair.phone.start(P)
    const welcome = await pair.toDesktop(hello)
    expect(await pair.toDesktop(hello)).toEqual([])
    await pair.toPhone(welcome)
    expect(await pair.toPhone(welcome)).toEqual([])
    const introduction = await pair.phone.introduce(await wang.introduce(pair.phone), P)
    await pair.toPhone(introduction)
    await pair.toDesktop(introduction)
    await pair.toDesktop(introduction)
    expect([pair.desktop.state, pair.phone.state]).toEqual(['introduced', 'waiting'])
  })

  it('tells two phones apart that scan the same code: the first valid HELLO wins', async () => {
    const late = phoneFor(pair.desktop.offer!.text)
    const second = await late.start(P)
    const welcome = await pair.toDesktop(await pair.phone.start(P))
    expect(await pair.toDesktop(second)).toEqual([])
    expect(await deliver(welcome, late, P)).toEqual([])
    expect(late.state).toBe('connecting')
    await pair.toPhone(welcome)
    expect(pair.phone.state).toBe('welcomed')
  })

  it('does not go on with rubbish, or with somebody who has not read the code', async () => {
    const room = (await pair.phone.start(P)).find(({ type }) => type === 'join')!.room
    for (const bytes of [random(0), random(1), random(300)])
      expect(await pair.desktop.receive(room, bytes, T)).toEqual([])
    const stranger = new PhoneMachine({
      qr: { ...parseQr(pair.desktop.offer!.text), secret: random(32) },
      origin: SERVER,
      device: 'x',
    })
    for (const frame of framesOf(await stranger.start(P)))
      expect(await pair.desktop.receive(room, frame, T)).toEqual([])
    expect(pair.desktop.state).toBe('waiting')
  })
})

describe('an answer', () => {
  it('is given once', async () => {
    await pair.ask()
    const answered = await pair.answer()
    await expect(pair.answer()).rejects.toMatchObject({ code: 'request-cancelled' })
    await pair.toDesktop(answered)
    expect(await pair.toDesktop(answered)).toEqual([])
    expect(pair.desktop.state).toBe('answered')
  })

  it('counts only with a signature of the admitted key', async () => {
    const forgers: readonly (() => Promise<Bytes>)[] = [
      async () => random(64),
      async () => (await owner()).confirm(pair.phone),
    ]
    for (const forge of forgers) {
      pair = await machinePair()
      await pair.ask()
      await pair.toDesktop(await pair.phone.answer(signAnswer(wang.certificate), await forge(), P))
      expect([pair.desktop.state, pair.desktop.answer, pair.desktop.failure?.code]).toEqual([
        'failed',
        null,
        'peer-unauthenticated',
      ])
    }
  })

  it('does not count when phone and desktop do not mean the same server', async () => {
    pair.phone = phoneFor(pair.desktop.offer!.text, 'https://other.example')
    await pair.ask()
    await pair.toDesktop(await pair.answer())
    expect(pair.desktop.failure?.code).toBe('peer-unauthenticated')
  })

  it('does not count when it is of another kind', async () => {
    await pair.ask()
    await pair.toDesktop(
      await pair.phone.answer({ fileKey: toBase64url(random(32)) }, await wang.confirm(pair.phone), P),
    )
    expect([pair.desktop.state, pair.desktop.failure?.code]).toEqual(['failed', 'message-rejected'])
  })

  it('is not given to a request that does not fit the intent of the code', async () => {
    await pair.admit()
    const asked = await pair.desktop.ask({ kind: 'unwrap', body: { purpose: 'open', header: 'e30', slot: 0 } }, T)
    const refused = await pair.toPhone(asked)
    expect([pair.phone.state, pair.phone.failure?.code]).toEqual(['failed', 'message-rejected'])
    await pair.toDesktop(refused)
    expect(pair.desktop.failure).toMatchObject({ code: 'request-refused', details: { reason: 'message-rejected' } })
  })

  it('may be no, with a reason', async () => {
    await pair.ask()
    const refused = await pair.phone.refuse('refused', '金额不对', P)
    expect([pair.phone.state, leftBy(refused).length]).toEqual(['refused', 1])
    await pair.toDesktop(refused)
    expect(pair.desktop.failure).toMatchObject({ code: 'request-refused', details: { reason: '金额不对' } })
    await expect(pair.answer()).rejects.toMatchObject({ code: 'request-cancelled' })
  })

  it.each([
    ['wrong-certificate', 'wrong-certificate'],
    ['unwrap-failed', 'unwrap-failed'],
    ['locked', 'pin-locked'],
    ['expired', 'request-expired'],
    ['malformed', 'message-rejected'],
  ] as const)('%s is told as %s', async (refusal, code) => {
    await pair.ask()
    await pair.toDesktop(await pair.phone.refuse(refusal, null, P))
    expect(pair.desktop.failure).toMatchObject({ code, details: {} })
  })

  it('may be no before anything was asked', async () => {
    await pair.connect()
    await pair.introduce()
    await pair.toDesktop(await pair.phone.refuse('refused', '不是我的电脑', P))
    expect([pair.phone.state, pair.desktop.state]).toEqual(['refused', 'failed'])
    expect(pair.desktop.failure).toMatchObject({ code: 'request-refused', details: { reason: '不是我的电脑' } })
  })
})

describe('the end', () => {
  it('comes from the desktop while a request waits', async () => {
    await pair.ask()
    const cancelled = await pair.desktop.fail(new AppError('cancelled'), T)
    expect([pair.desktop.state, leftBy(cancelled).length]).toEqual(['failed', 1])
    const left = await pair.toPhone(cancelled)
    expect([pair.phone.state, leftBy(left).length]).toEqual(['cancelled', 1])
    await expect(pair.answer()).rejects.toMatchObject({ code: 'request-cancelled' })
    expect(await pair.desktop.fail(new AppError('internal'), T)).toEqual([])
    expect(pair.desktop.failure?.code).toBe('cancelled')
  })

  it('comes from the desktop when it does not trust the phone', async () => {
    await pair.connect()
    await pair.introduce()
    await pair.toPhone(await pair.desktop.fail(new AppError('wrong-company', { needed: '甲', scanned: '乙' }), T))
    expect([pair.phone.state, pair.phone.failure?.code]).toEqual(['failed', 'wrong-company'])
  })

  it('comes before anybody scans', async () => {
    await pair.desktop.tick(T + 30_000)
    const left = await pair.desktop.fail(new AppError('cancelled'), T + 30_000)
    expect([leftBy(left).length, framesOf(left).length]).toEqual([2, 0])
  })

  it('is not brought about by a request above the limit, which is not sent', async () => {
    await pair.admit()
    const [document] = signRequest(200_000).body.documents
    const documents = Array.from({ length: 4 }, () => document!)
    const large: RequestBody = { ...request, body: { ...request.body, documents } }
    await expect(pair.desktop.ask(large, T)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(pair.desktop.ask({ ...request, body: { ...request.body, documents: [] } }, T)).rejects.toMatchObject({
      code: 'invalid-input',
    })
    expect(pair.desktop.state).toBe('admitted')
  })
})
