import { describe, expect, it, vi } from 'vitest'
import type { Agent, Confirmation, ConfirmationView, CredentialView } from '#agent/views'
import { AppError } from '#core/errors'
import { createApp, type Host } from './app.ts'
import { HOME, type Screen } from './screen.ts'

const credential: CredentialView = {
  id: 'c1',
  company: '河南示范建设有限公司',
  creditCode: '91410100MA9ABCD16M',
  person: '王敏',
  device: 'Mate 60',
  serial: '0a',
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
  state: 'in-force',
  seals: [],
}

/** One scanned code whose view a test moves on. */
const fakeConfirmation = () => {
  let view: ConfirmationView = {
    state: 'connecting',
    intent: 'sign',
    code: null,
    computer: null,
    credential,
    request: null,
    error: null,
    triesLeft: null,
  }
  const listeners = new Set<() => void>()
  const told: string[] = []
  const become = (change: Partial<ConfirmationView>) => {
    view = { ...view, ...change }
    for (const listener of listeners) listener()
  }
  const confirmation: Confirmation = {
    view: () => view,
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    confirm: async (pin) => {
      told.push(`confirm ${pin}`)
      if (pin !== '246810') throw new AppError('pin-wrong', { triesLeft: 4 })
      become({ state: 'done' })
    },
    refuse: async () => {
      told.push('refuse')
      become({ state: 'refused' })
    },
    close: () => void told.push('close'),
  }
  return { confirmation, become, told }
}

const open = (options: { credentials?: CredentialView[]; agent?: Partial<Agent> } = {}) => {
  const { credentials = [credential] } = options
  const scanned = fakeConfirmation()
  const agent: Agent = {
    credentials: async () => credentials,
    current: async () => credentials[0] ?? null,
    choose: async () => {},
    enrol: async () => {
      credentials.push(credential)
      return credential
    },
    changePin: async () => {},
    scan: async () => {
      if (credentials.length === 0) throw new AppError('no-certificate')
      return scanned.confirmation
    },
    history: async () => [],
    ...options.agent,
  }
  const stack: Screen[] = [HOME]
  const host: Host = {
    navigation: {
      push: (screen) => void stack.push(screen),
      replace: (screen) => void stack.splice(-1, 1, screen),
      back: () => {
        stack.pop()
        app.arrived(stack.at(-1) ?? HOME)
      },
    },
    deviceName: 'Mate 60',
    installation: () => 'by-hand',
    askToInstall: async () => {},
    askToPersist: async () => true,
    speak: async () => {},
    demoCompanies: async () => [{ name: credential.company, creditCode: credential.creditCode }],
  }
  const app = createApp(agent, host, 'zh-CN')
  return { app, scanned, stack, state: app.store.getState }
}

describe('opening the page', () => {
  it('shows what the phone has', async () => {
    const { app, state } = open()
    await app.start(null)
    expect(state()).toMatchObject({ screen: HOME, current: { id: 'c1' }, fault: null })
  })

  it('answers the code it was opened with', async () => {
    const { app, state } = open()
    await app.start('AQEC')
    expect(state()).toMatchObject({ screen: { at: 'confirm' }, confirmation: { state: 'connecting' } })
  })

  it('says that there is no certificate and offers nothing on the way', async () => {
    const { app, state } = open({ credentials: [] })
    await app.start('AQEC')
    expect(state()).toMatchObject({ screen: { at: 'no-certificate' }, fault: null })
  })

  it('says that a confirmation is over when it is loaded again in the middle of one, and only then', async () => {
    const { app, state } = open()
    await app.start(null, { at: 'pin' })
    expect(state().screen).toEqual({ at: 'interrupted' })
    const after = open()
    await after.app.start(null, { at: 'outcome' })
    expect(after.state().screen).toEqual(HOME)
  })

  it('reads again what another page has changed', async () => {
    const credentials: CredentialView[] = []
    const { app, state } = open({ credentials })
    await app.start(null)
    credentials.push(credential)
    app.wake()
    await vi.waitFor(() => expect(state().current?.id).toBe('c1'))
  })

  it('shows why the code is of no use', async () => {
    const { app, state } = open({ agent: { scan: () => Promise.reject(new AppError('qr-malformed')) } })
    await app.start('nonsense')
    expect(state()).toMatchObject({ screen: HOME, fault: { code: 'qr-malformed' } })
  })
})

