import { beforeEach, describe, expect, it } from 'vitest'
import { machinePair, P, request, T, type MachinePair } from '#tests/support/machine-pair'
import { framesOf } from '#tests/support/pairing'
import { POLICY } from './policy.ts'

let pair: MachinePair
beforeEach(async () => {
  pair = await machinePair()
})

describe('time', () => {
  it('is the desktop’s: a phone whose clock is wrong answers in time and not after it', async () => {
    await pair.ask()
    await pair.phone.tick(P + POLICY.lifetime.request - 1)
    expect(pair.phone.state).toBe('asked')
    await expect(pair.answer(P + POLICY.lifetime.request)).rejects.toMatchObject({ code: 'request-expired' })
    const farewell = await pair.phone.tick(P + POLICY.lifetime.request)
    expect([pair.phone.state, pair.phone.failure?.code]).toEqual(['expired', 'request-expired'])
    await pair.toDesktop(farewell)
    expect(pair.desktop.state).toBe('failed')
  })

  it('runs out for the desktop as well', async () => {
    await pair.ask()
    expect(pair.desktop.nextTick).toBe(T + POLICY.lifetime.request)
    expect(await pair.desktop.tick(T + POLICY.lifetime.request - 1)).toEqual([])
    const effects = await pair.desktop.tick(T + POLICY.lifetime.request)
    expect([pair.desktop.state, pair.desktop.failure?.code]).toEqual(['failed', 'request-expired'])
    expect(framesOf(effects)).toHaveLength(2)
    await pair.toPhone(effects)
    expect(pair.phone.state).toBe('cancelled')
  })

  it('does not let a delayed answer or request through', async () => {
    await pair.ask()
    const answered = await pair.answer()
    expect(await pair.toDesktop(answered, T + POLICY.lifetime.request + 1000)).toEqual([])
    expect(pair.desktop.state).toBe('asked')
    pair = await machinePair()
    await pair.admit()
    const asked = await pair.desktop.ask(request, T)
    expect(await pair.toPhone(asked, P + POLICY.lifetime.request + 1000)).toEqual([])
    expect(pair.phone.state).toBe('waiting')
  })

  it('runs out when a phone connects and then says nothing', async () => {
    await pair.connect()
    await pair.desktop.tick(T + POLICY.lifetime.handshake)
    expect(pair.desktop.failure?.code).toBe('request-expired')
  })

  it('runs out when a phone was introduced and then says nothing, and at the end of the session', async () => {
    await pair.admit()
    expect(pair.desktop.nextTick).toBe(T + POLICY.session.idle)
    expect(pair.phone.nextTick).toBe(P + POLICY.session.absolute)
    await pair.phone.tick(P + POLICY.session.absolute)
    expect(pair.phone.state).toBe('expired')
  })
})
