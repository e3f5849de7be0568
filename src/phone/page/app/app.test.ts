import { describe, expect, it, vi } from 'vitest'
import type { CredentialView } from '#agent/views'
import { AppError } from '#core/errors'
import { credential, openApp } from './fake-app.ts'
import { HOME } from './screen.ts'

describe('opening the page', () => {
  it('shows what the phone has', async () => {
    const { app, state } = openApp()
    await app.start(null)
    expect(state()).toMatchObject({ screen: HOME, current: { id: 'c1' }, fault: null })
  })

  it('answers the code it was opened with', async () => {
    const { app, state } = openApp()
    await app.start('AQEC')
    expect(state()).toMatchObject({ screen: { at: 'confirm' }, confirmation: { state: 'connecting' } })
  })

  it('says that there is no certificate and offers nothing on the way', async () => {
    const { app, state } = openApp({ credentials: [] })
    await app.start('AQEC')
    expect(state()).toMatchObject({ screen: { at: 'no-certificate' }, fault: null })
  })

  it('says that a confirmation is over when it is loaded again in the middle of one, and only then', async () => {
    const { app, state } = openApp()
    await app.start(null, { at: 'pin' })
    expect(state().screen).toEqual({ at: 'interrupted' })
    const after = openApp()
    await after.app.start(null, { at: 'outcome' })
    expect(after.state().screen).toEqual(HOME)
  })

  it('reads again what another page has changed', async () => {
    const credentials: CredentialView[] = []
    const { app, state } = openApp({ credentials })
    await app.start(null)
    credentials.push(credential)
    app.wake()
    await vi.waitFor(() => expect(state().current?.id).toBe('c1'))
  })

  it('shows why the code is of no use', async () => {
    const { app, state } = openApp({ agent: { scan: () => Promise.reject(new AppError('qr-malformed')) } })
    await app.start('nonsense')
    expect(state()).toMatchObject({ screen: HOME, fault: { code: 'qr-malformed' } })
  })
})

describe('a confirmation', () => {
  it('goes from the request over the PIN to its end, and back leads home', async () => {
    const { app, scanned, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    await app.confirm('246810')
    expect(state()).toMatchObject({ screen: { at: 'outcome' }, confirmation: { state: 'done' } })
    app.leave()
    expect(state()).toMatchObject({ screen: HOME, confirmation: null })
    expect(scanned.told).toEqual(['confirm 246810', 'close'])
  })

  it('still waits after a wrong PIN', async () => {
    const { app, scanned, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    await expect(app.confirm('111111')).rejects.toThrow('pin-wrong')
    expect(state()).toMatchObject({ screen: { at: 'pin' }, confirmation: { state: 'asked' } })
  })

  it('tells the computer of a refusal', async () => {
    const { app, scanned, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    await app.refuse()
    expect(scanned.told).toEqual(['refuse'])
    expect(state().confirmation?.state).toBe('refused')
  })

  it('tells the computer why', async () => {
    const { app, scanned } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    await app.refuse('报价不对')
    expect(scanned.told).toEqual(['refuse: 报价不对'])
  })

  it('is refused by leaving it with the back gesture', async () => {
    const { app, scanned, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.back()
    await Promise.resolve()
    expect(scanned.told).toEqual(['refuse', 'close'])
    expect(state()).toMatchObject({ screen: HOME, confirmation: null })
  })

  it('is refused while its PIN is being tried, too', async () => {
    const { app, scanned, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'working' })
    await app.refuse()
    expect(scanned.told).toEqual(['refuse'])
    expect(state()).toMatchObject({ screen: { at: 'outcome' }, confirmation: { state: 'refused' } })
  })

  it('stays where it is while its PIN is being tried', async () => {
    const { app, scanned, stack, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    for (const atWork of ['working', 'handing-over'] as const) {
      scanned.become({ state: atWork })
      app.back()
      expect([state().screen, stack.at(-1)]).toEqual([{ at: 'pin' }, { at: 'pin' }])
    }
  })

  it('leads home by one step back from its end', async () => {
    const { app, scanned, stack, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    scanned.become({ state: 'cancelled' })
    app.back()
    expect(state()).toMatchObject({ screen: HOME, confirmation: null })
    expect(stack.at(-1)).toEqual(HOME)
  })

  it('that is over cannot be come back to', async () => {
    const { app, scanned, state } = openApp()
    await app.start('AQEC')
    scanned.become({ state: 'cancelled' })
    app.leave()
    app.arrived({ at: 'confirm' })
    expect(state().screen).toEqual(HOME)
  })
})