describe('a confirmation', () => {
  it('goes from the request over the PIN to its end, and back leads home', async () => {
    const { app, scanned, state } = open()
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
    const { app, scanned, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    await expect(app.confirm('111111')).rejects.toThrow('pin-wrong')
    expect(state()).toMatchObject({ screen: { at: 'pin' }, confirmation: { state: 'asked' } })
  })

  it('tells the computer of a refusal', async () => {
    const { app, scanned, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    await app.refuse()
    expect(scanned.told).toEqual(['refuse'])
    expect(state().confirmation?.state).toBe('refused')
  })

  it('is refused by leaving it with the back gesture', async () => {
    const { app, scanned, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.back()
    await Promise.resolve()
    expect(scanned.told).toEqual(['refuse', 'close'])
    expect(state()).toMatchObject({ screen: HOME, confirmation: null })
  })

  it('is refused while its PIN is being tried, too', async () => {
    const { app, scanned, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'working' })
    await app.refuse()
    expect(scanned.told).toEqual(['refuse'])
    expect(state()).toMatchObject({ screen: { at: 'outcome' }, confirmation: { state: 'refused' } })
  })

  it('stays where it is while its PIN is being tried', async () => {
    const { app, scanned, stack, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    scanned.become({ state: 'working' })
    app.back()
    expect([state().screen, stack.at(-1)]).toEqual([{ at: 'pin' }, { at: 'pin' }])
  })

  it('leads home by one step back from its end', async () => {
    const { app, scanned, stack, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'asked' })
    app.open({ at: 'pin' })
    scanned.become({ state: 'cancelled' })
    app.back()
    expect(state()).toMatchObject({ screen: HOME, confirmation: null })
    expect(stack.at(-1)).toEqual(HOME)
  })

  it('that is over cannot be come back to', async () => {
    const { app, scanned, state } = open()
    await app.start('AQEC')
    scanned.become({ state: 'cancelled' })
    app.leave()
    app.arrived({ at: 'confirm' })
    expect(state().screen).toEqual(HOME)
  })
})

describe('enrolment', () => {
  const form = { person: ' 王敏 ', creditCode: credential.creditCode, device: 'Mate 60' }

  it('offers the companies of a demo server and ends with a certificate', async () => {
    const { app, state } = open({ credentials: [] })
    await app.start(null)
    await app.startEnrolling()
    expect(state().enrolment.companies).toHaveLength(1)
    app.fillIn(form)
    app.askForPin()
    await app.enrol('246810')
    expect(state()).toMatchObject({ enrolment: { step: 'done', result: { id: 'c1' } }, current: { id: 'c1' } })
  })

  it('asks for another PIN when the first is weak', async () => {
    const { app, state } = open({ credentials: [], agent: { enrol: () => Promise.reject(new AppError('pin-weak')) } })
    await app.startEnrolling()
    app.fillIn(form)
    app.askForPin()
    await app.enrol('123456')
    expect(state().enrolment).toMatchObject({ step: 'pin', error: { code: 'pin-weak' } })
  })

  it('is stopped, and leads back to the form', async () => {
    const stopped = (_order: unknown, signal?: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new AppError('server-unreachable')))
      })
    const { app, state } = open({ credentials: [], agent: { enrol: stopped } })
    await app.startEnrolling()
    app.fillIn(form)
    const enrolled = app.enrol('246810')
    app.stopEnrolling()
    await enrolled
    expect(state().enrolment).toMatchObject({ step: 'form', form, error: null })
  })

  it('can be left after it has failed', async () => {
    const { app, state } = open({ agent: { enrol: () => Promise.reject(new AppError('server-unreachable')) } })
    await app.startEnrolling()
    app.fillIn(form)
    await app.enrol('246810')
    app.back()
    expect(state()).toMatchObject({ screen: HOME, enrolment: { error: { code: 'server-unreachable' } } })
  })

  it('cannot be left while it is under way', async () => {
    const { app, state, stack } = open({ credentials: [], agent: { enrol: () => new Promise(() => {}) } })
    await app.startEnrolling()
    app.fillIn(form)
    void app.enrol('246810')
    app.back()
    expect(state().screen).toEqual({ at: 'enrol' })
    expect(stack.at(-1)).toEqual({ at: 'enrol' })
  })
})

describe('changing the PIN', () => {
  it('tells at once that the certificate is locked now', async () => {
    const credentials = [credential]
    const lock = () => {
      credentials[0] = { ...credential, state: 'locked' }
      return Promise.reject(new AppError('pin-locked'))
    }
    const { app, state } = open({ credentials, agent: { changePin: lock } })
    await app.start(null)
    await expect(app.changePin('c1', '111111', '246810')).rejects.toThrow('pin-locked')
    expect(state()).toMatchObject({ current: { state: 'locked' }, credentials: [{ state: 'locked' }] })
  })
})
