import { beforeEach, describe, expect, it } from 'vitest'
import { machinePair, P, phoneFor, SERVER, T, type MachinePair } from '#tests/support/machine-pair'
import { leftBy } from '#tests/support/pairing'
import { AppError } from '../errors.ts'
import { PhoneMachine } from './phone.ts'
import { parseQr } from './qr.ts'

let pair: MachinePair
beforeEach(async () => {
  pair = await machinePair()
})

describe('codes', () => {
  it('change every 30 s, are answered for 30 s more, and end after ten', async () => {
    const first = pair.desktop.offer!.text
    expect(pair.desktop.nextTick).toBe(T + 30_000)
    expect(await pair.desktop.tick(T + 29_999)).toEqual([])
    const rotated = await pair.desktop.tick(T + 30_000)
    expect(rotated.map(({ type }) => type)).toEqual(['join'])
    expect(pair.desktop.offer!.text).not.toBe(first)
    const left = await pair.desktop.tick(T + 60_000)
    expect(left.map(({ type }) => type)).toEqual(['leave', 'join'])
    for (let at = 3; at < 10; at++) await pair.desktop.tick(T + at * 30_000)
    expect(pair.desktop.state).toBe('waiting')
    await pair.desktop.tick(T + 300_000)
    expect([pair.desktop.state, pair.desktop.offer]).toEqual(['expired', null])
    expect(pair.desktop.nextTick).toBe(T + 330_000)
    expect(leftBy(await pair.desktop.tick(T + 330_000))).toHaveLength(1)
    expect(pair.desktop.nextTick).toBeNull()
    expect((await pair.desktop.show(T + 400_000)).map(({ type }) => type)).toEqual(['join'])
    expect(pair.desktop.state).toBe('waiting')
    expect(await pair.desktop.show(T + 400_000)).toEqual([])
  })

  it('are answered while they are valid and not after', async () => {
    const hello = await pair.phone.start(P)
    await pair.desktop.tick(T + 30_000)
    const other = phoneFor(pair.desktop.offer!.text)
    const late = await other.start(P)
    const answers = await pair.toDesktop(hello, T + 59_999)
    expect(answers.map(({ type }) => type)).toEqual(['leave', 'send'])
    expect(pair.desktop.state).toBe('scanned')
    expect(await pair.toDesktop(late, T + 59_999)).toEqual([])
    pair = await machinePair()
    expect(await pair.toDesktop(await pair.phone.start(P), T + 60_000)).toEqual([])
  })

  it('give up on the phone when nobody answers, or when the code names no key', async () => {
    await pair.phone.start(P)
    expect(pair.phone.nextTick).toBe(P + 60_000)
    await pair.phone.tick(P + 59_999)
    expect(pair.phone.state).toBe('connecting')
    expect(leftBy(await pair.phone.tick(P + 60_000))).toHaveLength(1)
    expect([pair.phone.state, pair.phone.failure?.code]).toEqual(['failed', 'qr-expired'])
    const qr = { ...parseQr(pair.desktop.offer!.text), desktopKey: Uint8Array.of(4, ...new Uint8Array(64)) }
    const other = new PhoneMachine({ qr, origin: SERVER, device: 'x' })
    await other.start(P)
    expect([other.state, other.failure?.code]).toEqual(['failed', 'qr-malformed'])
    const third = phoneFor(pair.desktop.offer!.text)
    await third.start(P)
    await third.fail(new AppError('unknown-session'), P)
    expect(third.failure?.code).toBe('qr-expired')
  })
})
